import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { storedZip } from "@longhaul/testing";
import { readZip, writeZip } from "./zip-parts.ts";

const DIRECTORY = Buffer.from("PK\u0001\u0002");
const HEADER_BYTES = 30;

/** An archive of one part of this content, changed where the directory tells of it. */
function changed(content: Uint8Array, change: (entry: Buffer, all: Buffer) => void): Uint8Array {
  const all = Buffer.from(storedZip(new Map([["a.xml", content]])));
  change(all.subarray(all.indexOf(DIRECTORY)), all);
  return all;
}
const deflated = (content: string): Buffer => deflateRawSync(Buffer.from(content));
const tellDeflated = (size: number) => (entry: Buffer) => {
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(size, 24);
};

describe("readZip", () => {
  it("reads what is written", () => {
    const parts = new Map([
      ["[Content_Types].xml", Buffer.from("<Types/>")],
      ["ppt/a.xml", Buffer.from("é".repeat(10_000))],
      ["ppt/empty.xml", Buffer.from("")],
    ]);
    const read = [...readZip(writeZip(parts))].map(([name, bytes]) => [name, Buffer.from(bytes).toString()]);
    expect(read).toEqual([...parts].map(([name, bytes]) => [name, bytes.toString()]));
  });

  it.each(["../a.xml", "/a.xml", "a//b.xml", "a\\b.xml", "a/./b.xml", "http:a.xml", "a?b", "a#b", "a\u0000b", "a/"])(
    "leaves out what no part is named: %j",
    (name) => {
      expect([...readZip(storedZip(new Map([[name, "x"]]))).keys()]).toEqual([]);
    },
  );

  it.each<[string, Uint8Array]>([
    ["nothing", new Uint8Array()],
    ["an archive that is cut off", storedZip(new Map([["a.xml", "x".repeat(50)]])).subarray(0, 60)],
    ["an end without a directory", storedZip(new Map([["a.xml", "x"]])).slice(-22)],
    ["a part that is damaged", changed(Buffer.from("abc"), (_, all) => all.write("x", HEADER_BYTES + 5))],
    ["a part of which another checksum is told", changed(Buffer.from("abc"), (entry) => entry.writeUInt32LE(1, 16))],
    ["a part that is larger than told", changed(deflated("a".repeat(1_000_000)), tellDeflated(10))],
    ["a part that is smaller than told", changed(deflated("a"), tellDeflated(10))],
    ["a part that seems to be empty", changed(Buffer.from("abc"), (entry) => entry.writeUInt32LE(0, 24))],
    ["a part that isn't deflated", changed(Buffer.from("\u00ff\u00ff\u00ff"), tellDeflated(3))],
    ["a part that is packed in another way", changed(Buffer.from("abc"), (entry) => entry.writeUInt16LE(14, 10))],
    ["a part behind the end", changed(Buffer.from("abc"), (entry) => entry.writeUInt32LE(10_000, 42))],
  ])("refuses %s", (_, archive) => {
    expect(() => readZip(archive)).toThrow("the file is no whole ZIP archive");
  });

  it("refuses parts that lie upon each other, however little each is", () => {
    const names = Array.from({ length: 300 }, (_, at) => `${at}.xml`);
    const all = Buffer.from(storedZip(new Map(names.map((name, at) => [name, at === 0 ? "x".repeat(1_000_000) : ""]))));
    let at = all.indexOf(DIRECTORY);
    for (const name of names) {
      all.writeUInt32LE(1_000_000, at + 20);
      all.writeUInt32LE(0, at + 42);
      at += 46 + name.length;
    }
    expect(() => readZip(all)).toThrow("the file is no whole ZIP archive");
  });

  it("tells that a file is encrypted", () => {
    expect(() => readZip(changed(Buffer.from("abc"), (entry) => entry.writeUInt16LE(1, 8)))).toThrow(
      "without a password",
    );
  });
});
