import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLORS } from "../report/colors.ts";
import type { Chart } from "../report/report.ts";
import { filledBoxes, lineBoxes, meet, pointsOf, rectanglesOf, textBoxes } from "../test/drawn-boxes.ts";
import { FontBook } from "../text/font-book.ts";
import { drawChart } from "./draw-chart.ts";
import type { Drawing } from "./drawing.ts";

const book = new FontBook();
const count = (value: number): string => value.toLocaleString("fr").replaceAll("\u202f", "\u00a0");
const draw = (chart: Chart): Drawing => drawChart(chart, book, count);
const textsOf = ({ shapes }: Drawing): string[] =>
  shapes.flatMap((shape) => (shape.kind === "text" ? [shape.text] : []));

const value = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 50 }),
  fc.double({ noNaN: true, min: 1, max: 1e18 }),
  fc.double({ noNaN: true, min: 1e-9, max: 1e-3 }),
);
const signed = fc.oneof(
  value,
  fc.double({ noNaN: true, min: -1000, max: 1000 }),
  fc.constantFrom(Number.NaN, Infinity),
);
const label = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 30 }),
  fc.constantFrom(
    "Check credit",
    "",
    "a\nb\tc",
    "审核客户提交的所有申请材料并通知相关部门进行下一步处理然后归档保存十年以上",
    "مراجعة جميع المستندات المقدمة من العميل وإخطار الإدارة المعنية بالخطوة التالية",
    "고객이 제출한 모든 신청 서류 검토",
    "Activity_Long_Name_Without_Spaces_AndCamelCaseNames_ThatGoesOn".repeat(3),
    "Requests for more than 12,500 that an employee of the back office entered on a Monday ".repeat(4),
    "x".repeat(2000),
  ),
);
const quantity = fc.record({ value: signed, text: label });

const bars: fc.Arbitrary<Chart> = fc.integer({ min: 1, max: 4 }).chain((several) =>
  fc.record({
    kind: fc.constant("bars" as const),
    series: fc.array(label, { minLength: several, maxLength: several }),
    bars: fc.array(fc.record({ label, values: fc.array(quantity, { minLength: several - 1, maxLength: several }) }), {
      maxLength: 12,
    }),
  }),
);
const histogram: fc.Arbitrary<Chart> = fc.record({
  kind: fc.constant("histogram" as const),
  valueLabel: label,
  countLabel: label,
  bins: fc.array(fc.record({ from: quantity, to: quantity, count: value.map(Math.round) }), { maxLength: 70 }),
});
const timeline: fc.Arbitrary<Chart> = fc.record({
  kind: fc.constant("timeline" as const),
  periods: fc.array(label, { maxLength: 60 }),
  series: fc.array(fc.record({ name: label, values: fc.array(signed, { maxLength: 60 }) }), { maxLength: 5 }),
});

describe.each([
  ["bars", bars],
  ["histogram", histogram],
  ["timeline", timeline],
])("a drawing of %s of any kind", (_, charts) => {
  it("has nothing outside of it, and no text on another or on what is filled", () => {
    fc.assert(
      fc.property(charts, (chart) => {
        const drawing = draw(chart);
        const texts = textBoxes(drawing, book);
        const filled = filledBoxes(drawing);
        const all = [...texts, ...filled, ...lineBoxes(drawing)];
        const outside = all.filter(
          ({ left, right, top, bottom }) =>
            !(left >= -0.01 && right <= drawing.width + 0.01 && top >= 0 && bottom <= drawing.height),
        );
        expect(outside).toEqual([]);
        const touching = texts.flatMap((text, idx) =>
          [...texts.slice(idx + 1), ...filled].filter((other) => meet(text, other)).map((other) => [text, other]),
        );
        expect(touching).toEqual([]);
      }),
    );
  });
});

describe("bars", () => {
  const chartOf = (values: readonly number[]): Chart => ({
    kind: "bars",
    series: ["Time"],
    bars: values.map((one, idx) => ({ label: `Bar ${idx}`, values: [{ value: one, text: `${idx} days` }] })),
  });

  it("are as long as their values say, and 0 has none", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (values) => {
        const lengths = rectanglesOf(draw(chartOf(values)), COLORS.blue).map(({ left, right }) => right - left);
        const most = Math.max(...values);
        const shown = values.filter((one) => one > 0);
        expect(lengths).toHaveLength(shown.length);
        lengths.forEach((length, idx) => {
          expect(length).toBeCloseTo(((shown[idx] ?? 0) / most) * Math.max(...lengths), 1);
        });
      }),
    );
  });

  it("use the width: the longest and its value reach the right edge, if a browser's font is wider too", () => {
    const [text] = textBoxes(draw(chartOf([3, 8, 1])), book).filter(
      ({ shape }) => "text" in shape && shape.text === "1 days",
    );
    expect((text?.left ?? 0) + 1.15 * ((text?.right ?? 0) - (text?.left ?? 0))).toBeCloseTo(675, 0);
  });

  it("below 0 lie left of the line of 0", () => {
    const [below, above] = rectanglesOf(draw(chartOf([-5, 10])), COLORS.blue);
    expect(below?.right).toBeCloseTo(above?.left ?? 0, 1);
    expect((above?.right ?? 0) - (above?.left ?? 0)).toBeCloseTo(2 * ((below?.right ?? 0) - (below?.left ?? 0)), 1);
  });

  it("show labels in two lines, sentences in three, and all values", () => {
    const long = `Requests for more than 12,500 that ${"an employee of the back office ".repeat(2)}entered on a Monday`;
    const drawing = draw({ ...chartOf([1]), bars: [{ label: long, values: [{ value: 1, text: "1 day" }] }] } as Chart);
    expect(textsOf(drawing)).toHaveLength(4);
    expect(textsOf(drawing).join(" ")).toBe(`${long} 1 day`);
  });

  it("of several series have a colour each, and a legend that wraps", () => {
    const series = ["A", "B", "C"].map((name) => `${name} ${"and so on ".repeat(5)}`.trim());
    const quantities = [1, 2, 3].map((one) => ({ value: one, text: `${one}` }));
    const drawing = draw({ kind: "bars", series, bars: [{ label: "Bar", values: quantities }] });
    for (const color of [COLORS.blue, COLORS.orange, COLORS.green]) {
      expect(rectanglesOf(drawing, color)).toHaveLength(2);
    }
    expect(textsOf(drawing)).toEqual([...series, "Bar", "1", "2", "3"]);
  });
});

