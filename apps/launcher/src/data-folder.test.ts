import { chown, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { openDataFolder } from "./data-folder.ts";

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "longhaul-data-"));
  return () => rm(parent, { recursive: true, force: true });
});

describe("openDataFolder", () => {
  it("creates the folder, which others may pass through but not list", async () => {
    const folder = join(parent, "a", "b");
    await openDataFolder(folder);
    await openDataFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o711);
  });

  it("says how to choose another place when it can't be created", async () => {
    await writeFile(join(parent, "file"), "");
    await expect(openDataFolder(join(parent, "file", "data"))).rejects.toThrow("choose another one with LONGHAUL_DATA");
  });

  it.runIf(process.getuid?.() === 0)("refuses a folder of another user", async () => {
    await chown(parent, 4711, 4711);
    await expect(openDataFolder(parent)).rejects.toThrow("belongs to another user (uid 4711, this is uid 0)");
  });
});
