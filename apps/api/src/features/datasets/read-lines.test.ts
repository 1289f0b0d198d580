import { Readable } from "node:stream";
import type { BlobStore } from "@longhaul/storage";
import { expect, it } from "vitest";
import { readLines } from "./read-lines.ts";

/** A store of one text, which comes in small pieces. */
function storeOf(text: string, pieceBytes: number): BlobStore {
  const bytes = Buffer.from(text);
  const get: BlobStore["get"] = async (_key, range) => {
    const wanted = bytes.subarray(range?.start ?? 0);
    const pieces = Array.from({ length: Math.ceil(wanted.length / pieceBytes) }, (_, idx) =>
      wanted.subarray(idx * pieceBytes, (idx + 1) * pieceBytes),
    );
    return { stream: Readable.from(pieces), sizeBytes: bytes.length };
  };
  return { get, head: async () => ({ sizeBytes: bytes.length }) } as unknown as BlobStore;
}

it.each([1, 3, 7, 1000])("reads all lines page by page, whatever pieces of %i bytes cut in two", async (pieceBytes) => {
  const all = ["", "one", "zwölf", "", "x".repeat(50), "end"];
  const store = storeOf(all.map((line) => `${line}\n`).join(""), pieceBytes);
  const lines: string[] = [];
  let start: number | null = 0;
  while (start !== null) {
    const page = await readLines(store, "key", { start, limit: 2 });
    expect(page?.lines).toHaveLength(2);
    lines.push(...(page?.lines ?? []));
    start = page?.next ?? null;
  }
  expect(lines).toEqual(all);
  expect(await readLines(store, "key", { start: 2, limit: 2 })).toBeNull();
});

it("ends a page early where lines are long, and goes on behind it", async () => {
  const line = "x".repeat(300_000);
  const store = storeOf(`${line}\n`.repeat(6), 65_536);
  const first = await readLines(store, "key", { start: 0, limit: 1000 });
  expect(first?.lines).toHaveLength(4);
  const second = await readLines(store, "key", { start: first?.next ?? 0, limit: 1000 });
  expect([second?.lines.length, second?.next]).toEqual([2, null]);
});
