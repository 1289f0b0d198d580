import { join } from "node:path";
import { DomainError } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import type { EventLog } from "../log/event-log.ts";
import { readTableFromSql, withTableFromSql } from "../test/read-table-from-sql.ts";
import { caseHash, indexCases } from "./case-dictionary.ts";
import { withEventTable } from "./event-table.ts";
import { readEventLog } from "./read-event-log.ts";

type Row = readonly [caseId: string, activity: string, end: string, start?: string | null, resource?: string | null];

const literal = (text: string | null | undefined) =>
  text === null || text === undefined ? "NULL" : `'${text.replaceAll("'", "''")}'`;

function table(rows: readonly Row[], columns: readonly ("start" | "resource")[] = []): string {
  const values = rows.map(([caseId, activity, end, start, resource]) =>
    [
      literal(caseId),
      literal(activity),
      `TIMESTAMP ${literal(end)}`,
      `${literal(start)}::TIMESTAMP`,
      `${literal(resource)}::VARCHAR`,
    ].join(", "),
  );
  const start = columns.includes("start") ? ", s AS start_timestamp" : "";
  const resource = columns.includes("resource") ? ", r AS resource" : "";
  return `SELECT c AS case_id, a AS activity, e AS timestamp${start}${resource} FROM (VALUES (${values.join("), (")})) AS v(c, a, e, s, r)`;
}

/** Activities of each case, by its identifier. */
function traces(log: EventLog): Record<string, string[]> {
  return Object.fromEntries(
    log.caseIds.map((id, owner) => [
      id,
      Array.from(
        log.activity.slice(log.caseOffsets[owner], log.caseOffsets[owner + 1]),
        (code) => log.activities[code] ?? "",
      ),
    ]),
  );
}

const day = (date: number) => `2024-01-0${date} 00:00:00`;

