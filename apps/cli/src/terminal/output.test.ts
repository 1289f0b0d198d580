import { describe, expect, it } from "vitest";
import { printable } from "./output.ts";
import { bar, list, sizeText, table } from "./table.ts";

describe("what reaches the terminal", () => {
  it.each([
    ["a\u001b[2Jb", "a\ufffd[2Jb"],
    ["\u001b]0;title\u0007", "\ufffd]0;title\ufffd"],
    ["\u001b[31mred\u001b[0m", "\u001b[31mred\u001b[0m"],
    ["x\ry", "x\ufffdy"],
    ["\u009b31m", "\ufffd31m"],
    ["evil\u202egpj.exe", "evil\ufffdgpj.exe"],
    ["tab\tand\nline", "tab\tand\nline"],
    ["東京 🚚 é", "東京 🚚 é"],
  ])("is %j without what steers it", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("is aligned, one line a row, whatever names hold", () => {
    expect(
      table(
        ["A", "B"],
        [
          ["x\ny", 1],
          ["", undefined],
        ],
      ),
    ).toEqual(["A    B", "x y  1", ""]);
    expect(
      list([
        ["a", 1],
        ["long", undefined],
        ["bcd", "x"],
      ]),
    ).toEqual(["a    1", "bcd  x"]);
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [3_200_000, "3.2 MB"],
    [5e15, "5000.0 TB"],
  ])("tells %i bytes as %s", (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  it("has bars that never leave their width", () => {
    expect([-5, 0, 50, 100, 200].map((percentage) => bar(percentage, 4))).toEqual([
      "░░░░",
      "░░░░",
      "██░░",
      "████",
      "████",
    ]);
  });
});
