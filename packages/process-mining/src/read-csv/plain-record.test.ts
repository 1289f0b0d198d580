import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emptySource } from "./byte-source.ts";
import { FieldScanner } from "./field-scanner.ts";
import { IsoTimeReader } from "./iso-time.ts";
import { PlainTimeReader } from "./plain-time.ts";
import { readCsvEventLog } from "./read-csv-event-log.ts";
import { hashText } from "./text-hash.ts";
import { TextTable, unpackTexts } from "./text-table.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plain-record-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Texts, one behind the other, as a source; `ends` are the ends of each. */
function sourceOf(texts: readonly string[]) {
  const all = texts.map((text) => Buffer.from(text));
  const source = emptySource(all.reduce((sum, { length }) => sum + length, 0));
  source.bytes.set(Buffer.concat(all));
  let end = 0;
  return { ...source, ends: all.map(({ length }) => (end += length)) };
}

const name = fc.string({ unit: fc.constantFrom("a", "b", "Z", "7", " ", "ü", "€", "\r"), minLength: 1, maxLength: 11 });
const time = fc
  .tuple(
    fc.constantFrom("2024-02-29", "2024-03-01", "1969-12-31"),
    fc.constantFrom("", "T10:00", "T23:59:59", " 00:00:01", "T08:07:06.5", "T08:07:06.123", "t08:07:06.123456"),
    fc.constantFrom("", "Z", "+02:00", " -0330"),
  )
  .map(([day, clock, zone]) => (clock === "" ? day : day + clock + zone));

