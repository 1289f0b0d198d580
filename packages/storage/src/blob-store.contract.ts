import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { BlobNotFoundError, InvalidKeyError, type BlobStore } from "./index.ts";

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

  it("copies a blob, which lives on when either is replaced or deleted", async () => {
    const { store } = setUp();
    await store.put("copy/from", from("hello"));
    await store.put("copy/to", from("older"));
    await store.copy("copy/from", "copy/to");
    await store.copy("copy/from", "copy/deep/third");
    await store.put("copy/from", from("changed"));
    expect(await text((await store.get("copy/to")).stream)).toBe("hello");
    await store.delete("copy/to");
    expect(await text((await store.get("copy/deep/third")).stream)).toBe("hello");
    await expect(store.copy("copy/none", "copy/to")).rejects.toThrow(BlobNotFoundError);
    await expect(store.copy("copy/deep", "copy/to")).rejects.toThrow(BlobNotFoundError);
    await expect(store.copy("copy/from", "../x")).rejects.toThrow(InvalidKeyError);
    expect((await Array.fromAsync(store.list("copy"))).map(({ key }) => key).toSorted()).toEqual([
      "copy/deep/third",
      "copy/from",
    ]);
  });

  it("replaces, lists and deletes", async () => {
    const { store } = setUp();
    await store.put("list/1", from("x"));
    await store.put("list/1", from("xyz"));
    await store.put("list/deep/2", from(""));
    const listed = (await Array.fromAsync(store.list("list"))).toSorted((a, b) => (a.key < b.key ? -1 : 1));
    expect(listed.map(({ key, sizeBytes }) => ({ key, sizeBytes }))).toEqual([
      { key: "list/1", sizeBytes: 3 },
      { key: "list/deep/2", sizeBytes: 0 },
    ]);
    const ages = listed.map(({ modifiedAt }) => Date.now() - (modifiedAt?.getTime() ?? Number.NaN));
    expect(ages.every((age) => Math.abs(age) < 3_600_000)).toBe(true);
    await store.delete("list/1");
    await store.delete("list/1");
    expect(await store.head("list/1")).toBeNull();
    await store.deletePrefix("list");
    expect(await Array.fromAsync(store.list("list"))).toEqual([]);
  });

  it("deletes nothing beside what it was told to", async () => {
    const { store } = setUp();
    for (const key of ["cut/a/1", "cut/a/2", "cut/ab", "cut/b"]) {
      await store.put(key, from("x"));
    }
    await store.delete("cut/a");
    await store.deletePrefix("cut/b");
    expect(await Array.fromAsync(store.list("cut"))).toHaveLength(4);
    await store.deletePrefix("cut/a");
    const left = (await Array.fromAsync(store.list("cut"))).map(({ key }) => key).toSorted();
    expect(left).toEqual(["cut/ab", "cut/b"]);
  });

  it("takes a range that reaches beyond the end, or lies there", async () => {
    const { store } = setUp();
    await store.put("range", from("hello"));
    const read = async (range: { start?: number; end?: number }) => text((await store.get("range", range)).stream);
    expect(await read({ start: 3, end: 99 })).toBe("lo");
    expect(await read({ start: 2 })).toBe("llo");
    expect(await read({ end: 0 })).toBe("h");
    expect(await read({ start: 9 })).toBe("");
  });

  it("lets a reader finish what it began, whatever happens to the blob", async () => {
    const { store } = setUp();
    const old = Buffer.alloc(1_000_000, "old ");
    await store.put("moving", Readable.from([old]));
    const replaced = await store.get("moving");
    await store.put("moving", from("new"));
    const deleted = await store.get("moving");
    await store.delete("moving");
    expect((await buffer(replaced.stream)).equals(old)).toBe(true);
    expect(await text(deleted.stream)).toBe("new");
  });

  it("keeps one of several that are put under the same key at once, whole", async () => {
    const { store } = setUp();
    const values = Array.from({ length: 8 }, (_, index) => String(index).repeat(100_000));
    await Promise.all(values.map((value) => store.put("race", from(value))));
    expect(values).toContain(await text((await store.get("race")).stream));
  });

  it("stores what is put while its prefix is being deleted, or nothing of it", async () => {
    const { store } = setUp();
    const puts = Array.from({ length: 40 }, (_, index) => store.put(`busy/deep/${index}`, from("xyz")));
    const deletions = Array.from({ length: 10 }, async () => store.deletePrefix("busy"));
    await Promise.all([...puts, ...deletions]);
    const sizes = (await Array.fromAsync(store.list("busy"))).map(({ sizeBytes }) => sizeBytes);
    expect(sizes.filter((sizeBytes) => sizeBytes !== 3)).toEqual([]);
  });

  it("says what isn't there", async () => {
    const { store, folder } = setUp();
    await expect(store.get("no/such")).rejects.toThrow(BlobNotFoundError);
    await expect(store.fetchToFile("no/such", join(folder, "x"))).rejects.toThrow(BlobNotFoundError);
    expect(await store.head("no/such")).toBeNull();
    await store.put("there", from("x"));
    await expect(store.get("there/below")).rejects.toMatchObject({ name: "BlobNotFoundError", key: "there/below" });
    expect(await store.head("there/below")).toBeNull();
    expect(await Array.fromAsync(store.list("there"))).toEqual([]);
  });

  it.each(["", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", "a b", "a\\b", "ä", ".hidden/a"])(
    "refuses the key %j",
    async (key) => {
      const { store } = setUp();
      await expect(store.put(key, from("x"))).rejects.toThrow(InvalidKeyError);
      await expect(store.get(key)).rejects.toThrow(InvalidKeyError);
      await expect(store.deletePrefix(key)).rejects.toThrow(InvalidKeyError);
      await expect(Array.fromAsync(store.list(key))).rejects.toThrow(InvalidKeyError);
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
    await expect(store.put("gone/3", from("x"), { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    const upload = new Readable({ read: () => undefined });
    const put = store.put("gone/5", upload);
    upload.destroy(new Error("client hung up"));
    await expect(put).rejects.toThrow("client hung up");
    await expect(store.putFile("gone/4", "/no/such/file")).rejects.toThrow("ENOENT");
    expect(await Array.fromAsync(store.list("gone"))).toEqual([]);
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

  it("takes files that nobody needs afterwards", async () => {
    const { store, folder } = setUp();
    const path = join(folder, randomUUID());
    const bytes = Buffer.alloc(300_000, "long haul ");
    await writeFile(path, bytes);
    await expect(store.takeFile("taken/1", path, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    expect(await store.takeFile("taken/1", path)).toMatchObject({ sizeBytes: 300_000 });
    await rm(path, { force: true });
    await writeFile(path, "of another task");
    expect((await buffer((await store.get("taken/1")).stream)).equals(bytes)).toBe(true);
    await store.takeFile("taken/1", path);
    expect(await text((await store.get("taken/1")).stream)).toBe("of another task");
    await expect(store.takeFile("taken/2", "/no/such/file")).rejects.toThrow("ENOENT");
    await expect(store.takeFile("taken/../2", path)).rejects.toThrow(InvalidKeyError);
    expect((await Array.fromAsync(store.list("taken"))).map(({ key }) => key)).toEqual(["taken/1"]);
  });
}
