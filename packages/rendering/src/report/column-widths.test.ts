import { describe, expect, it } from "vitest";
import { FontBook } from "../text/font-book.ts";
import { columnWidths } from "./column-widths.ts";

const STYLE = { size: 8.5, color: "#000000" };
const TOTAL = 483;
const book = new FontBook();

describe("the columns of a table", () => {
  const figure = (text: string) => ({ value: 1, text });

  it("share the room where all fits, so that none is far from its neighbour", () => {
    const columns = ["Activity", "Events", "Cases", "Mean time before completion"].map((label) => ({ label }));
    const rows = [["Check", figure("2"), figure("2"), figure("5 hours")]];
    const widths = columnWidths(columns, rows, TOTAL, 10, STYLE, book);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(TOTAL);
    expect(Math.max(...widths)).toBeLessThan(0.45 * TOTAL);
  });

  it("write a label over two lines, not three, beside a long text", () => {
    const labels = ["Share of cycle time", "Seconde moitié\u00a0: de", "Median time"];
    const columns = ["From → to", ...labels].map((label) => ({ label }));
    const rows = [
      ["a text that takes all the room there is and more ".repeat(4), ...labels.map(() => figure("1.0 %"))],
    ];
    const widths = columnWidths(columns, rows, TOTAL, 10, STYLE, book);
    const lines = labels.map(
      (label, at) => book.wrap(label, (widths[at + 1] ?? 0) - 10, { ...STYLE, weight: 700 }).length,
    );
    expect(Math.max(...lines)).toBe(2);
  });
});
