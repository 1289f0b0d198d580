import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDuckDbSession } from "../duckdb/duckdb-session.ts";
import { importEventLog } from "../import/import-event-log.ts";
import { sqlText } from "../text/sql-text.ts";
import { FIXTURES } from "../import/test-imports.fixture.ts";
import { cleanEventTable } from "./clean-event-table.ts";

let scratchDir = "";
beforeAll(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), "dirty-receipt-"));
});
afterAll(() => rm(scratchDir, { recursive: true }));

it("brings back rows that were imported without a time, each at its place", async () => {
  const path = (name: string): string => join(scratchDir, name);
  const limits = { scratchDir, threads: 1, memoryLimitMB: 256, signal: new AbortController().signal };
  const lines = [
    "c1,A,2024-01-01T10:00:00Z,1",
    "c2,A,,2",
    "c1,B,,3",
    "c1,C,yesterday,4",
    "c2,B,2024-01-02T10:00:00Z,5",
    "c1,D,2024-01-01T14:00:00Z,6",
    "c3,A,,7",
    ",A,,8",
    "c1,E,2024-01-01T15:00:00Z,9",
  ];
  await writeFile(path("untimed.csv"), ["case,activity,timestamp,rank", ...lines].join("\n"));
  const own = { tablePath: path("timed.parquet"), untimedPath: path("untimed.parquet") };
  const imported = await importEventLog({
    ...limits,
    ...own,
    sourcePath: path("untimed.csv"),
    fileName: "untimed.csv",
    onProgress: () => undefined,
  });
  expect(imported).toMatchObject({ ok: true, events: 4, errorRecords: 5, untimedRows: 4 });
  const out = { cleanedPath: path("timed-out.parquet"), changesPath: path("timed.csv") };
  const [report] = await cleanEventTable({ ...limits, ...own, ...out, rules: ["fix_timestamps"] });
  expect(report).toMatchObject({ found: 4, changed: 2, dropped: 2 });
  const session = await openDuckDbSession(limits);
  const rows = await session.query(
    `SELECT case_id, activity, CAST(timestamp AS VARCHAR), "rank" FROM read_parquet(${sqlText(out.cleanedPath)})`,
  );
  await session.close();
  expect(rows).toEqual([
    ["c1", "A", "2024-01-01 10:00:00", "1"],
    ["c1", "B", "2024-01-01 11:20:00", "3"],
    ["c1", "C", "2024-01-01 12:40:00", "4"],
    ["c1", "D", "2024-01-01 14:00:00", "6"],
    ["c1", "E", "2024-01-01 15:00:00", "9"],
    ["c2", "B", "2024-01-02 10:00:00", "5"],
  ]);
});

it("finds in receipt.csv exactly the faults that were planted, and gives back as many rows", async () => {
  const path = (name: string): string => join(scratchDir, name);
  const limits = { scratchDir, threads: 1, memoryLimitMB: 512, signal: new AbortController().signal };
  const imported = await importEventLog({
    ...limits,
    tablePath: path("clean.parquet"),
    sourcePath: join(FIXTURES, "receipt.csv"),
    fileName: "receipt.csv",
    onProgress: () => undefined,
  });
  expect(imported.ok).toBe(true);
  const session = await openDuckDbSession(limits);
  // A start an hour before each event; every fault has rows of its own, so that the counts add up.
  const source = `read_parquet(${sqlText(path("clean.parquet"))}, file_row_number = true)`;
  const started = `SELECT *, timestamp - INTERVAL 1 HOUR AS start_timestamp FROM ${source}`;
  const swapped = "file_row_number % 100 = 10";
  const missing = "file_row_number % 100 = 20";
  const misspelt = "activity = 'Confirmation of receipt' AND file_row_number % 100 = 30";
  const dirty = `SELECT * REPLACE (
      CASE WHEN ${misspelt} THEN 'Confirmaton of receipt' ELSE activity END AS activity,
      CASE WHEN ${swapped} THEN start_timestamp WHEN ${missing} THEN NULL ELSE timestamp END AS timestamp,
      CASE WHEN ${swapped} THEN timestamp ELSE start_timestamp END AS start_timestamp)
    FROM (${started})`;
  const isCopied = "file_row_number % 100 = 40";
  const table = `SELECT * EXCLUDE (file_row_number) FROM
    (SELECT * FROM (${dirty}) UNION ALL SELECT * FROM (${dirty}) WHERE ${isCopied}) ORDER BY file_row_number`;
  await session.query(`COPY (${table}) TO ${sqlText(path("dirty.parquet"))} (FORMAT parquet)`);
  const [counts] = await session.query(
    `SELECT count(*) FILTER (${misspelt}), count(*) FILTER (${swapped}), count(*) FILTER (${missing}), count(*) FILTER (${isCopied}), count(*)
     FROM (${started})`,
  );
  const [misspellings = 0, swaps = 0, gaps = 0, copies = 0, rows = 0] = (counts ?? []).map(Number);
  expect(Math.min(misspellings, swaps, gaps, copies)).toBeGreaterThan(0);

  const own = { tablePath: path("dirty.parquet"), cleanedPath: path("out.parquet"), changesPath: path("changes.csv") };
  const reports = await cleanEventTable({
    ...limits,
    ...own,
    rules: ["remove_duplicates", "fix_timestamps", "validate_activities"],
    parameters: { misspellings: "safe" },
  });
  expect(reports.map(({ rule, found, changed, dropped }) => ({ rule, found, changed, dropped }))).toEqual([
    { rule: "validate_activities", found: misspellings, changed: misspellings, dropped: 0 },
    { rule: "fix_timestamps", found: swaps + gaps, changed: swaps + gaps, dropped: 0 },
    { rule: "remove_duplicates", found: copies, changed: 0, dropped: copies },
  ]);
  const [left] = await session.query(`SELECT count(*) FROM read_parquet(${sqlText(path("out.parquet"))})`);
  await session.close();
  expect(Number(left?.[0])).toBe(rows);
});
