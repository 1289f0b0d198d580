import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { BlobNotFoundError, type BlobStore } from "./index.ts";

/** What every store must do; `setUp` gives the store and a scratch folder. */
export function blobStoreContract(setUp: () => { readonly store: BlobStore; readonly folder: string }): void {
  const from = (value: string): Readable => Readable.from([Buffer.from(value)]);
  const HELLO_SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  it("gives back what was put, whole or a range of it", async () => {
    const { store } = setUp();
    expect(await store.put("a/b.txt", from("hello"))).toEqual({ sizeBytes: 5, sha256: HELLO_SHA256 });
    const whole = await store.get("a/b.txt");
    expect([whole.sizeBytes, await text(whole.stream)]).toEqual([5, "hello"]);
    const part = await store.get("a/b.txt", { start: 1, end: 3 });
    expect([part.sizeBytes, await text(part.stream)]).toEqual([5, "ell"]);
    expect(await store.head("a/b.txt")).toEqual({ sizeBytes: 5 });
  });

  it("replaces, lists and deletes", async () => {
    const { store } = setUp();
    await store.put("list/1", from("x"));
    await store.put("list/1", from("xyz"));
    await store.put("list/deep/2", from(""));
    const listed = (await Array.fromAsync(store.list("list"))).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(listed).toEqual([
      { key: "list/1", sizeBytes: 3 },
      { key: "list/deep/2", sizeBytes: 0 },
    ]);
    await store.delete("list/1");
    await store.delete("list/1");
    expect(await store.head("list/1")).toBeNull();
    await store.deletePrefix("list");
    expect(await Array.fromAsync(store.list("list"))).toEqual([]);
  });

  it("says what isn't there", async () => {
    const { store, folder } = setUp();
    await expect(store.get("no/such")).rejects.toThrow(BlobNotFoundError);
    await expect(store.fetchToFile("no/such", join(folder, "x"))).rejects.toThrow(BlobNotFoundError);
    expect(await store.head("no/such")).toBeNull();
  });

  it.each(["", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "a b", "a\\b", "ä"])(
    "refuses the key %j",
    async (key) => {
      const { store } = setUp();
      await expect(async () => store.put(key, from("x"))).rejects.toThrow("not a storage key");
    },
  );

  it("keeps nothing of what was aborted or failed on the way", async () => {
    const { store } = setUp();
    const abort = new AbortController();
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      for (let i = 0; ; i++) {
        if (i === 3) abort.abort();
        yield Buffer.alloc(1000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await expect(store.put("gone/1", endless(), { signal: abort.signal })).rejects.toThrow("aborted");
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.alloc(10);
      throw new Error("source broke");
    };
    await expect(store.put("gone/2", failing())).rejects.toThrow("source broke");
    expect(await store.head("gone/1")).toBeNull();
    expect(await store.head("gone/2")).toBeNull();
  });

  it("moves files in and out", async () => {
    const { store, folder } = setUp();
    const path = join(folder, randomUUID());
    const bytes = Buffer.alloc(3_000_000, "long haul ");
    await writeFile(path, bytes);
    expect((await store.putFile("files/big", path)).sizeBytes).toBe(3_000_000);
    const fetched = await store.fetchToFile("files/big", join(folder, randomUUID()));
    const { stream } = await store.get("files/big");
    expect((await buffer(stream)).equals(bytes)).toBe(true);
    await expect(store.check()).resolves.toBeUndefined();
    expect(fetched).not.toBe(path);
  });
}
