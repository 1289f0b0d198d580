import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptySource } from "./byte-source.ts";
import { FieldScanner } from "./field-scanner.ts";
import { IsoTimeReader } from "./iso-time.ts";
import { NotPlain } from "./not-plain.ts";
import { PlainTimeReader } from "./plain-time.ts";
import { QuotedFieldReader } from "./quoted-field.ts";
import { hashText } from "./text-hash.ts";
import { TextTable, type PackedTexts } from "./text-table.ts";

/** Texts, one behind the other, as a source; `ends` are the ends of each. */
function sourceOf(texts: readonly string[]) {
  const all = texts.map((text) => Buffer.from(text));
  const source = emptySource(all.reduce((sum, { length }) => sum + length, 0));
  source.bytes.set(Buffer.concat(all));
  let end = 0;
  return { ...source, ends: all.map(({ length }) => (end += length)) };
}

const time = fc
  .tuple(
    fc.constantFrom("2024-02-29", "2024-03-01", "1969-12-31"),
    fc.constantFrom("", "T10:00", "T23:59:59", " 00:00:01", "T08:07:06.5", "T08:07:06.123", "t08:07:06.123456"),
    fc.constantFrom("", "Z", "+02:00", " -0330"),
  )
  .map(([day, clock, zone]) => (clock === "" ? day : day + clock + zone));

function unpackTexts({ count, words }: PackedTexts): string[] {
  const bytes = Buffer.from(words.buffer, words.byteOffset, words.byteLength);
  let at = 0;
  return Array.from({ length: count }, () => {
    const length = words[at + 1] ?? 0;
    const text = bytes.toString("utf8", 4 * at + 8, 4 * at + 8 + length);
    at += 2 + Math.ceil(length / 4);
    return text;
  });
}

describe("plain records", () => {
  it("have times that the careful reader reads the same", () => {
    const near = fc
      .tuple(time, fc.nat({ max: 30 }), fc.constantFrom("", "0", "9", ":", "/", "-", ".", "Z", ",", "\u007f", "ÿ"))
      .map(([text, at, other]) => text.slice(0, at) + other + text.slice(at + other.length));
    const times = new IsoTimeReader();
    const plain = new PlainTimeReader(times);
    fc.assert(
      fc.property(fc.oneof(time, near), (text) => {
        const { bytes, view } = sourceOf([`${text},`]);
        const micros = plain.read(view, bytes, 0);
        const isRead = !Number.isNaN(micros) && bytes[plain.end] === 44;
        const isPlain = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{3})?Z?$/.test(text);
        const careful = times.read(bytes, 0, isRead ? plain.end : text.length);
        expect(isRead || isPlain ? micros : careful).toBe(careful);
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

  it("have quoted fields whose text is what was written, whatever quotes are in it and whatever follows", () => {
    const unit = fc.constantFrom('"', '"', "a", ",", " ", "\r", "ü", "long ".repeat(300));
    const quoted = new QuotedFieldReader(10_000);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), fc.constantFrom(",", "\n", "x", ' "'), (text, behind) => {
        const field = `"${text.replaceAll('"', '""')}"`;
        const source = sourceOf([field, `${behind}\n`]);
        quoted.read(source, 0);
        const { bytes, view } = quoted.text;
        expect(Buffer.from(bytes.subarray(quoted.from, quoted.to)).toString()).toBe(text);
        expect(quoted.hash).toBe(hashText(view, quoted.from, quoted.to));
        expect(quoted.end).toBe(Buffer.byteLength(field));
      }),
    );
  });

  it.each(['"a', '"', '"a""', '"a""b', '"""'])(
    "aren't plain when the quote of %s isn't closed on its line",
    (field) => {
      expect(() => new QuotedFieldReader(100).read(sourceOf([`${field}\n"`]), 0)).toThrow(NotPlain);
    },
  );

  it("aren't plain when a quoted field is longer than accepted, its quotes counted once", () => {
    const quoted = new QuotedFieldReader(3);
    quoted.read(sourceOf(['"""""a"\n']), 0);
    expect(quoted.to - quoted.from).toBe(3);
    expect(() => quoted.read(sourceOf(['"""""ab"\n']), 0)).toThrow(NotPlain);
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
