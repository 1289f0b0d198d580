import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { processFolder, removeLeftFolders } from "./process-folder.ts";

let scratchDir: string;
beforeAll(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), "longhaul-left-"));
});
afterAll(() => rm(scratchDir, { recursive: true, force: true }));

it("removes folders of workers of this host that died, or ran before under the same number, and no others", async () => {
  const { pid: dead } = spawnSync(process.execPath, ["-e", ""]);
  const own = basename(processFolder(scratchDir));
  const kept = [
    own,
    basename(processFolder(scratchDir, "inline")),
    `process.${process.ppid}.0a.b-c.${hostname()}`,
    `process.${dead}.0a.b-c.elsewhere`,
    "compile-cache",
  ];
  const left = [`process.${dead}.0a.b-c.${hostname()}`, `process.${process.pid}.0a.b-c.${hostname()}`];
  for (const name of [...kept, ...left]) await mkdir(join(scratchDir, name, "task"), { recursive: true });
  expect(await removeLeftFolders(scratchDir)).toBe(2);
  expect((await readdir(scratchDir)).toSorted()).toEqual(kept.toSorted());
  expect(await removeLeftFolders(join(scratchDir, "none"))).toBe(0);
});
