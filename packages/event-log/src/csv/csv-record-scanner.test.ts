import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvRecordScanner, type CsvRecord } from "./csv-record-scanner.ts";

const MAX_LENGTH = 100_000;
const PLAIN = { delimiter: ",", quote: '"', escape: '"' };

function scan(pieces: readonly string[], width = 0): CsvRecord[] {
  const records: CsvRecord[] = [];
  const scanner = new CsvRecordScanner(PLAIN, (record) => records.push(record), MAX_LENGTH, width);
  for (const piece of pieces) scanner.push(piece);
  scanner.end();
  return records;
}

const seen = (text: string): unknown[] =>
  scan([text]).map(({ line, fields, fault }) => (fault === null ? [line, ...fields] : [line, fault]));

describe("CsvRecordScanner", () => {
  it("counts the lines inside quoted fields, blank lines and every kind of line end", () => {
    expect(seen('a,b\r\n"1\r\n2",x\n\n  \n"3\n4\r5",y\rlast,z')).toEqual([
      [1, "a", "b"],
      [2, "1\r\n2", "x"],
      [6, "3\n4\r5", "y"],
      [9, "last", "z"],
    ]);
  });

  it("loses one record to a bad quote and goes on with the next line", () => {
    expect(seen('1,"a"x\n2,b\n3,"never closed\n4,d\n')).toEqual([
      [1, "Malformed Quotes"],
      [2, "2", "b"],
      [3, "Malformed Quotes"],
      [4, "4", "d"],
    ]);
  });

  it("takes quotes inside a plain field as text and blanks around a quoted one as none of it", () => {
    expect(seen('5" pipe, "x, y" ,z\n')).toEqual([[1, '5" pipe', "x, y", "z"]]);
  });

  it("passes over a line that is too long, in pieces, and keeps counting", () => {
    const half = "x".repeat(MAX_LENGTH / 2);
    expect(scan(["a,b\n", half, half, half, half, "\r", "\nc,d\n"]).map(({ line, fault }) => [line, fault])).toEqual([
      [1, null],
      [2, "Record Too Long"],
      [3, null],
    ]);
  });

  it("says of a quote that isn't closed within the length of a record where it opens, and goes on with the next line", () => {
    const rest = "e,f\n".repeat(MAX_LENGTH);
    const found = scan(['a,b\n"c,d\n', rest]).map(({ line, fault }) => [line, fault]);
    expect(found.slice(0, 3)).toEqual([
      [1, null],
      [2, "Malformed Quotes"],
      [3, null],
    ]);
    expect(found).toHaveLength(2 + MAX_LENGTH);
  });

  it.each([
    ["last", '1,a,x\n2,b,"y\n3,c,z\n4,d,u"\n5,e,v\n'],
    ["middle", '1,a,x\n2,"b,y\n3,c,z\n4,d",u\n5,e,v\n'],
    ["first, at the end of the file", '1,a,x\n"2,b,y\n3,c,z\n4,d,u\n5,e,v'],
  ])("takes a quote as text that would swallow records, in the %s column", (_which, text) => {
    const records = scan([text], 3);
    expect(records.map(({ fields }) => fields.join(""))).toEqual(["1ax", "2by", "3cz", "4du", "5ev"]);
    expect(records.flatMap(({ line, hasStrayQuote }) => (hasStrayQuote === true ? [line] : []))[0]).toBe(2);
  });

  it("keeps values of several lines that are no records", () => {
    const text = '1,a,"Dear Sir,\nplease pay, soon,\nand well, too"\n2,"b\nc",y\n';
    expect(scan([text], 3).map(({ fields }) => fields)).toEqual([
      ["1", "a", "Dear Sir,\nplease pay, soon,\nand well, too"],
      ["2", "b\nc", "y"],
    ]);
  });

  it("gives back what was written, wherever the text is cut into pieces", () => {
    const field = fc.stringMatching(/^[a-c ",;\r\n]{0,8}$/);
    const rows = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.constantFrom("\n", "\r\n", "\r"), fc.array(fc.nat(200)), (table, lineEnd, cuts) => {
        const text = table
          .map((fields) => fields.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
          .join(lineEnd);
        const at = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(scan(pieces).map(({ fields }) => fields)).toEqual(table);
      }),
    );
  });
});