describe("readEventLog", () => {
  it("numbers cases as they appear and names in code point order", async () => {
    const log = await readTableFromSql(
      table(
        [
          ["z", "b", day(1), null, "Uwe"],
          ["a", "é", day(1), null, null],
          ["z", "Z", day(2), null, "Ann"],
        ],
        ["resource"],
      ),
    );
    expect(log.caseIds).toEqual(["z", "a"]);
    expect(log.activities).toEqual(["Z", "b", "é"]);
    expect(log.resources).toEqual(["Ann", "Uwe"]);
    expect([...(log.resource ?? [])]).toEqual([1, 0, -1]);
    expect(log.startMs).toBeNull();
    expect(traces(log)).toEqual({ z: ["b", "Z"], a: ["é"] });
  });

  it("orders by completion, ties as in the file", async () => {
    const log = await readTableFromSql(
      table([
        ["c", "late", day(3)],
        ["c", "tie 2", day(1)],
        ["c", "tie 1", day(1)],
        ["c", "first", "1969-12-31 23:59:59"],
      ]),
    );
    expect(traces(log)).toEqual({ c: ["first", "tie 2", "tie 1", "late"] });
  });

  it("orders by start, then completion, where there are start times; no start counts as the completion", async () => {
    const log = await readTableFromSql(
      table(
        [
          ["c", "long", day(5), day(1)],
          ["c", "none", day(3), null],
          ["c", "short", day(4), day(1)],
          ["c", "late", day(3), day(3)],
        ],
        ["start"],
      ),
    );
    expect(traces(log)).toEqual({ c: ["short", "long", "none", "late"] });
    expect([...(log.startMs ?? [])].map((ms) => (Number.isNaN(ms) ? null : new Date(ms).getUTCDate()))).toEqual([
      1,
      1,
      null,
      3,
    ]);
  });

  it("sorts a long case that is in reverse, ties as in the file", async () => {
    const log = await readTableFromSql(`
      SELECT 'c' AS case_id, 'e' || (i % 2) AS activity, TIMESTAMP '2024-01-01' - (i // 2) * INTERVAL 1 SECOND AS timestamp
      FROM range(1000) t(i)`);
    expect(traces(log)["c"]?.slice(0, 4)).toEqual(["e0", "e1", "e0", "e1"]);
    expect([...log.endMs].every((ms, row) => row === 0 || ms >= (log.endMs[row - 1] ?? 0))).toBe(true);
  });

  it("keeps microseconds and times before 1970", async () => {
    const log = await readTableFromSql(
      table([
        ["c", "a", "1960-02-29 12:00:00.000001"],
        ["c", "b", "2024-02-29 12:00:00.123456"],
      ]),
    );
    expect([...log.endMs]).toEqual([Date.UTC(1960, 1, 29, 12) + 0.001, Date.UTC(2024, 1, 29, 12) + 123.456]);
  });

  it("keeps the order of the file over many row groups read at once", async () => {
    const log = await readTableFromSql(`
      SELECT 'c' || (i % 3) AS case_id, (i // 3)::VARCHAR AS activity, TIMESTAMP '2024-01-01' AS timestamp
      FROM range(210000) t(i)`);
    expect(log.activity).toBeInstanceOf(Uint32Array);
    const names = traces(log)["c1"] ?? [];
    expect(names.length).toBe(70_000);
    expect(names.findIndex((name, at) => name !== String(at))).toBe(-1);
  });

  it("keeps the order of more cases than are handed over at a time, whatever their identifiers", async () => {
    const log = await readTableFromSql(`
      SELECT CASE i WHEN 3 THEN 'a' || chr(31) || 'b' WHEN 130000 THEN repeat('x', 300) ELSE 'c' || (i * 7919) % 140000 END AS case_id,
        'a' AS activity, TIMESTAMP '2024-01-01' AS timestamp
      FROM range(140000) t(i)`);
    const idOf = (row: number): string => {
      if (row === 3) return "a\u001fb";
      return row === 130_000 ? "x".repeat(300) : `c${(row * 7919) % 140_000}`;
    };
    expect(log.caseIds.findIndex((id, row) => id !== idOf(row))).toBe(-1);
    expect(log.caseOffsets.every((offset, owner) => offset === owner)).toBe(true);
  });

  it.each([
    ["one that is long", ["x".repeat(300)]],
    ["one that is long, and one with a separator in it", ["a\u001fb", "x".repeat(300), "c"]],
    ["separators alone", ["\u001f", "\u001f\u001f", "a\u001f"]],
    ["none but blanks, nothing, and what a missing one is called", ["", " ", "null"]],
    ["those just within and just beyond what is joined", ["x".repeat(256), "é".repeat(128), "é".repeat(128) + "x"]],
  ])("keeps identifiers as they are: %s", async (_, ids) => {
    const log = await readTableFromSql(table(ids.map((id) => [id, `of ${id}`, day(1)])));
    expect(log.caseIds).toEqual(ids);
    expect(traces(log)).toEqual(Object.fromEntries(ids.map((id) => [id, [`of ${id}`]])));
  });

  it.each([
    ["few names, which the file keeps in a dictionary", 400, 5],
    ["more names than a dictionary is looked up for", 600, 5],
    ["names that the file keeps as they are", 20_000, 1],
  ])("numbers %s", async (_, names, rowsOfEach) => {
    const log = await readTableFromSql(`
      SELECT 'c' AS case_id, 'it''s ' || i % ${names} AS activity, TIMESTAMP '2024-01-01' AS timestamp,
        CASE WHEN i % 3 > 0 THEN 'r' || i % ${names} END AS resource
      FROM range(${names * rowsOfEach}) t(i)`);
    const rows = Array.from({ length: names * rowsOfEach }, (_row, row) => row);
    const nameOf = (name: readonly string[] | null, number: number | undefined): string | undefined =>
      name?.[number ?? -1];
    expect(rows.filter((row) => nameOf(log.activities, log.activity[row]) !== `it's ${row % names}`)).toEqual([]);
    expect(
      rows.filter(
        (row) => nameOf(log.resources, log.resource?.[row]) !== (row % 3 > 0 ? `r${row % names}` : undefined),
      ),
    ).toEqual([]);
  });

  it("reads an empty table", async () => {
    const log = await readTableFromSql(`${table([["c", "a", day(1)]])} LIMIT 0`);
    expect([log.eventCount, log.caseCount, [...log.caseOffsets]]).toEqual([0, 0, [0]]);
  });

  it.each([
    ["a missing column", "SELECT 'c' AS case_id, TIMESTAMP '2024-01-01' AS timestamp"],
    ["a row without activity", "SELECT 'c' AS case_id, NULL::VARCHAR AS activity, TIMESTAMP '2024-01-01' AS timestamp"],
    ["a row without case", "SELECT NULL::VARCHAR AS case_id, 'a' AS activity, TIMESTAMP '2024-01-01' AS timestamp"],
    [
      "some rows without time",
      "SELECT 'c' AS case_id, 'a' AS activity, CASE WHEN i > 0 THEN TIMESTAMP '2024-01-01' END AS timestamp FROM range(2) t(i)",
    ],
  ])("refuses a table with %s", async (_, sql) => {
    await expect(readTableFromSql(sql)).rejects.toBeInstanceOf(DomainError);
  });

  it("tells progress that never falls and ends at 1", async () => {
    const told: number[] = [];
    await readTableFromSql(
      "SELECT 'c' || i AS case_id, 'a' AS activity, TIMESTAMP '2024-01-01' AS timestamp FROM range(50000) t(i)",
      {
        onProgress: (fraction) => told.push(fraction),
      },
    );
    expect(told.length).toBeGreaterThan(5);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
  });

  it("stops with the signal's reason", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled by the user");
    const reading = readTableFromSql(
      "SELECT 'c' || i AS case_id, 'a' AS activity, TIMESTAMP '2024-01-01' AS timestamp FROM range(300000) t(i)",
      {
        signal: controller.signal,
        onProgress: () => controller.abort(reason),
      },
    );
    await expect(reading).rejects.toBe(reason);
  });

  it("rejects when there is no file", async () => {
    const reading = withTableFromSql(table([["c", "a", day(1)]]), async (options) =>
      readEventLog({ ...options, tablePath: join(options.scratchDir, "none.parquet") }),
    );
    await expect(reading).rejects.toBeInstanceOf(Error);
  });
});

describe("indexCases", () => {
  it("takes another hash when two cases share one", async () => {
    const salts: number[] = [];
    const hashOf = (salt: number): string => {
      salts.push(salt);
      return salt < 2 ? "hash(case_id) % 1000" : caseHash(salt);
    };
    const index = await withTableFromSql("SELECT 'c' || i AS case_id FROM range(5000) t(i)", async (options) =>
      withEventTable(options, async (events) => indexCases(events, hashOf)),
    );
    expect(salts).toEqual([0, 1, 2]);
    expect(index.hashSql).toBe(caseHash(2));
  });
});
