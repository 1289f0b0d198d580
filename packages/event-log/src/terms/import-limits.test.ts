import { readdir } from "node:fs/promises";
import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { describe, expect, it } from "vitest";
import { fileOf, FIXTURES, run, scratchDir } from "../import/test-imports.fixture.ts";

const leftovers = async (): Promise<string[]> =>
  (await readdir(scratchDir)).filter((name) => name.startsWith("import-"));

/** A CSV log of the given number of rows, gzip-compressed. */
async function bigLog(rows: number): Promise<string> {
  const path = `${await fileOf("")}.csv.gz`;
  const block = Array.from(
    { length: 1000 },
    (_, index) => `case-${index % 97},step ${index % 7},2020-01-01T00:00:00Z\n`,
  ).join("");
  const blocks = function* (): Generator<string> {
    yield "case,activity,timestamp\n";
    for (let written = 0; written < rows; written += 1000) yield block;
  };
  await pipeline(Readable.from(blocks()), createGzip({ level: 1 }), createWriteStream(path));
  return path;
}

describe("limits of an import", () => {
  it("rejects with the reason when it is aborted before it starts, and leaves nothing behind", async () => {
    const abort = AbortSignal.abort(new Error("enough"));
    await expect(run(join(FIXTURES, "receipt.csv"), {}, { signal: abort })).rejects.toThrow("enough");
    expect(await leftovers()).toEqual([]);
  });

  it("stops whatever it is doing, and leaves nothing behind", async () => {
    const path = await bigLog(1_500_000);
    for (const activity of ["Reading the file", "Checking records", "Writing the event table"]) {
      const abort = new AbortController();
      const toldAfter: number[] = [];
      const onProgress = (progress: { activity: string; fraction: number }): void => {
        if (abort.signal.aborted) toldAfter.push(progress.fraction);
        if (progress.activity === activity && progress.fraction > 0) abort.abort(new Error("enough"));
      };
      await expect(run(path, {}, { signal: abort.signal, onProgress })).rejects.toThrow("enough");
      expect([activity, toldAfter]).toEqual([activity, []]);
    }
    expect(await leftovers()).toEqual([]);
  });

  it.each([
    ["CSV", () => fileOf(`${Array.from({ length: 60 }, (_, at) => `c${at}`).join(",")}\n`.repeat(3))],
    ["a CSV file of one endless line", () => fileOf("a,".repeat(600_000))],
    [
      "XES",
      () =>
        fileOf(
          `<log><trace><string key="concept:name" value="1"/><event>${Array.from({ length: 60 }, (_, at) => `<string key="k${at}" value="v"/>`).join("")}</event></trace></log>`,
        ),
    ],
    ["JSON", () => fileOf(JSON.stringify([Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`k${at}`, at]))]))],
  ])("refuses %s with more columns than are accepted", async (_, file) => {
    const limits = { maxColumns: 50 };
    expect(await run(await file(), {}, { limits })).toMatchObject({ ok: false, code: "TooManyColumns" });
  });

  it("reports progress that never falls and ends at 1", async () => {
    const fractions: number[] = [];
    await run(join(FIXTURES, "receipt.csv"), {}, { onProgress: ({ fraction }) => fractions.push(fraction) });
    expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1]);
  });

  it("refuses a file that decompresses to more than is allowed", async () => {
    const bomb = `${await fileOf("")}.gz`;
    const zeros = function* (): Generator<Buffer> {
      yield Buffer.from("case,activity,timestamp\n");
      for (let written = 0; written < 64; written++) yield Buffer.alloc(1024 * 1024, 0x20);
    };
    await pipeline(Readable.from(zeros()), createGzip(), createWriteStream(bomb));
    expect(await run(bomb, {}, { limits: { maxUncompressedBytes: 16e6 } })).toMatchObject({
      ok: false,
      code: "TooLarge",
    });
  });

  it("refuses a gzip file that is cut off or damaged anywhere", async () => {
    const whole = await readAll(await bigLog(200_000));
    for (const cut of [12, 1000, Math.floor(whole.length / 2), whole.length - 4]) {
      expect([cut, await run(await fileOf(whole.subarray(0, cut)))]).toMatchObject([cut, { code: "CorruptGzip" }]);
    }
    const damaged = Buffer.from(whole);
    damaged.fill(0xa5, damaged.length / 2, damaged.length / 2 + 200);
    expect(await run(await fileOf(damaged))).toMatchObject({ ok: false, code: "CorruptGzip" });
  });

  it("refuses a Parquet file that is damaged anywhere", async () => {
    const whole = await readAll(join(FIXTURES, "receipt.parquet"));
    expect(await run(await fileOf(whole.subarray(0, whole.length / 2)))).toMatchObject({ code: "UnreadableParquet" });
    const damaged = Buffer.from(whole);
    damaged.fill(0xa5, 200, 60_000);
    expect(await run(await fileOf(damaged))).toMatchObject({ ok: false, code: "UnreadableParquet" });
  });
});

async function readAll(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const source: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
