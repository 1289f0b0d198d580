import { buffer } from "node:stream/consumers";
import { PassThrough, Readable } from "node:stream";
import { finished } from "node:stream/promises";
import { describe, expect, it } from "vitest";
import { resultsZip, type ZipEntry } from "./results-zip.ts";

const MTIME = new Date("2024-01-20T12:03:00Z");
const file = (content: string, path = "file.txt"): ZipEntry => ({
  path,
  sizeBytes: content.length,
  open: () => Promise.resolve(Readable.from([Buffer.from(content)])),
});

const json = file("{}", "results.json");

describe("the archive of results", () => {
  it("has the size that was told, and the same bytes every time", async () => {
    const zip = await resultsZip([json, file("one"), file("two", "größe.txt")], MTIME);
    const bytes = await buffer(zip.read());
    expect(bytes.length).toBe(zip.sizeBytes);
    expect(bytes.equals(await buffer(zip.read()))).toBe(true);
    expect([bytes.includes("one"), bytes.includes("two"), bytes.includes("größe.txt")]).toEqual([true, true, true]);
  });

  it("opens no source before it is read", async () => {
    let opened = 0;
    const counting: ZipEntry = {
      path: "a",
      sizeBytes: 1,
      open: () => {
        opened++;
        return Promise.resolve(Readable.from([Buffer.from("x")]));
      },
    };
    const zip = await resultsZip([json, counting], MTIME);
    await new Promise((resolve) => setImmediate(resolve));
    expect(opened).toBe(0);
    await buffer(zip.read());
    expect(opened).toBe(1);
  });

  it.each<[string, ZipEntry, RegExp]>([
    [
      "can't be opened",
      { path: "a", sizeBytes: 1, open: () => Promise.reject(new Error("no such blob")) },
      /no such blob/,
    ],
    [
      "breaks off",
      {
        path: "a",
        sizeBytes: 9,
        open: () =>
          Promise.resolve(
            new Readable({
              read() {
                this.destroy(new Error("disk gone"));
              },
            }),
          ),
      },
      /disk gone/,
    ],
    ["has another size", { ...file("abc"), sizeBytes: 2 }, /unexpected number of bytes/],
  ])("ends with an error when a source %s", async (_what, entry, message) => {
    const zip = await resultsZip([json, entry], MTIME);
    await expect(buffer(zip.read())).rejects.toThrow(message);
  });

  it("closes the source that is open when the reader goes", async () => {
    const source = new PassThrough();
    const zip = await resultsZip([{ path: "a", sizeBytes: 1e6, open: () => Promise.resolve(source) }], MTIME);
    const archive = zip.read();
    archive.once("data", () => archive.destroy());
    await finished(source).catch(() => undefined);
    expect(source.destroyed).toBe(true);
  });
});
