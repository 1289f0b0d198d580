import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bitWidth, encodeHybrid } from "./encode-levels.ts";
import type { Dictionary, ParquetColumn } from "./parquet-column.ts";
import { writeParquet } from "./write-parquet.ts";

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
/** A file for each run, since DuckDB keeps what it has read of one. */
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parquet-"));
  instance = await DuckDBInstance.create(":memory:");
  connection = await instance.connect();
});
afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true });
});

async function rowsOf(columns: readonly ParquetColumn[], rowCount: number, select: string) {
  const path = join(folder, `table-${files++}.parquet`);
  await writeParquet({
    path,
    rowCount,
    columns,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const result = await connection.runAndReadAll(
    `SELECT ${select} FROM read_parquet('${path}', file_row_number = true)`,
  );
  return result.getRowsJson();
}

function dictionaryOf(texts: readonly string[]): Dictionary {
  const parts = texts.map((text) => Buffer.from(text));
  const lengths = Int32Array.from(parts, ({ length }) => length);
  let end = 0;
  const starts = lengths.map((length) => (end += length) - length);
  return { count: texts.length, bytes: Buffer.concat(parts), starts, lengths };
}

describe("writeParquet", () => {
  it("writes what DuckDB reads back: every type, with NULLs or without, runs and changes, long texts and short", async () => {
    const text = fc.string({ unit: fc.constantFrom("a", "é", "€", "\u0000", "x".repeat(40)), maxLength: 12 });
    const row = fc.record({
      text: fc.option(fc.nat({ max: 19 })),
      number: fc.option(fc.nat({ max: 4 })),
      time: fc.option(fc.bigInt({ min: -(2n ** 53n) + 1n, max: 2n ** 53n - 1n })),
      repeated: fc.integer({ min: 1, max: 40 }),
    });
    const property = fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.array(text, { minLength: 20, maxLength: 20 }),
      fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { minLength: 5, maxLength: 5 }),
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 5, maxLength: 5 }),
      async (some, texts, longs, doubles) => {
        const rows = some.flatMap((one) => Array.from({ length: one.repeated }, () => one));
        const numbers = Int32Array.from(rows, ({ number }) => number ?? -1);
        const columns: ParquetColumn[] = [
          {
            name: "text",
            type: "VARCHAR",
            numbers: Int32Array.from(rows, ({ text: place }) => place ?? -1),
            texts: dictionaryOf(texts),
          },
          {
            name: "time",
            type: "TIMESTAMP",
            values: Float64Array.from(rows, ({ time }) => Number(time ?? Number.NaN)),
          },
          { name: "whole", type: "BIGINT", numbers, distinct: BigInt64Array.from(longs) },
          { name: "real", type: "DOUBLE", numbers, distinct: Float64Array.from(doubles) },
          { name: "flag", type: "BOOLEAN", numbers, distinct: Uint8Array.of(1, 0, 0, 1, 1) },
        ];
        const read = await rowsOf(columns, rows.length, "text, epoch_us(time)::VARCHAR, whole::VARCHAR, real, flag");
        expect(read).toEqual(
          rows.map(({ text: place, time, number }) => [
            place === null ? null : texts[place],
            time === null ? null : String(time),
            number === null ? null : String(longs[number]),
            number === null ? null : doubles[number],
            number === null ? null : number !== 1 && number !== 2,
          ]),
        );
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });

  it("names the types of the importer's table, and keeps order over many row groups and texts", async () => {
    const count = 250_000;
    const texts = Array.from({ length: count }, (_, at) => `order ${at}`);
    const columns: ParquetColumn[] = [
      {
        name: "case_id",
        type: "VARCHAR",
        numbers: new Int32Array(count).map((_, at) => at),
        texts: dictionaryOf(texts),
      },
      { name: "timestamp", type: "TIMESTAMP", values: new Float64Array(count).map((_, at) => at * 1e6) },
    ];
    const wrong = "count(*) FILTER (case_id <> 'order ' || file_row_number OR epoch(timestamp) <> file_row_number)";
    const figures = `count(*)::INTEGER, ${wrong}::INTEGER, any_value(typeof(case_id)), any_value(typeof(timestamp))`;
    expect(await rowsOf(columns, count, figures)).toEqual([[count, 0, "VARCHAR", "TIMESTAMP"]]);
  });
});

describe("encodeHybrid", () => {
  it("packs numbers of every width so that they are read back bit by bit", () => {
    const widths = fc.integer({ min: 1, max: 25 });
    fc.assert(
      fc.property(widths, fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (bits, raw) => {
        const numbers = Int32Array.from(raw, (value) => value % 2 ** bits);
        expect(unpacked(encodeHybrid(numbers, bits), bits, numbers.length)).toEqual([...numbers]);
      }),
    );
    expect([0, 1, 2, 3, 4, 5, 256, 257].map(bitWidth)).toEqual([0, 0, 1, 2, 2, 3, 8, 9]);
  });
});

/** Reads what Encodings.md says, one bit at a time. */
function unpacked(bytes: Buffer, bits: number, count: number): number[] {
  const numbers: number[] = [];
  let at = 0;
  while (numbers.length < count) {
    let head = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      head |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if ((head & 1) === 0) {
      const width = Math.ceil(bits / 8);
      const value = bytes.readUIntLE(at, width);
      at += width;
      for (let run = 0; run < head >> 1; run++) numbers.push(value);
      continue;
    }
    for (let item = 0; item < 8 * (head >> 1); item++) {
      let value = 0;
      for (let bit = 0; bit < bits; bit++) {
        const place = item * bits + bit;
        value |= (((bytes[at + (place >> 3)] ?? 0) >> (place & 7)) & 1) << bit;
      }
      numbers.push(value);
    }
    at += (head >> 1) * bits;
  }
  return numbers.slice(0, count);
}
