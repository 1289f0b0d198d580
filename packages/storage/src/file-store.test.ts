import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blobStoreContract } from "./blob-store.contract.ts";
import { openBlobStore, type BlobStore } from "./index.ts";

describe("the file store", () => {
  let folder: string;
  let store: BlobStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-storage-"));
    store = openBlobStore(pathToFileURL(join(folder, "store")).href);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  blobStoreContract(() => ({ store, folder }));

  it("leaves no debris and sweeps what killed writers left", async () => {
    await store.check();
    const incoming = join(folder, "store", ".incoming");
    expect(await readdir(incoming)).toEqual([]);
    await writeFile(join(incoming, "old"), "");
    await writeFile(join(incoming, "new"), "");
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(incoming, "old"), longAgo, longAgo);
    await store.check();
    expect(await readdir(incoming)).toEqual(["new"]);
  });

  it("refuses other schemes", () => {
    expect(() => openBlobStore("ftp://host/x")).toThrow("not supported");
  });
});