describe("a histogram", () => {
  const chartOf = (counts: readonly number[], edge: (idx: number) => string): Chart => ({
    kind: "histogram",
    valueLabel: "Duration",
    countLabel: "Cases",
    bins: counts.map((one, idx) => ({
      from: { value: idx, text: edge(idx) },
      to: { value: idx + 1, text: edge(idx + 1) },
      count: one,
    })),
  });

  it("has columns as high as their counts say, on the scale of its axis", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 70 }), (counts) => {
        const columns = rectanglesOf(draw(chartOf(counts, String)), COLORS.blue);
        expect(columns).toHaveLength(counts.length);
        const heights = columns.map(({ top, bottom }) => bottom - top);
        const [most, highest] = [Math.max(...counts), Math.max(...heights)];
        heights.forEach((height, idx) => expect(height).toBeCloseTo(((counts[idx] ?? 0) / most) * highest, 1));
      }),
    );
  });

  it("labels each edge and column where there is room", () => {
    const texts = textsOf(draw(chartOf([3, 12, 0, 7], (idx) => `${idx} h`)));
    expect(texts.filter((text) => text.endsWith(" h"))).toEqual(["0 h", "1 h", "2 h", "3 h", "4 h"]);
    expect(texts.slice(-6, -2)).toEqual(["12", "7", "3", "0"]);
  });

  it("labels the first and the last edge where there is little, and the highest column", () => {
    const counts = Array.from({ length: 60 }, (_, idx) => 12_345 + ((idx * 37) % 60));
    const texts = textsOf(draw(chartOf(counts, (idx) => `${idx} weeks and days`)));
    const edges = texts.filter((text) => text.endsWith("days"));
    expect([edges[0], edges.at(-1)]).toEqual(["0 weeks and days", "60 weeks and days"]);
    expect(edges.length).toBeGreaterThan(3);
    expect(texts).toContain("12 404");
  });
});

describe("a timeline", () => {
  const chartOf = (...series: readonly number[][]): Chart => ({
    kind: "timeline",
    periods: (series[0] ?? []).map((_, idx) => `Day ${idx + 1}`),
    series: series.map((values, idx) => ({ name: `Series ${idx + 1}`, values })),
  });
  const linesOf = ({ shapes }: Drawing, color: string) =>
    shapes.flatMap((shape) => (shape.kind === "path" && shape.stroke === color ? [shape] : []));

  it("has a line a series, as high as its values say", () => {
    const drawing = draw(chartOf([0, 5, 10], [10, 10, 0]));
    const [first, second] = [COLORS.blue, COLORS.orange].map((color) => linesOf(drawing, color).flatMap(pointsOf));
    expect(first?.map(([x]) => x)).toEqual(second?.map(([x]) => x));
    const [low = 0, middle = 0, high = 0] = first?.map(([, y]) => y) ?? [];
    expect(low - middle).toBeCloseTo(middle - high, 1);
    expect(second?.map(([, y]) => y)).toEqual([high, high, low]);
    expect(textsOf(drawing).filter((text) => text.startsWith("Day"))).toEqual(["Day 1", "Day 2", "Day 3"]);
  });

  it("leaves out what isn't known, and marks a value that stands alone", () => {
    const values = Array.from({ length: 60 }, (_, idx) => (idx === 1 || idx === 3 ? Number.NaN : idx));
    const drawing = draw(chartOf(values));
    expect(linesOf(drawing, COLORS.blue).map(({ d }) => d.split("M").length - 1)).toEqual([1]);
    expect(filledBoxes(drawing).filter(({ shape }) => shape.kind === "path" && /a/.test(shape.d))).toHaveLength(2);
  });

  it("of very many periods labels some, at even distances", () => {
    const drawing = draw(chartOf(Array.from({ length: 20_000 }, (_, idx) => idx)));
    const numbers = textsOf(drawing)
      .flatMap((text) => /^Day (\d+)$/.exec(text)?.[1] ?? [])
      .map(Number);
    expect(numbers.length).toBeGreaterThan(5);
    expect(new Set(numbers.slice(1).map((one, idx) => one - (numbers[idx] ?? 0))).size).toBe(1);
  });
});
