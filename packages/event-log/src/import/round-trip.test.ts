import { join } from "node:path";
import iconv from "iconv-lite";
import { seededRandom } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { exportEventTable } from "../export/export-event-table.ts";
import { xlsxOf } from "../formats/write-formats.fixture.ts";
import { accepted, fileOf, rowsOf, scratchDir } from "./test-imports.fixture.ts";

type Row = readonly [caseId: string, activity: string, time: string, resource: string];

/** Words that each encoding can write. */
const ENCODINGS: Readonly<Record<string, readonly string[]>> = {
  "utf-8": ["Prüfung", "Kontrol", "заявка", "審査", "支払い", "naïve", "🙂 fin"],
  "utf-16le": ["Prüfung", "заявка", "審査", "€ 5"],
  "windows-1252": ["Prüfung", "clôture", "señal", "€ 5", "“cité”"],
  "iso-8859-15": ["Prüfung", "œuvre", "€ 5", "déjà"],
  "windows-1250": ["zażółć", "příjem", "ügyintézés"],
  "windows-1251": ["заявка", "оплата счёта", "отказ"],
  "koi8-r": ["заявка", "оплата", "отказ"],
  shift_jis: ["審査", "支払い", "受付"],
  gb18030: ["审批", "付款", "登记"],
  big5: ["審查", "付款", "登記"],
  "euc-kr": ["접수", "심사", "지급"],
};
const DELIMITERS = [",", ";", "\t", "|"];
const QUOTING = ["as needed", "always"] as const;
const LINE_ENDS = ["\n", "\r\n"];
const HARD = [
  "a, b",
  "a; b",
  "two\nlines",
  'said "no"',
  "tab\there",
  "a|b",
  "0042",
  "1e5",
  "5%",
  "<b>&amp;",
  "'x'",
  "x''y",
];

function logOf(words: readonly string[], seed: number): Row[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const names = [...words, ...HARD];
  return Array.from({ length: 40 }, (_, at) => [
    `case ${pick(words)} ${at % 8}`,
    pick(names),
    new Date(
      Date.UTC(2024, at % 12, 1 + Math.floor(random() * 27), 8, at % 60, Math.floor(random() * 60)),
    ).toISOString(),
    pick(names),
  ]);
}

const HEADER = ["case", "activity", "time", "who"];
const ROLES = { caseId: "case", activity: "activity", timestamp: "time", resource: "who" };
const AGAIN = { caseId: "case_id", activity: "activity", timestamp: "timestamp", resource: "resource" };

function csvOf(rows: readonly Row[], delimiter: string, quoting: (typeof QUOTING)[number], lineEnd: string): string {
  const field = (text: string): string =>
    quoting === "always" || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  return [HEADER, ...rows].map((row) => row.map(field).join(delimiter) + lineEnd).join("");
}

const xmlText = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\t", "&#9;");
const xesOf = (rows: readonly Row[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><log>${rows
    .map(
      ([caseId, activity, time, who]) =>
        `<event><string key="case" value="${xmlText(caseId)}"/><string key="concept:name" value="${xmlText(activity)}"/><date key="time:timestamp" value="${time}"/><string key="org:resource" value="${xmlText(who)}"/></event>`,
    )
    .join("\n")}</log>`;
const objectsOf = (rows: readonly Row[]): Record<string, string>[] =>
  rows.map((row) => Object.fromEntries(HEADER.map((name, at) => [name, row[at] ?? ""])));

const FORMATS = ["csv", "jsonl", "xes"] as const;

/** As a table holds them: the rows of a case together, cases by their first. */
function grouped(rows: readonly Row[]): Row[] {
  const cases = new Map<string, Row[]>();
  for (const row of rows) cases.set(row[0], [...(cases.get(row[0]) ?? []), row]);
  return [...cases.values()].flat();
}

const stored = (tablePath: string): Promise<unknown[][]> =>
  rowsOf(tablePath, "case_id, activity, strftime(timestamp, '%Y-%m-%dT%H:%M:%S.%g') || 'Z', resource");

/** Reads a file, writes it in each format and reads that again. @returns what each reading stored */
async function roundTrip(
  content: string | Buffer,
  mapping: Parameters<typeof accepted>[1],
  formats: readonly (typeof FORMATS)[number][] = FORMATS,
): Promise<unknown[][][]> {
  const limits = { scratchDir, threads: 1, memoryLimitMB: 256, signal: new AbortController().signal };
  const { tablePath } = await accepted(await fileOf(content), mapping);
  const tables = [await stored(tablePath)];
  for (const format of formats) {
    const outPath = join(scratchDir, `out.${format}`);
    await exportEventTable({ ...limits, tablePath, format, outPath, logName: "log" });
    const again = await accepted(outPath, format === "xes" ? {} : AGAIN);
    tables.push(await stored(again.tablePath));
  }
  tables.push(await stored((await accepted(tablePath, AGAIN)).tablePath));
  return tables;
}

describe("a log that is written, read, written in another format and read again", () => {
  it.each(Object.entries(ENCODINGS).map(([encoding, words], at) => [encoding, words, at] as const))(
    "keeps every value, from CSV of two dialects in %s",
    async (encoding, words, at) => {
      let seed = at + 1 + (at >> 2);
      // All encodings together have each delimiter with each quoting.
      for (const delimiter of [DELIMITERS[at % 4] ?? ",", DELIMITERS[(at + 1) % 4] ?? ","]) {
        const quoting = QUOTING[seed % 2] ?? "always";
        const rows = logOf(words, seed++);
        const text = csvOf(rows, delimiter, quoting, LINE_ENDS[(seed >> 1) % 2] ?? "\n");
        for (const table of await roundTrip(iconv.encode(text, encoding), { ...ROLES, encoding }, [
          FORMATS[seed % 3] ?? "csv",
        ]))
          expect(table).toEqual(grouped(rows));
      }
    },
  );

  it.each([
    ["JSON", (rows: readonly Row[]) => JSON.stringify(objectsOf(rows)), ROLES],
    [
      "JSON Lines",
      (rows: readonly Row[]) =>
        objectsOf(rows)
          .map((row) => JSON.stringify(row))
          .join("\n"),
      ROLES,
    ],
    [
      "JSON in UTF-16",
      (rows: readonly Row[]) => iconv.encode(JSON.stringify(objectsOf(rows)), "utf-16le"),
      { ...ROLES, encoding: "utf-16le" },
    ],
    ["XLSX", (rows: readonly Row[]) => xlsxOf({ log: [HEADER, ...rows] }), ROLES],
    ["XES", xesOf, { caseId: "case" }],
    [
      "XES that is written otherwise than it says",
      (rows: readonly Row[]) => iconv.encode(xesOf(rows), "gb18030"),
      { caseId: "case", encoding: "gb18030" },
    ],
  ])("keeps every value, from %s", async (_, write, mapping) => {
    for (const seed of [1, 2]) {
      const rows = logOf(ENCODINGS["utf-8"] ?? [], seed);
      for (const table of await roundTrip(await write(rows), mapping)) expect(table).toEqual(grouped(rows));
    }
  });
});
