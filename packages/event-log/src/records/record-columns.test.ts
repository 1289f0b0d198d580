import { mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDuckDbSession } from "../duckdb/duckdb-session.ts";
import { ImportBounds } from "../terms/import-bounds.ts";
import { sqlText } from "../text/sql-text.ts";
import { scratchDir } from "../import/test-imports.fixture.ts";
import { RecordColumns } from "./record-columns.ts";

const WIDTH = 4;
const BATCH = 3000;
const value = fc.constantFrom("", "", "a", "Prüfung", "審査", "x".repeat(40));
const rows = fc
  .array(fc.tuple(fc.array(value, { maxLength: WIDTH }), value, fc.boolean()), { minLength: 1, maxLength: 8 })
  .map((shapes) => shapes.map(([values, common, hasNumber]) => ({ values, common, hasNumber })));

describe("RecordColumns", () => {
  it("keeps every value of every record in its order, whether records are in memory or were written to files", async () => {
    const signal = new AbortController().signal;
    const session = await openDuckDbSession({ scratchDir, threads: 1, memoryLimitMB: 256, signal });
    const property = fc.asyncProperty(rows, fc.integer({ min: 1, max: 3 }), async (shapes, batches) => {
      const folder = await mkdtemp(join(scratchDir, "records-"));
      const records = new RecordColumns({ scratchDir: folder, bounds: new ImportBounds(), signal, memoryBytes: 1 });
      const expected: (string | null)[][] = [];
      for (let batch = 0; batch < batches; batch++) {
        const shape = shapes[batch % shapes.length];
        for (let at = 0; at < BATCH; at++) {
          const values = Array.from({ length: WIDTH }, (_, index) => shape?.values[index] ?? "");
          if (shape?.hasNumber === true) values[0] = `row ${at}`;
          for (const [index, text] of values.entries()) records.setText(index, text);
          records.endRow(expected.length * 2 ** 30);
          expected.push([String(expected.length * 2 ** 30), ...values.map((text) => (text === "" ? null : text))]);
        }
        records.dropLast(2);
        expected.splice(-2);
        records.fill(WIDTH - 1, shape?.common ?? "", 10);
        for (const row of expected.slice(-10))
          row[WIDTH] = shape?.common === "" ? (row[WIDTH] ?? null) : (shape?.common ?? null);
        expect(records.isFull).toBe(true);
        if (batch % 2 === 0) await records.toFile();
      }
      records.column(WIDTH - 1);
      const files = await records.toFiles(() => undefined);
      const names = Array.from({ length: WIDTH }, (_, index) => `c${index}`);
      const found = await session.query(
        `SELECT place::VARCHAR, ${names.join(", ")} FROM read_parquet([${files.map(sqlText).join(", ")}], union_by_name = true)`,
      );
      expect(found).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 8 });
    await session.close();
  });

  it("says that records may be plain while they are in their order, of some size, and none was taken out", () => {
    const { signal } = new AbortController();
    const records = new RecordColumns({ scratchDir, bounds: new ImportBounds(), signal, memoryBytes: 2 ** 30 });
    records.setText(0, "a");
    records.endRow(1);
    expect(records.mayBePlain(0, true)).toBe(true);
    records.endRow(0);
    expect(records.mayBePlain(0, true)).toBe(false);
    expect(records.mayBePlain(0, false)).toBe(true);
    expect(records.mayBePlain(1e6, false)).toBe(false);
    records.dropLast(1);
    expect(records.mayBePlain(0, false)).toBe(false);
  });
});
