import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "@longhaul/runtime";

/** This run of the worker: in a container that starts again it has the same process id. */
const RUN = randomUUID().slice(0, 8);
const HOST = hostname();
/** `process.<pid of its worker>.<run>.<id>.<host>`: workers of other hosts, in containers for example, may share the folder. */
const NAME = /^process\.(\d+)\.(\w+)\.[\w-]+\.(.+)$/;

/** The folder below `scratchDir` of one phase process, or of the worker itself, where its tasks and libraries write. */
export const processFolder = (scratchDir: string, id: string = randomUUID()): string =>
  join(scratchDir, `process.${process.pid}.${RUN}.${id}.${HOST}`);

/** Removes what a process has left behind. What can't be removed stays until the next worker starts. */
export const removeProcessFolder = async (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true }).catch(() => undefined);

/** Removes what processes of workers on this host have left that ended without removing it. @returns how many folders */
export async function removeLeftFolders(scratchDir: string): Promise<number> {
  const names = await readdir(scratchDir).catch(() => []);
  const left = names.filter((name) => {
    const [, pid, run, host] = NAME.exec(name) ?? [];
    return host === HOST && (Number(pid) === process.pid ? run !== RUN : !isAlive(Number(pid)));
  });
  for (const name of left) await removeProcessFolder(join(scratchDir, name));
  return left.length;
}
