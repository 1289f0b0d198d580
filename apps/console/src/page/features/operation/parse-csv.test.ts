import fc from "fast-check";
import { expect, it } from "vitest";
import { parseCsv } from "./parse-csv.ts";

it.each([
  [
    "a,b\n1,2\n",
    [
      ["a", "b"],
      ["1", "2"],
    ],
  ],
  ['\uFEFFa\r\n"x,""y""\nz"', [["a"], ['x,"y"\nz']]],
  ["a,\n", [["a", ""]]],
  ["", []],
])("reads %j", (text, rows) => {
  expect(parseCsv(text)).toEqual(rows);
});

it("reads back whatever was written by RFC 4180", () => {
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) => fc.array(fc.array(fc.string(), { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(table, (rows) => {
      const text = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n");
      expect(parseCsv(`${text}\r\n`)).toEqual(rows);
    }),
  );
});
