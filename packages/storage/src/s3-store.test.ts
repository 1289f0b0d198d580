import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { S3_BUCKET, S3_CREDENTIALS, startS3Server, type S3Server } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { blobStoreContract } from "./blob-store.contract.ts";
import { openBlobStore, StorageFullError, type BlobStore } from "./index.ts";

const MIB = 1024 ** 2;

describe("the S3 store", () => {
  let folder: string;
  let server: S3Server;
  let store: BlobStore;
  const open = (prefix: string): BlobStore =>
    openBlobStore(`s3://${S3_BUCKET}/${prefix}?region=eu-west-3&endpoint=${encodeURIComponent(server.endpoint)}`);
  const leftovers = (): Promise<string[]> =>
    readdir(join(folder, "server", S3_BUCKET, "._S3rver_uploads")).catch(() => []);

  beforeAll(async () => {
    Object.entries(S3_CREDENTIALS).forEach(([name, value]) => vi.stubEnv(name, value));
    folder = await mkdtemp(join(tmpdir(), "longhaul-s3-"));
    server = await startS3Server(join(folder, "server"));
    store = open("long/haul");
  });
  afterAll(async () => {
    await server.close();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  blobStoreContract(() => ({ store, folder }));

  it("keeps to its prefix", async () => {
    const other = open("long/other");
    await other.put("mine", Readable.from([Buffer.from("x")]));
    expect(await store.head("mine")).toBeNull();
    await store.deletePrefix("mine");
    expect(await other.head("mine")).toEqual({ sizeBytes: 1 });
  });

  it("uploads what is large in parts, and all of it", async () => {
    const bytes = Buffer.alloc(20 * MIB + 7, "long haul ");
    const stored = await store.put("large/blob", Readable.from(chunksOf(bytes, 100_000)));
    expect(stored.sizeBytes).toBe(bytes.length);
    expect(server.requests.filter((request) => request.startsWith("PUT partNumber"))).toHaveLength(3);
    expect((await buffer((await store.get("large/blob")).stream)).equals(bytes)).toBe(true);
    const part = await store.get("large/blob", { start: 8 * MIB, end: 8 * MIB + 9 });
    expect(part.sizeBytes).toBe(bytes.length);
    expect(await text(part.stream)).toBe(bytes.subarray(8 * MIB, 8 * MIB + 10).toString());
    expect(await leftovers()).toEqual([]);
  });

  it("aborts the upload when the put is aborted, or its source breaks, between parts", async () => {
    const abort = new AbortController();
    const uploadHasBegun = (): Promise<void> => expect.poll(leftovers).not.toEqual([]);
    const source = async function* (end: () => void): AsyncGenerator<Uint8Array> {
      for (let count = 0; count < 40; count++) {
        if (count === 30) {
          await uploadHasBegun();
          end();
        }
        yield Buffer.alloc(MIB);
      }
    };
    const aborted = store.put(
      "gone/large",
      source(() => abort.abort()),
      { signal: abort.signal },
    );
    await expect(aborted).rejects.toThrow("aborted");
    expect(await leftovers()).toEqual([]);
    const broken = store.put(
      "gone/large",
      source(() => {
        throw new Error("source broke");
      }),
    );
    await expect(broken).rejects.toThrow("source broke");
    expect(await leftovers()).toEqual([]);
    expect(await store.head("gone/large")).toBeNull();
  });

  it("sends a part again that the server didn't take", async () => {
    server.intercept("PUT", "partNumber", (ctx) => (ctx.status = 503));
    const bytes = Buffer.alloc(17 * MIB, "again ");
    await store.put("again", Readable.from(chunksOf(bytes, MIB)));
    expect((await buffer((await store.get("again")).stream)).equals(bytes)).toBe(true);
  });

  it("says that it is full, and leaves no parts", async () => {
    const full = "<?xml version='1.0'?><Error><Code>QuotaExceeded</Code><Message>no more</Message></Error>";
    server.intercept("PUT", "partNumber", (ctx) => {
      ctx.status = 403;
      ctx.type = "application/xml";
      ctx.body = full;
    });
    const put = store.put("too/big", Readable.from(chunksOf(Buffer.alloc(30 * MIB), MIB)));
    await expect(put).rejects.toThrow(StorageFullError);
    expect(await leftovers()).toEqual([]);
  });

  it("lets go of its connection when a reader stops early", async () => {
    await store.put("early", Readable.from(chunksOf(Buffer.alloc(16 * MIB), MIB)));
    for (let count = 0; count < 150; count++) {
      const { stream } = await store.get("early");
      stream.destroy();
    }
    expect(await store.head("early")).toEqual({ sizeBytes: 16 * MIB });
  });

  it("sweeps uploads that killed writers left more than a day ago", async () => {
    const uploads = join(folder, "server", S3_BUCKET, "._S3rver_uploads");
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    for (const id of ["old", "new"]) {
      await mkdir(join(uploads, id), { recursive: true });
      await writeFile(join(uploads, id, "key"), `long/haul/${id}`);
    }
    await utimes(join(uploads, "old", "key"), longAgo, longAgo);
    await open("long/haul").check();
    expect(await leftovers()).toEqual(["new"]);
    await rm(join(uploads, "new"), { recursive: true });
  });

  it("sweeps probes that killed writers left more than a day ago", async () => {
    const probes = join(folder, "server", S3_BUCKET, "long", "probed", ".probes");
    await mkdir(probes, { recursive: true });
    const fileOf = (id: string): string => join(probes, `${id}._S3rver_object`);
    for (const id of ["old", "new"]) await writeFile(fileOf(id), "");
    const longAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(fileOf("old"), longAgo, longAgo);
    await open("long/probed").check();
    expect((await readdir(probes)).filter((name) => name.endsWith("_object"))).toEqual(["new._S3rver_object"]);
  });

  it("fails its check where there is no such bucket", async () => {
    const url = `s3://nowhere?endpoint=${encodeURIComponent(server.endpoint)}`;
    await expect(openBlobStore(url).check()).rejects.toMatchObject({ name: "NoSuchBucket" });
    await expect(openBlobStore(url).get("a")).rejects.toMatchObject({ name: "NoSuchBucket" });
  });
});

function* chunksOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) {
    yield bytes.subarray(from, from + size);
  }
}
