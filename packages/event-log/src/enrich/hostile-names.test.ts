import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HOSTILE_NAMES, importedName, pollutedKeys, WORDS_FOR_NOTHING } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cellText } from "../text/cell-text.ts";
import { openDuckDbSession } from "../duckdb/duckdb-session.ts";
import { importEventLog } from "../import/import-event-log.ts";
import { sqlName, sqlText } from "../text/sql-text.ts";
import { exportEventTable } from "../export/export-event-table.ts";

const LONG = "x".repeat(10_000);
const NAMES = [...HOSTILE_NAMES, LONG];
/** Of cases and activities. */
const namesInRoles = NAMES.map((name) => (WORDS_FOR_NOTHING.includes(name) ? `${name}!` : name));
/** Of columns; keys of standard attributes have their own meaning in XES. */
const COLUMNS = [...HOSTILE_NAMES.filter((name) => !/^(case:)?concept:name$/.test(name)), "y".repeat(400)];
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** One case for each name, which is also an activity, a resource, and a value of every column. */
function csvOfNames(): string {
  const rows = namesInRoles.flatMap((name, idx) =>
    [name, namesInRoles[(idx + 1) % NAMES.length] ?? "", "End"].map((activity, at) => {
      const time = `2024-01-${String(1 + (idx % 28)).padStart(2, "0")}T0${at}:00:00Z`;
      const values = COLUMNS.map((_, column) => NAMES[(idx + column) % HOSTILE_NAMES.length] ?? "");
      return [name, activity, time, name, ...values].map(quoted).join(",");
    }),
  );
  return `${["case_id", "activity", "timestamp", "resource", ...COLUMNS].map(quoted).join(",")}\n${rows.join("\n")}\n`;
}

describe("a log of hostile names", () => {
  let scratchDir = "";
  const path = (name: string): string => join(scratchDir, name);
  const limits = () => ({ scratchDir, threads: 1, memoryLimitMB: 512, signal: new AbortController().signal });

  async function importAs(table: string, sourcePath: string) {
    const options = { fileName: "__proto__", tablePath: path(table), onProgress: () => undefined };
    const imported = await importEventLog({ ...limits(), ...options, sourcePath });
    if (!imported.ok) throw new Error(imported.message);
    return imported;
  }

  async function rowsOf(table: string): Promise<{ columns: string[]; rows: string[][] }> {
    const session = await openDuckDbSession(limits());
    try {
      const from = `read_parquet(${sqlText(path(table))})`;
      const described = await session.query(`SELECT column_name FROM (DESCRIBE SELECT * FROM ${from})`);
      const columns = described.map(([name]) => cellText(name)).toSorted();
      const rows = await session.query(`SELECT ${columns.map(sqlName).join(", ")} FROM ${from} ORDER BY ALL`);
      return { columns, rows: rows.map((row) => row.map(cellText)) };
    } finally {
      await session.close();
    }
  }

  beforeAll(async () => {
    scratchDir = await mkdtemp(join(tmpdir(), "hostile-names-"));
    await writeFile(path("names.csv"), csvOfNames());
    await importAs("names.parquet", path("names.csv"));
  });
  afterAll(() => rm(scratchDir, { recursive: true }));

  it("is read as it is, but for what can't be seen in names", async () => {
    const { columns, rows } = await rowsOf("names.parquet");
    expect(columns).toEqual(["case_id", "activity", "timestamp", "resource", ...COLUMNS].toSorted());
    const activities = new Set(rows.map((row) => row[columns.indexOf("activity")]));
    expect(activities).toEqual(new Set([...namesInRoles.map(importedName), "End"]));
    expect(new Set(rows.map((row) => row[columns.indexOf("case_id")]))).toEqual(
      new Set(namesInRoles.map(importedName)),
    );
    expect(new Set(rows.map((row) => row[columns.indexOf("__proto__")]))).toEqual(new Set(HOSTILE_NAMES));
    expect(pollutedKeys()).toEqual([]);
  });

  it.each(["csv", "xes", "jsonl", "parquet"] as const)("comes back equal from its export as %s", async (format) => {
    const outPath = path(`out.${format}`);
    if (format === "parquet") await copyFile(path("names.parquet"), outPath);
    else await exportEventTable({ ...limits(), tablePath: path("names.parquet"), format, outPath, logName: LONG });
    await importAs("again.parquet", outPath);
    const [before, after] = [await rowsOf("names.parquet"), await rowsOf("again.parquet")];
    const unguarded = (text: string): string => (format === "csv" ? text.replace(/^'(?=[=+\-@\t\r])/, "") : text);
    const named = after.columns.map(unguarded);
    expect(named.toSorted()).toEqual(before.columns);
    const inOrder = after.rows.map((row) => before.columns.map((name) => unguarded(row[named.indexOf(name)] ?? "")));
    const sorted = (rows: string[][]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();
    expect(sorted(inOrder)).toEqual(sorted(before.rows));
    expect(pollutedKeys()).toEqual([]);
  });
});
