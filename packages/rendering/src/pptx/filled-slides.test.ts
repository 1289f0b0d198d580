import { describe, expect, it } from "vitest";
import { renderPptx } from "./render-pptx.ts";
import type { Block } from "../report/report.ts";
import { officeParts, textsOf } from "../test/office-parts.ts";
import { bars, present } from "../test/present-slides.ts";
import { sampleReport } from "../test/sample-report.ts";

describe("a slide", () => {
  it("has as the title of a slide what its section says above all, and says it once", async () => {
    const chart: Block = {
      kind: "chart",
      caption: "Lost",
      chart: bars(["a", "b"]),
      reading: ["It says this.", "And that."],
    };
    const text: Block = { kind: "text", text: "It says this." };
    const section = { heading: "Where", message: "It says this.", blocks: [text, chart] };
    const parts = officeParts(await renderPptx({ ...sampleReport({ rows: 0 }), sections: [section] }));
    const texts = [2, 3].map((number) => textsOf(parts.get(`ppt/slides/slide${number}.xml`) ?? "", "a:t"));
    expect(texts[0]).toEqual(expect.arrayContaining(["Contents", "Where", "It says this"]));
    expect(texts[1]).toEqual(expect.arrayContaining(["Where", "It says this", "And that.", "Figure 1: Lost, in days"]));
    expect(texts.flat()).not.toContain("It says this.");
  });

  it("says of a text what the title doesn't", async () => {
    const text = (of: string): Block => ({ kind: "text", text: of });
    const chart: Block = { kind: "chart", caption: "Lost", chart: bars(["a", "b"]) };
    const blocks = [text("It says this. And why."), text("It says this; and more."), text("It says this."), chart];
    const section = { heading: "Where", message: "It says this", blocks };
    const parts = officeParts(await renderPptx({ ...sampleReport({ rows: 0 }), sections: [section] }));
    const texts = [...parts].flatMap(([name, xml]) => (name.includes("/slides/slide") ? textsOf(xml, "a:t") : []));
    expect(texts).toEqual(expect.arrayContaining(["It says this", "And why.", "It says this; and more."]));
    expect(texts.filter((one) => one.includes("It says this."))).toEqual([]);
  });

  it("sets answers as large as their slide allows, a point a line", async () => {
    const answers = (words: number): Block[] =>
      ["One?", "Two?"].map((lead) => ({
        kind: "text",
        lead,
        text: "-",
        points: ["Some words. ".repeat(words), "More."],
      }));
    const leadSizeOf = async (words: number) => {
      const { slides } = await present([{ kind: "figures", figures: [] }], answers(words));
      const xml = slides.find((slide) => slide.includes("One?")) ?? "";
      expect(xml).toContain("Two?");
      expect(xml.match(/<a:buChar/g)).toHaveLength(4);
      const run = xml.split("<a:r>").find((one) => one.includes("<a:t>One?")) ?? "";
      return Number(/ sz="(\d+)"/.exec(run)?.[1]);
    };
    expect(await leadSizeOf(5)).toBe(2100);
    expect(await leadSizeOf(90)).toBeLessThan(1800);
  });

  it("sets few rows of a table larger, where nothing is cut off them for that", async () => {
    const table = (text: string): Block => ({
      kind: "table",
      caption: "Rows",
      columns: [{ label: "Name" }, { label: "Also" }, { label: "More" }],
      rows: [[text, "b", "c"]],
    });
    const sizeOf = async (text: string) => {
      const { slides } = await present([table(text)]);
      return Number(/<a:tbl>.*? sz="(\d+)"/s.exec(slides[2] ?? "")?.[1]);
    };
    expect(await sizeOf("a")).toBe(1600);
    expect(await sizeOf("many words that go on ".repeat(40))).toBe(1100);
  });

  it("gives the head of a table the lines that its labels need", async () => {
    const heightOf = async (label: string) => {
      const columns = [{ label: "Name" }, ...Array.from({ length: 6 }, () => ({ label }))];
      const { slides } = await present([
        { kind: "table", caption: "Rows", columns, rows: [["a", "b", "c", "d", "e", "f", "g"]] },
      ]);
      return Number(/<a:tr h="(\d+)"/.exec(slides[2] ?? "")?.[1]);
    };
    expect(await heightOf("What is longer than its column and the next")).toBeGreaterThan(
      1.8 * (await heightOf("Short")),
    );
  });

  it("sets few recommendations so large that they fill their slide, and each slide of many as large as it can be", async () => {
    const advice: Block = {
      kind: "advice",
      priority: "High",
      title: "Do this. ".repeat(12),
      effect: "It saves that.",
      notes: ["Compared with others. ".repeat(8)],
      evidence: ["Cases: 12"],
    };
    /** Of each slide, how many points its recommendations have. */
    const sizesOn = async (count: number) => {
      const { slides } = await present(Array.from({ length: count }, () => ({ ...advice })));
      const runs = slides.map((slide) => slide.split("<a:r>").filter((run) => run.includes("<a:t>Do this")));
      return runs.filter(({ length }) => length > 0).map((of) => of.map((run) => Number(/ sz="(\d+)"/.exec(run)?.[1])));
    };
    expect(await sizesOn(1)).toEqual([[2400]]);
    const [first = []] = await sizesOn(8);
    expect(Math.max(...first)).toBeLessThan(1600);
    const [, next] = await sizesOn(first.length + 1);
    expect(next).toEqual([2400]);
  });
});
