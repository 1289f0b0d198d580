import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROWS_BEFORE } from "../terms/event-table-columns.ts";
import { openDuckDbSession } from "../duckdb/duckdb-session.ts";
import { importEventLog } from "../import/import-event-log.ts";
import { sqlText } from "../text/sql-text.ts";
import { appendEventTable } from "./append-event-table.ts";

let scratchDir = "";
beforeAll(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), "append-event-table-"));
});
afterAll(() => rm(scratchDir, { recursive: true }));

const path = (name: string): string => join(scratchDir, name);
const limits = () => ({ scratchDir, threads: 2, memoryLimitMB: 256, signal: new AbortController().signal });

async function importText(name: string, text: string) {
  const sourcePath = path(`${name}.csv`);
  await writeFile(sourcePath, text);
  const [tablePath, untimedPath] = [path(`${name}.parquet`), path(`${name}-untimed.parquet`)];
  const given = { ...limits(), fileName: sourcePath, sourcePath, tablePath, untimedPath, onProgress: () => undefined };
  const imported = await importEventLog(given);
  if (!imported.ok) throw new Error(imported.message);
  return { ...imported, tablePath, untimedPath };
}

async function rowsOf(file: string, columns: string): Promise<unknown> {
  const session = await openDuckDbSession(limits());
  try {
    return await session.query(`SELECT ${columns} FROM read_parquet(${sqlText(path(file))})`);
  } finally {
    await session.close();
  }
}

async function append(name: string, first: string, second: string, maxColumns = 100) {
  const { detected, ...base } = await importText(`${name}-base`, first);
  const added = await importText(`${name}-added`, second);
  return appendEventTable({
    ...limits(),
    base: { ...base, doubts: detected.doubts, orderedBy: detected.orderedBy },
    added,
    tablePath: path(`${name}.parquet`),
    untimedPath: path(`${name}-rest.parquet`),
    maxColumns,
  });
}

const HEAD = "case,activity,timestamp,cost\n";
const JANUARY = `${HEAD}a,Receive,2024-01-01T08:00:00Z,1\nb,Receive,2024-01-02T08:00:00Z,2\na,Ship,never,3\n`;

it("puts rows of a case behind its earlier ones, and counts those without a time from the case's first row", async () => {
  const february = `${HEAD}c,Receive,2024-02-01T08:00:00Z,1.5\na,Ship,2024-02-02T08:00:00Z,2.5\na,Close,soon,0\n`;
  const appended = await append("months", JANUARY, february);
  if (!appended.ok) throw new Error(appended.message);
  const { table, report } = appended;
  expect(await rowsOf("months.parquet", "case_id, activity, cost")).toEqual([
    ["a", "Receive", 1],
    ["a", "Ship", 2.5],
    ["b", "Receive", 2],
    ["c", "Receive", 1.5],
  ]);
  expect(await rowsOf("months-rest.parquet", `case_id, activity, ${ROWS_BEFORE}::integer`)).toEqual([
    ["a", "Ship", 1],
    ["a", "Close", 2],
  ]);
  expect(report).toMatchObject({ newCases: 1, continuedCases: 1, newColumns: [], missingColumns: [] });
  expect(report.widenedColumns).toEqual([{ column: "cost", from: "BIGINT", to: "DOUBLE" }]);
  expect(table).toMatchObject({ events: 4, cases: 3, activities: 2, errorRecords: 2, untimedRows: 2 });
  expect(table.errors.map(({ type, count }) => [type, count])).toEqual([["Invalid Timestamp", 2]]);
  expect(table.quality.validShare).toBeCloseTo(4 / 6);
  expect(table.columns.find(({ role }) => role === "caseId")?.sourceName).toBe("case");
});

it("refuses columns whose names are too long together", async () => {
  const each = (of: (at: number) => string): string => Array.from({ length: 60 }, (_, at) => of(at)).join(",");
  const log = (letter: string, time: string): string =>
    `case,activity,timestamp,${each((at) => letter.repeat(900) + at)}\na,Receive,${time},${each(() => "1")}\n`;
  const [base, added] = [log("x", "2024-01-01T08:00:00Z"), log("y", "2024-02-01T08:00:00Z")];
  expect(await append("long", base, added, 200)).toMatchObject({ ok: false, code: "ColumnNamesTooLong" });
});

it("refuses more columns than are allowed", async () => {
  const wider = "case,activity,timestamp,x,y\nc,Receive,2024-02-01T08:00:00Z,1,2\n";
  expect(await append("wide", JANUARY, wider, 5)).toMatchObject({ ok: false, code: "TooManyColumns" });
  expect(await append("wide", JANUARY, wider, 6)).toMatchObject({ ok: true });
});
