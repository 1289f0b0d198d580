import { isStorableText, storableText } from "@longhaul/domain";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportEventTable } from "../export/export-event-table.ts";
import { mxmlOf, ocelJsonOf, ocelXmlOf, xlsxOf, zipOf } from "../formats/write-formats.fixture.ts";
import type { ImportMapping } from "../terms/import-options.ts";
import { fileOf, rowsOf, run, scratchDir } from "./test-imports.fixture.ts";

/** Texts with NULs and halves of surrogate pairs, which no store of ours can keep; letters at both ends keep all of them. */
const hostile = fc
  .array(fc.constantFrom("\0", "\0", "\ud800", "\udc00", "🧾", "é", "漢", "b", " ", ",", '"'), { maxLength: 8 })
  .map((units) => `a${units.join("")}z`);
interface HostileLog {
  readonly texts: readonly string[];
  readonly header: string;
}
const hostileLog: fc.Arbitrary<HostileLog> = fc.record({
  texts: fc.uniqueArray(hostile, { minLength: 3, maxLength: 9, selector: storableText }),
  header: hostile.map((text) => `note ${text}`),
});

interface Row {
  readonly caseId: string;
  readonly activity: string;
  readonly time: string;
}
const rowsIn = ({ texts }: HostileLog): Row[] =>
  texts.flatMap((text, at) =>
    [0, 1, 2].map((step) => ({
      caseId: `case ${text}`,
      activity: texts[(at + step) % texts.length] ?? "",
      time: `2024-02-${10 + at}T0${step + 1}:00:00Z`,
    })),
  );

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const csvOf = (log: HostileLog): string =>
  [
    ["case", "activity", "timestamp", log.header],
    ...rowsIn(log).map(({ caseId, activity, time }) => [caseId, activity, time, activity]),
  ]
    .map((fields) => `${fields.map(quoted).join(",")}\n`)
    .join("");

const xml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const references = (text: string): string =>
  Array.from({ length: text.length }, (_, at) => `&#${text.charCodeAt(at)};`).join("");
const xesOf = (log: HostileLog, write: (text: string) => string): string =>
  `<?xml version="1.0"?><log>${[...Map.groupBy(rowsIn(log), ({ caseId }) => caseId)]
    .map(
      ([caseId, rows]) =>
        `<trace><string key="concept:name" value="${write(caseId)}"/>${rows
          .map(
            ({ activity, time }) =>
              `<event><string key="concept:name" value="${write(activity)}"/><date key="time:timestamp" value="${time}"/><string key="${write(log.header)}" value="${write(activity)}"/></event>`,
          )
          .join("")}</trace>`,
    )
    .join("")}</log>`;

const recordsOf = (log: HostileLog): Record<string, string>[] =>
  rowsIn(log).map(({ caseId, activity, time }) =>
    Object.fromEntries([
      ["case", caseId],
      ["activity", activity],
      ["timestamp", time],
      [log.header, activity],
    ]),
  );
