import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { findOnPath, hangMs } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPhaseCgroups } from "./phase-cgroups.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-cgroups-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A kernel that runs as a process, with control groups of its own: those of this machine needn't be ours to change. */
const OWN_KERNEL = findOnPath("linux.uml");

/** Runs a script as the only one beside the first process of that kernel; resolves with its answer. */
async function inOwnKernel(script: string): Promise<unknown> {
  await mkdir(join(folder, "cgroup"));
  const machine = ["root=/dev/root", "rootfstype=hostfs", "rw", "mem=1G", "con=null", "con0=null", "quiet"];
  const first = [`init=${here("./in-own-kernel.fixture.sh")}`, "--", process.execPath, script, folder];
  await promisify(execFile)(OWN_KERNEL ?? "", [...machine, ...first], { timeout: hangMs(), killSignal: "SIGKILL" });
  const output = await readFile(join(folder, "output.txt"), "utf8");
  const answer = await readFile(join(folder, "answer.json"), "utf8").catch(() => null);
  return answer === null ? output : JSON.parse(answer);
}

describe("groups of phase processes", () => {
  it.skipIf(OWN_KERNEL === null)(
    "divide the processors, end what takes too much memory, and are gone afterwards",
    async () => {
      expect(await inOwnKernel(here("./phase-cgroups.fixture.ts"))).toEqual({
        leftOver: [],
        share: expect.closeTo(0.5, 1) as unknown,
        outOfMemory: { signal: "SIGKILL", known: true, other: false },
        left: [],
      });
    },
  );

  it.each([
    ["isn't there", async () => undefined, "ENOENT"],
    [
      "lacks a controller",
      async (path: string) => writeFile(join(path, "cgroup.controllers"), "cpu pids\n"),
      "no controller memory",
    ],
    [
      "takes no settings",
      async (path: string) => {
        await writeFile(join(path, "cgroup.controllers"), "cpu memory pids\n");
        await mkdir(join(path, "cgroup.subtree_control"));
      },
      "EISDIR",
    ],
  ] as const)(
    "are refused at the start below a folder that %s, with the setting's name",
    async (name, prepare, reason) => {
      const path = join(folder, name.replaceAll(" ", "-"));
      await mkdir(path);
      await prepare(path);
      expect(() => openPhaseCgroups(path)).toThrow(new RegExp(`^PHASE_CGROUP: .*${reason}`));
    },
  );
});
