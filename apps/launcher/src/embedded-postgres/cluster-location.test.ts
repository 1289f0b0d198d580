import { chmod, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { chooseClusterFolder } from "./cluster-location.ts";
import { findPostgresAccount } from "./postgres-account.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "longhaul-cluster-"));
  return () => rm(folder, { recursive: true, force: true });
});

describe("chooseClusterFolder", () => {
  it("puts the cluster into the data folder when Postgres can enter it", async () => {
    await chmod(folder, 0o711);
    const account = await findPostgresAccount(join(folder, "postgres"));
    expect(await chooseClusterFolder(folder, account, join(folder, "shared"))).toBe(join(folder, "postgres"));
  });

  describe.runIf(process.getuid?.() === 0)("as root, with a data folder that is closed to others", () => {
    it("chooses a folder that Postgres can enter", async () => {
      const shared = await mkdtemp(join(tmpdir(), "longhaul-shared-"));
      try {
        await chmod(shared, 0o755);
        const account = await findPostgresAccount(join(folder, "postgres"));
        expect(account?.uid).toBeGreaterThan(0);
        const chosen = await chooseClusterFolder(folder, account, shared);
        expect(dirname(dirname(chosen))).toBe(shared);
        expect((await stat(dirname(chosen))).isDirectory()).toBe(true);
      } finally {
        await rm(shared, { recursive: true, force: true });
      }
    });

    it("says what to do when there is no such folder", async () => {
      const account = await findPostgresAccount(join(folder, "postgres"));
      await expect(chooseClusterFolder(folder, account, join(folder, "shared"))).rejects.toThrow("LONGHAUL_DATA");
    });
  });
});

describe("findPostgresBinaries", () => {
  it("finds executable files", async () => {
    const binaries = await findPostgresBinaries(null, join(folder, "shared"));
    expect((await stat(binaries.postgres)).mode & 0o111).not.toBe(0);
    expect((await stat(binaries.initdb)).mode & 0o111).not.toBe(0);
  });
});