/** JSON with its text as it is where JSON would escape it. */
const rawJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/\\u(0000|d[89a-f][0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

/** UTF-8 that encodes halves of pairs as if they were characters. */
const looseUtf8 = (text: string): Buffer =>
  Buffer.concat(
    Array.from(text, (char) => {
      const code = char.codePointAt(0) ?? 0;
      const isHalf = code >= 0xd800 && code <= 0xdfff;
      return isHalf ? Buffer.from([0xed, 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]) : Buffer.from(char);
    }),
  );
const utf16 = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, "utf16le");
const utf32 = (text: string): Buffer =>
  Buffer.concat(
    Array.from(`\uFEFF${text}`, (char) => {
      const unit = Buffer.alloc(4);
      unit.writeUInt32LE(char.codePointAt(0) ?? 0);
      return unit;
    }),
  );

async function parquetOf(log: HostileLog): Promise<string> {
  const path = `${await fileOf("")}.parquet`;
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const sql = (text: string): string =>
    text
      .toWellFormed()
      .split("\0")
      .map((part) => `'${part.replaceAll("'", "''")}'`)
      .join(" || chr(0) || ");
  const selects = rowsIn(log).map(
    ({ caseId, activity, time }) =>
      `SELECT ${sql(caseId)} AS "case", ${sql(activity)} AS activity, TIMESTAMP '${time}' AS "timestamp"`,
  );
  await connection.run(`COPY (${selects.join(" UNION ALL ")}) TO '${path}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  return path;
}

interface Writer {
  readonly write: (log: HostileLog) => string | Buffer | Promise<Buffer>;
  readonly mapping?: ImportMapping;
  /** False where the format names no columns of its own. */
  readonly hasHeader?: false;
  /** True where the writer of such files replaces halves of pairs itself. */
  readonly isWellFormed?: true;
}

const ocel = { hasHeader: false, mapping: { objectType: "order" } } as const;
const writers: Readonly<Record<string, Writer>> = {
  "CSV in UTF-8": { write: (log) => looseUtf8(csvOf(log)) },
  "CSV in UTF-16": { write: (log) => utf16(csvOf(log)) },
  "CSV in big-endian UTF-16": { write: (log) => utf16(csvOf(log)).swap16() },
  "CSV in UTF-32": { write: (log) => utf32(csvOf(log)) },
  "CSV with gzip": { write: (log) => gzipSync(looseUtf8(csvOf(log))) },
  "CSV in a ZIP archive": { write: (log) => zipOf({ "log.csv": looseUtf8(csvOf(log)) }) },
  XES: { write: (log) => looseUtf8(xesOf(log, xml)) },
  "XES with references": { write: (log) => xesOf(log, references) },
  "XES in UTF-16": { write: (log) => utf16(xesOf(log, xml)) },
  MXML: { write: (log) => utf16(mxmlOf(rowsIn(log))), hasHeader: false },
  JSON: { write: (log) => JSON.stringify(recordsOf(log)) },
  "raw JSON": { write: (log) => utf16(rawJson(recordsOf(log))) },
  "JSON Lines": {
    write: (log) =>
      recordsOf(log)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(""),
  },
  "OCEL as JSON": { ...ocel, write: (log) => ocelJsonOf(rowsIn(log)) },
  "OCEL as XML": { ...ocel, write: (log) => utf16(ocelXmlOf(rowsIn(log))) },
  XLSX: {
    write: (log) =>
      xlsxOf({
        Log: [
          ["case", "activity", "timestamp", log.header.toWellFormed()],
          ...rowsIn(log).map(({ caseId, activity, time }) =>
            [caseId, activity, time, activity].map((text) => text.toWellFormed()),
          ),
        ],
      }),
  },
};

/** All texts of a value, its keys among them. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsOf(inner)]);
}

/** Formats in which a table is written and read again, in turn. */
const EXPORTS = ["csv", "xes", "jsonl"] as const;
let checks = 0;

async function check(path: string, log: HostileLog, { mapping = {}, hasHeader, isWellFormed }: Omit<Writer, "write">) {
  const result = await run(path, mapping);
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  expect(textsOf(result).filter((text) => !isStorableText(text))).toEqual([]);
  const expected = log.texts.map(storableText).toSorted();
  const rows = await rowsOf(result.tablePath, "DISTINCT activity");
  expect(rows.map(([activity]) => String(activity)).toSorted()).toEqual(expected);
  expect(result).toMatchObject({ cases: log.texts.length, events: 3 * log.texts.length });
  const names = result.columns.map(({ name, sourceName = name }) => sourceName);
  expect(names.includes(storableText(log.header))).toBe(hasHeader !== false);
  const told = result.errors.filter(({ type, resolved }) => type === "Invalid Encoding" && resolved);
  const written = hasHeader === false ? log.texts : [...log.texts, log.header];
  const hostileTexts = written.filter((text) => !isStorableText(isWellFormed ? text.toWellFormed() : text));
  expect(told.length > 0).toBe(hostileTexts.length > 0);
  const format = EXPORTS[checks++ % EXPORTS.length] ?? "csv";
  const outPath = join(scratchDir, `out.${format}`);
  const limits = { scratchDir, threads: 1, memoryLimitMB: 256, signal: new AbortController().signal };
  await exportEventTable({ ...limits, tablePath: result.tablePath, format, outPath, logName: "log" });
  expect([format, await run(outPath)]).toMatchObject([
    format,
    { ok: true, events: result.events, activities: result.activities },
  ]);
}

describe("text that no store can keep", () => {
  it.each(Object.entries(writers))("is replaced, and told, wherever it stands in %s", async (_, writer) => {
    await fc.assert(
      fc.asyncProperty(hostileLog, async (log) => check(await fileOf(await writer.write(log)), log, writer)),
      { numRuns: 2 },
    );
  });

  it("makes no binary data of a text file", async () => {
    const path = await fileOf("case,activity,timestamp\n1,a\0b,2024-01-01\n1,b,2024-01-02\n");
    expect(await run(path)).toMatchObject({
      ok: true,
      events: 2,
      errorRecords: 0,
      errors: [{ type: "Invalid Encoding", resolved: true, count: 1, examples: [{ line: 2 }] }],
    });
  });

  it("is replaced, and told, in Parquet", async () => {
    const parquet = { hasHeader: false, isWellFormed: true } as const;
    await fc.assert(
      fc.asyncProperty(hostileLog, async (log) => check(await parquetOf(log), log, parquet)),
      { numRuns: 2 },
    );
  });
});
