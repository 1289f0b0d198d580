import { expect, it } from "vitest";
import { wrapText } from "./wrap-text.ts";

it.each([
  ["one two three", 7, 9, ["one two", "three"]],
  ["", 7, 9, [" "]],
  ["abcdefghij", 4, 9, ["abcd", "efgh", "ij"]],
  ["審批申請", 4, 9, ["審批", "申請"]],
  ["aa bb cc dd", 2, 3, ["aa", "bb", "c…"]],
  ["รับคำขอสินเชื่อ", 9, 9, ["รับคำขอสิน", "เชื่อ"]],
  ["e\u0301e\u0301e\u0301", 2, 9, ["e\u0301e\u0301", "e\u0301"]],
])("wraps %j at %d columns, %d lines", (text, columns, maxLines, lines) => {
  expect(wrapText(text, columns, maxLines)).toEqual(lines);
});