describe("plain records", () => {
  it("give the log that the careful way gives of the same records, with quotes or without, wherever they are cut", async () => {
    const row = fc.record({
      caseId: name.filter((text) => text.trim() !== ""),
      activity: name.filter((text) => text.trim() !== ""),
      time,
      start: fc.oneof(fc.constant(""), time),
      // A carriage return at the end of a line belongs to the line where no quote is around it.
      resource: fc.oneof(fc.constant(""), name).map((text) => text.replaceAll("\r", "")),
      isQuoted: fc.boolean(),
    });
    const table = fc.record({
      rows: fc.array(row, { maxLength: 30 }),
      delimiter: fc.constantFrom(",", ";", "\t", "|"),
      lineEnd: fc.constantFrom("\n", "\r\n", "\n\n", "\n\r\n"),
      endsWithLine: fc.boolean(),
      isTimeLast: fc.boolean(),
      threads: fc.constantFrom(1, 1, 1, 1, 1, 2),
    });
    const property = fc.asyncProperty(
      table,
      async ({ rows, delimiter, lineEnd, endsWithLine, isTimeLast, threads }) => {
        const header = ["case", "activity", "start", "note", ...(isTimeLast ? ["who", "time"] : ["time", "who"])];
        const textOf = (quotes: (row: (typeof rows)[number]) => boolean): string => {
          const lines = rows.map((one) => {
            const last = isTimeLast ? [one.resource, one.time] : [one.time, one.resource];
            const fields = [one.caseId, one.activity, one.start, "", ...last];
            return fields.map((field) => (quotes(one) ? `"${field}"` : field)).join(delimiter);
          });
          return [header.join(delimiter), ...lines].join(lineEnd) + (endsWithLine || rows.length === 0 ? lineEnd : "");
        };
        const read = async (text: string, count: number) => {
          const path = join(folder, "log.csv");
          await writeFile(path, text);
          const columns = {
            caseId: "case",
            activity: "activity",
            timestamp: "time",
            startTimestamp: "start",
            resource: "who",
          };
          return readCsvEventLog({ path, columns, delimiter, threads: count, leastRangeBytes: 1 });
        };
        const careful = await read(
          textOf(() => true),
          1,
        );
        expect(careful.eventCount).toBe(rows.length);
        expect(
          await read(
            textOf(() => false),
            threads,
          ),
        ).toEqual(careful);
        expect(
          await read(
            textOf(({ isQuoted }) => isQuoted),
            1,
          ),
        ).toEqual(careful);
      },
    );
    const quotedBeforeOpenEnd = {
      rows: [
        { caseId: "a", activity: "a", time: "2024-02-29T08:07:06.123+02:00", start: "", resource: "", isQuoted: true },
        {
          caseId: "€",
          activity: "aaa",
          time: "2024-02-29T08:07:06.123Z",
          start: "2024-02-29",
          resource: "",
          isQuoted: false,
        },
      ],
      delimiter: ",",
      lineEnd: "\n\n",
      endsWithLine: false,
      isTimeLast: false,
      threads: 1,
    };
    await fc.assert(property, { numRuns: 60, examples: [[quotedBeforeOpenEnd]] });
  });

  it("have times that the careful reader reads the same", () => {
    const near = fc
      .tuple(time, fc.nat({ max: 30 }), fc.constantFrom("", "0", "9", ":", "/", "-", ".", "Z", ",", "\u007f", "ÿ"))
      .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + other.length));
    const times = new IsoTimeReader();
    const plain = new PlainTimeReader(times);
    fc.assert(
      fc.property(fc.oneof(time, near), (text) => {
        const { bytes, view } = sourceOf([`${text},`]);
        const ms = plain.read(view, bytes, 0);
        const isRead = !Number.isNaN(ms) && bytes[plain.end] === 44;
        const isPlain = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{3})?Z?$/.test(text);
        const careful = times.read(bytes, 0, isRead ? plain.end : text.length);
        expect(isRead || isPlain ? ms : careful).toBe(careful);
      }),
      { numRuns: 2000 },
    );
  });

  it("have fields that end at the first delimiter or line feed, whatever stands next to it", () => {
    const field = new FieldScanner(44);
    const bytes = fc.uint8Array({ maxLength: 12 }).map((array) => array.filter((byte) => byte !== 44 && byte !== 10));
    const near = fc.array(fc.constantFrom(43, 45, 9, 11, 0, 0x80, 0xff, 0xac, 0x8a), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.oneof(bytes, near),
        fc.constantFrom(44, 10),
        fc.constantFrom(44, 45, 10, 11),
        (text, end, behind) => {
          const { bytes: all, view } = emptySource(text.length + 3);
          all.set([...text, end, behind, 10]);
          field.read(view, 0);
          expect(field.end).toBe(text.length);
          expect(field.hash).toBe(hashText(view, 0, text.length));
        },
      ),
    );
  });

  it("have texts that get one number each, also in a table that takes up those of another", () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "ü"), maxLength: 9 }), { maxLength: 40 });
    const fill = (table: TextTable, words: readonly string[]) => {
      const { view, ends } = sourceOf(words);
      return ends.map((end, at) => table.add(view, ends[at - 1] ?? 0, end));
    };
    fc.assert(
      fc.property(texts, texts, (some, more) => {
        const distinct = [...new Set([...some, ...more])];
        const table = new TextTable();
        expect(fill(table, some)).toEqual(some.map((text) => distinct.indexOf(text)));
        const other = new TextTable();
        fill(other, more);
        const numbers = table.addPacked(other.pack());
        expect([...numbers]).toEqual([...new Set(more)].map((text) => distinct.indexOf(text)));
        expect(unpackTexts(table.pack())).toEqual(distinct);
      }),
    );
  });

  it("number many texts, of which some are long", () => {
    const texts = Array.from({ length: 20_000 }, (_, at) => `${"x".repeat(at % 37)}${at}`);
    const table = new TextTable();
    const { view, ends } = sourceOf(texts);
    for (let turn = 0; turn < 2; turn++)
      for (const [at, end] of ends.entries()) expect(table.add(view, ends[at - 1] ?? 0, end)).toBe(at);
    expect(unpackTexts(table.pack())).toEqual(texts);
  });
});
