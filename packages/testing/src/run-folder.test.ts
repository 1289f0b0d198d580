import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRunFolder, findMemoryFolder, sweepRunFolders } from "./run-folder.ts";

const HOUR_MS = 3_600_000;

describe("run folders", () => {
  let parent = "";
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), "run-folder-test-"));
  });
  afterEach(() => rm(parent, { recursive: true }));

  it("of a run that is alive stay", async () => {
    const folder = await createRunFolder(parent);
    const removed = await sweepRunFolders(new Date(), async () => expect.unreachable(), parent);
    expect(removed).toEqual([]);
    await folder.remove();
    await expect(readdir(parent)).resolves.toEqual([]);
  });

  it("of a run that was killed are ended and removed, and nothing else is", async () => {
    const folder = await createRunFolder(parent);
    await writeFile(join(folder.path, "leftover"), "data");
    await mkdir(join(parent, "longhaul-test-of-somebody-else"));
    const ended: string[] = [];
    const end = async (path: string) => void ended.push(path);
    const removed = await sweepRunFolders(new Date(Date.now() + HOUR_MS), end, parent);
    expect(removed).toEqual([folder.path]);
    expect(ended).toEqual([folder.path]);
    await expect(readdir(parent)).resolves.toEqual(["longhaul-test-of-somebody-else"]);
  });
});

describe("the folder of files in memory", () => {
  it("is none where there isn't room for a run, or no such folder", async () => {
    await expect(findMemoryFolder(tmpdir(), Number.MAX_SAFE_INTEGER)).resolves.toBeNull();
    await expect(findMemoryFolder(join(tmpdir(), "no-such-folder"))).resolves.toBeNull();
    await expect(findMemoryFolder(tmpdir(), 1)).resolves.toBe(tmpdir());
  });
});
