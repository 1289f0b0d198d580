import { execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmdirSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blobStoreContract } from "./blob-store.contract.ts";
import { openBlobStore, StorageFullError, type BlobStore } from "./index.ts";

describe("the file store", () => {
  let folder: string;
  let incoming: string;
  let store: BlobStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-storage-"));
    incoming = join(folder, "store", ".incoming");
    store = openBlobStore(pathToFileURL(join(folder, "store")).href);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  blobStoreContract(() => ({ store, folder }));

  it("leaves no debris and sweeps what killed writers left", async () => {
    await store.check();
    expect(await readdir(incoming)).toEqual([]);
    await writeFile(join(incoming, "old"), "");
    await writeFile(join(incoming, "new"), "");
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(incoming, "old"), longAgo, longAgo);
    await store.check();
    expect(await readdir(incoming)).toEqual(["new"]);
    await rm(join(incoming, "new"));
  });

  it("shows nothing of a blob whose writer is killed", async () => {
    const entry = new URL("./endless-put.fixture.ts", import.meta.url);
    const writer = fork(entry, [pathToFileURL(join(folder, "store")).href], { execArgv: [] });
    await once(writer, "message");
    const exited = once(writer, "exit");
    writer.kill("SIGKILL");
    await exited;
    expect(await store.head("killed/blob")).toBeNull();
    expect(await Array.fromAsync(store.list("killed"))).toEqual([]);
    await store.check();
    const [left = "", ...others] = await readdir(incoming);
    expect(others).toEqual([]);
    const elevenMinutesAgo = new Date(Date.now() - 660_000);
    await utimes(join(incoming, left), elevenMinutesAgo, elevenMinutesAgo);
    const alive = left.replace(`.${writer.pid}.`, `.${process.ppid}.`);
    await writeFile(join(incoming, alive), "");
    await utimes(join(incoming, alive), elevenMinutesAgo, elevenMinutesAgo);
    await store.check();
    expect(await readdir(incoming)).toEqual([alive]);
    await rm(incoming, { recursive: true });
  });

  it.skipIf(process.platform !== "linux")("says that storage is away where no folder can ever be made", async () => {
    const nowhere = openBlobStore("file:///proc/longhaul/store");
    await expect(nowhere.check()).rejects.toMatchObject({ name: "StorageAwayError" });
    await expect(nowhere.put("a/b", Readable.from([Buffer.from("x")]))).rejects.toMatchObject({
      name: "StorageAwayError",
    });
  });

  it("tells that storage is away, and not that a blob is missing, where its folder is gone or is a file", async () => {
    const file = join(folder, "a-file");
    await writeFile(file, "");
    for (const path of [file, join(file, "below")]) {
      const away = openBlobStore(pathToFileURL(path).href);
      const from = join(folder, "a-file");
      for (const attempt of [
        () => away.check(),
        () => away.put("a/b", Readable.from([Buffer.from("x")])),
        () => away.putFile("a/b", from),
        () => away.copy("a/b", "c/d"),
        () => away.get("a/b"),
        () => away.fetchToFile("a/b", join(folder, "fetched")),
      ])
        await expect(attempt()).rejects.toMatchObject({ name: "StorageAwayError" });
    }
    const gone = openBlobStore(pathToFileURL(join(folder, "never")).href);
    await expect(gone.get("a/b")).rejects.toMatchObject({ name: "StorageAwayError" });
  });

  it.each(["before it begins", "while it is written"])("tells that storage is away where it goes %s", async (when) => {
    const root = await mkdtemp(join(folder, "going-"));
    const going = openBlobStore(pathToFileURL(root).href);
    await going.check();
    const leave = async (): Promise<void> => {
      await rm(root, { recursive: true });
      await writeFile(root, "");
    };
    if (when === "before it begins") await leave();
    const source = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from("x");
      if (when === "while it is written") await leave();
    };
    const failure = await going.put("a/b", source()).catch((err: unknown) => err);
    expect([failure instanceof Error && "code" in failure ? failure.code : failure]).toEqual(["storage-away"]);
  });

  it("refuses other schemes, and what is no URL", () => {
    expect(() => openBlobStore("ftp://host/x")).toThrow("storage ftp:// is not supported");
    expect(() => openBlobStore("./data")).toThrow("not a URL");
  });
});

describe("a file store on a disk of 1 MB", () => {
  let disk: string | null = null;
  beforeAll(() => {
    disk = mountSmallDisk();
  });
  afterAll(async () => {
    if (disk !== null) {
      execFileSync("umount", [disk]);
      await rm(disk, { recursive: true });
    }
  });

  it("says that it is full and leaves no debris", async (ctx) => {
    ctx.skip(disk === null, "this account may not mount a small disk");
    const root = join(disk ?? "", "store");
    await mkdir(root);
    const store = openBlobStore(pathToFileURL(root).href);
    await store.put("fits", chunks(5));
    await expect(store.put("too/big", chunks(20))).rejects.toThrow(StorageFullError);
    expect(await readdir(join(root, ".incoming"))).toEqual([]);
    expect(await store.head("too/big")).toBeNull();
    await store.put("still/fits", chunks(3));
    expect(await store.head("fits")).toEqual({ sizeBytes: 500_000 });
  });
});

async function* chunks(count: number): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < count; index++) {
    yield Buffer.alloc(100_000);
  }
}

/** Null where this account may not mount; only a disk that really fills up shows what a full disk does. */
function mountSmallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), "longhaul-small-disk-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    return folder;
  } catch {
    rmdirSync(folder);
    return null;
  }
}
