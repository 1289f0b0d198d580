import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDuckDbSession } from "../duckdb/duckdb-session.ts";
import { sqlText } from "../text/sql-text.ts";
import { DERIVED_COLUMNS } from "./derived-column.ts";
import { enrichEventTable, type EnrichOptions } from "./enrich-event-table.ts";

let scratchDir = "";
beforeEach(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), "enrich-event-table-"));
});
afterEach(() => rm(scratchDir, { recursive: true }));

const path = (name: string): string => join(scratchDir, name);
const limits = () => ({ scratchDir, threads: 1, memoryLimitMB: 256, signal: new AbortController().signal });

async function writeTable(name: string, columns: string, rows: readonly string[]): Promise<string> {
  const session = await openDuckDbSession(limits());
  try {
    await session.query(
      `COPY (SELECT * FROM (VALUES ${rows.join(", ")}) t(${columns})) TO ${sqlText(path(name))} (FORMAT parquet)`,
    );
    return path(name);
  } finally {
    await session.close();
  }
}

/** Enriches the table `in.parquet` and reads columns of what came out. */
async function enrich(read: string, extra: Partial<EnrichOptions>) {
  const own = { tablePath: path("in.parquet"), enrichedPath: path("out.parquet") };
  const report = await enrichEventTable({ ...limits(), ...own, derivedColumns: [], ...extra });
  const session = await openDuckDbSession(limits());
  try {
    return { report, rows: await session.query(`SELECT ${read} FROM read_parquet(${sqlText(path("out.parquet"))})`) };
  } finally {
    await session.close();
  }
}

const EVENTS = "case_id, activity, timestamp, start_timestamp, event_index";
const at = (time: string): string => `TIMESTAMP '2024-01-0${time}'`;
const events = [
  `('c2', 'B', ${at("1 07:00:00")}, NULL, 'own')`,
  `('c2', 'A', ${at("1 05:30:00")}, ${at("1 05:00:00")}, 'own')`,
  `('c1', 'A', ${at("6 13:00:00")}, NULL, 'own')`,
  `('c1', 'B', ${at("6 23:00:00")}, NULL, 'own')`,
  `('c3', 'B', ${at("7 22:30:00")}, NULL, 'own')`,
];

describe("enrichEventTable", () => {
  it("derives every column in the order of time, and keeps a column that has one of their names", async () => {
    await writeTable("in.parquet", EVENTS, events);
    const { report, rows } = await enrich(
      "case_id, event_index, event_index_2, case_variant, case_duration_sec, event_hour, event_weekday, event_shift",
      { derivedColumns: DERIVED_COLUMNS },
    );
    expect(report.columns.map(({ name }) => name)).toEqual([
      "case_duration_sec",
      "event_hour",
      "event_weekday",
      "event_shift",
      "case_variant",
      "event_index_2",
    ]);
    expect(rows).toEqual([
      ["c2", "own", "2", "1", 7200, "7", "Monday", "Morning"],
      ["c2", "own", "1", "1", 7200, "5", "Monday", "Night"],
      ["c1", "own", "1", "1", 36000, "13", "Saturday", "Morning"],
      ["c1", "own", "2", "1", 36000, "23", "Saturday", "Night"],
      ["c3", "own", "1", "2", 0, "22", "Sunday", "Night"],
    ]);
  });

  it("reads hours and shifts in the zone and with the shifts that it is told", async () => {
    await writeTable("in.parquet", EVENTS, events);
    const { rows } = await enrich("event_hour, event_weekday, event_shift", {
      derivedColumns: ["hour", "weekday", "shift"],
      timezone: "America/New_York",
      shifts: [
        { name: "Night", fromHour: 20 },
        { name: "Day", fromHour: 8 },
      ],
    });
    expect(rows.slice(0, 3)).toEqual([
      ["2", "Monday", "Night"],
      ["0", "Monday", "Night"],
      ["8", "Saturday", "Day"],
    ]);
  });

  it("joins the first row of each key and says how many rows found one", async () => {
    await writeTable("in.parquet", EVENTS, events);
    const tablePath = await writeTable("other.parquet", `customer, activity, "value"`, [
      "('c1', 'gold', 1.5)",
      "('c2', 'silver', 2.5)",
      "('c2', 'bronze', 3.5)",
      "(NULL, 'none', 0)",
    ]);
    const { report, rows } = await enrich(`case_id, activity, activity_2, "value"`, {
      join: { tablePath, key: "case_id", otherKey: "customer" },
    });
    expect(report.join).toEqual({ matchedRows: 4, unmatchedRows: 1, repeatedKeys: 1 });
    expect(rows).toEqual([
      ["c2", "B", "silver", "2.5"],
      ["c2", "A", "silver", "2.5"],
      ["c1", "A", "gold", "1.5"],
      ["c1", "B", "gold", "1.5"],
      ["c3", "B", null, null],
    ]);
  });

  it("names the columns that there are when the join names another", async () => {
    await writeTable("in.parquet", EVENTS, events);
    const tablePath = await writeTable("other.parquet", "customer", ["('c1')"]);
    await expect(enrich("1", { join: { tablePath, key: "case_id" } })).rejects.toThrow(
      'the joined dataset has no column "case_id"; its columns are "customer"',
    );
    await expect(enrich("1", { join: { tablePath, key: "kunde", otherKey: "customer" } })).rejects.toThrow(
      'the dataset has no column "kunde"',
    );
  });
});
