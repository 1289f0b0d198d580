import { expect, it } from "vitest";
import { encodingNames, findEncoding, nearestEncodings } from "./encoding-names.ts";

it.each([
  ["UTF8", "utf-8"],
  ["latin1", "windows-1252"],
  ["ISO-8859-1", "windows-1252"],
  ["iso_8859-15", "iso-8859-15"],
  ["CP850", "cp850"],
  ["ibm850", "cp850"],
  ["Shift-JIS", "shift_jis"],
  ["sjis", "shift_jis"],
  ["GBK", "gb18030"],
  ["x-mac-roman", "macintosh"],
  ["KOI8-R", "koi8-r"],
  ["UTF-16", "utf-16le"],
])("%s is %s", (label, name) => {
  expect(findEncoding(label)).toBe(name);
});

it("takes each name as its own label", () => {
  for (const name of encodingNames) expect(findEncoding(name)).toBe(name);
});

it("names the nearest encodings for a label that is unknown", () => {
  expect(findEncoding("windows-1259")).toBeNull();
  expect(nearestEncodings("windows-1259")).toContain("windows-1250");
  expect(nearestEncodings("shift-jsi")[0]).toBe("shift_jis");
});
