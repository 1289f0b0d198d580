import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDbSession } from "../duckdb/duckdb-session.ts";
import { importEventLog } from "../import/import-event-log.ts";
import { sqlText } from "../text/sql-text.ts";
import { FIXTURES } from "../import/test-imports.fixture.ts";
import { exportEventTable, type EventTableFormat } from "./export-event-table.ts";

let scratchDir = "";
beforeAll(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), "export-event-table-"));
});
afterAll(() => rm(scratchDir, { recursive: true }));

const path = (name: string): string => join(scratchDir, name);
const limits = () => ({ scratchDir, threads: 2, memoryLimitMB: 256, signal: new AbortController().signal });

async function importFile(sourcePath: string, table: string) {
  const options = { fileName: sourcePath, tablePath: path(table), onProgress: () => undefined };
  const imported = await importEventLog({ ...limits(), ...options, sourcePath });
  if (!imported.ok) throw new Error(imported.message);
  return imported;
}

async function query(sql: string) {
  const session = await openDuckDbSession(limits());
  try {
    return await session.query(sql);
  } finally {
    await session.close();
  }
}

async function exportTable(table: string, format: EventTableFormat): Promise<string> {
  const outPath = path(`${table}.${format}`);
  await exportEventTable({ ...limits(), tablePath: path(table), format, outPath, logName: "R&D <log>" });
  return outPath;
}

const events = (table: string): string =>
  `SELECT case_id, activity, timestamp, resource FROM read_parquet(${sqlText(path(table))})`;

describe("exportEventTable", () => {
  beforeAll(async () => {
    await importFile(join(FIXTURES, "roadtraffic100traces.xes"), "traffic.parquet");
    await query(
      `COPY (SELECT * FROM (VALUES
         ('=1+1', 'a & "b" <c>' || chr(10) || 'é漢', TIMESTAMP '2024-01-01 10:00:00.123456', '-x', 1, 0.5, true, DATE '2024-02-03', 'own', 'gold', 'm'),
         ('=1+1', 'B' || chr(1), TIMESTAMP '2024-01-02 10:00:00', NULL, NULL, NULL, NULL, NULL, NULL, 'gold', 'n'),
         ('c2', '@B', TIMESTAMP '2024-01-03 10:00:00', '', 3, 1.5, false, NULL, '', NULL, 'n'))
       t(case_id, activity, timestamp, resource, "n", "=x", flag, "day", "concept:name", "case:class", "case:mixed"))
       TO ${sqlText(path("odd.parquet"))} (FORMAT parquet)`,
    );
  });

  it.each(["csv", "xes"] as const)("writes %s that is imported again as the same log", async (format) => {
    const [before] = await query(
      `SELECT count(*), count(DISTINCT case_id), count(DISTINCT activity) FROM (${events("traffic.parquet")})`,
    );
    const imported = await importFile(await exportTable("traffic.parquet", format), `traffic-${format}.parquet`);
    expect([imported.events, imported.cases, imported.activities]).toEqual(before?.map(Number));
    expect(imported.errorRecords).toBe(0);
    const again = events(`traffic-${format}.parquet`);
    expect(await query(`${events("traffic.parquet")} EXCEPT ALL ${again}`)).toEqual([]);
    const columns = (table: string) =>
      query(`SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet(${sqlText(path(table))})) ORDER BY 1`);
    expect(await columns(`traffic-${format}.parquet`)).toEqual(await columns("traffic.parquet"));
  });

  it("writes times with a zone in UTC, wherever the machine is", async () => {
    await query(
      `COPY (SELECT 'c' AS case_id, 'A' AS activity, TIMESTAMP '2024-01-01 10:00:00' AS timestamp,
         TIMESTAMPTZ '2024-07-01 10:00:00+02' AS due) TO ${sqlText(path("zone.parquet"))} (FORMAT parquet)`,
    );
    for (const format of ["csv", "jsonl", "xes"] as const)
      expect(await readFile(await exportTable("zone.parquet", format), "utf8")).toContain("2024-07-01T08:00:00.000000");
  });

  it("writes JSONL with the same rows", async () => {
    const out = await exportTable("traffic.parquet", "jsonl");
    const read = `SELECT case_id, activity, CAST(timestamp AS TIMESTAMP), resource FROM read_json(${sqlText(out)}, format = 'newline_delimited')`;
    expect(await query(`${events("traffic.parquet")} EXCEPT ALL ${read}`)).toEqual([]);
    expect(await query(`SELECT count(*) FROM (${read})`)).toEqual(
      await query(`SELECT count(*) FROM (${events("traffic.parquet")})`),
    );
  });

  it("disarms formulas in CSV, header included", async () => {
    expect((await readFile(await exportTable("odd.parquet", "csv"), "utf8")).split("\n").slice(0, 3)).toEqual([
      "case_id,activity,timestamp,resource,n,'=x,flag,day,concept:name,case:class,case:mixed",
      `'=1+1,"a & ""b"" <c>`,
      `é漢",2024-01-01T10:00:00.123456Z,'-x,1,0.5,true,2024-02-03,own,gold,m`,
    ]);
  });

  it("escapes what XES needs escaped, types its attributes, and brings values that all of a case have to the trace", async () => {
    const xes = await readFile(await exportTable("odd.parquet", "xes"), "utf8");
    expect(xes).toContain('<string key="concept:name" value="R&amp;D &lt;log&gt;"/>');
    expect(xes).toContain(`<trace><string key="concept:name" value="=1+1"/><string key="class" value="gold"/>
<event><string key="concept:name" value="a &amp; &quot;b&quot; &lt;c&gt;&#10;é漢"/><date key="time:timestamp" value="2024-01-01T10:00:00.123456+00:00"/><string key="org:resource" value="-x"/><int key="n" value="1"/><float key="=x" value="0.5"/><boolean key="flag" value="true"/><date key="day" value="2024-02-03T00:00:00.000000+00:00"/><string key="other:concept:name" value="own"/><string key="case:mixed" value="m"/></event>
<event><string key="concept:name" value="B"/><date key="time:timestamp" value="2024-01-02T10:00:00.000000+00:00"/><string key="case:mixed" value="n"/></event>
</trace>
<trace>`);
    expect(xes).toMatch(/<\/event>\n<\/trace>\n<\/log>\n$/);
    const imported = await importFile(path("odd.parquet.xes"), "odd-xes.parquet");
    expect([imported.events, imported.cases, imported.activities]).toEqual([3, 2, 3]);
    expect(await query(`SELECT activity FROM read_parquet(${sqlText(path("odd-xes.parquet"))}) LIMIT 1`)).toEqual([
      ['a & "b" <c>\né漢'],
    ]);
  });
});
