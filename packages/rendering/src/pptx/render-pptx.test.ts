import { describe, expect, it } from "vitest";
import { renderPptx } from "./render-pptx.ts";
import type { Block, Chart } from "../report/report.ts";
import { officeParts, textsOf } from "../test/office-parts.ts";
import { bars, DAY, present } from "../test/present-slides.ts";
import { sampleReport } from "../test/sample-report.ts";

const EVIL = `<script>&"'\u0000`;

describe("renderPptx", () => {
  it("has a cover, contents with the numbers of slides, and a slide for each picture with its description", async () => {
    const parts = officeParts(await renderPptx(sampleReport({ rows: 3 })));
    const slide = (number: number) => parts.get(`ppt/slides/slide${number}.xml`) ?? "";
    expect(textsOf(slide(1), "a:t")).toContain("Café 流程报告 → 한국어");
    expect(textsOf(slide(2), "a:t")).toEqual(expect.arrayContaining(["Contents", "Overview", "3", "Table"]));
    const all = [...parts].filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name)).map(([, xml]) => xml);
    const pictures = all.flatMap((xml) => [...xml.matchAll(/descr="([^"]+)"/g)].map(([, text]) => text));
    expect(pictures).toEqual(["Figure 1: Bars", "Figure 2: A map"]);
    expect([...parts.keys()].filter((name) => name.endsWith(".png"))).toHaveLength(2);
  });

  it("stays well-formed whatever a name holds, and says which rows of a long table it leaves out", async () => {
    const parts = officeParts(await renderPptx(sampleReport({ rows: 200, text: EVIL })));
    const texts = [...parts].flatMap(([name, xml]) => (name.includes("slides/slide") ? textsOf(xml, "a:t") : []));
    expect(texts).toContain(`<script>&"'`);
    const tables = [...parts.values()].filter((xml) => xml.includes("<a:tbl>"));
    expect(tables).toHaveLength(2);
    const shown = tables.reduce((sum, xml) => sum + xml.split("<a:tr ").length - 2, 0);
    expect(texts.join(" ")).toContain(`${200 - shown} further rows are in the other formats`);
  });

  it("draws bars, histograms and timelines as charts that can be edited, with the figures of the report", async () => {
    const bin = (from: string, to: string, count: number) => ({
      from: { value: 0, text: from },
      to: { value: 0, text: to },
      count,
      ...(to === "longer" ? { isOpen: true } : {}),
    });
    const { charts, pngs, slides, books } = await present([
      { kind: "chart", caption: "Lost", chart: bars([EVIL, "審査"]) },
      {
        kind: "chart",
        caption: "Durations",
        chart: {
          kind: "histogram",
          valueLabel: "Days",
          countLabel: "Cases",
          unit: "s",
          bins: [bin("0", "2", 5), bin("2", "longer", 7)],
        },
      },
      {
        kind: "chart",
        caption: "Cases",
        chart: {
          kind: "timeline",
          periods: ["2024-01", "2024-02"],
          series: [
            { name: "Started", values: [1, 2] },
            { name: "Ended", values: [0, 3] },
          ],
        },
      },
    ]);
    expect(pngs).toEqual([]);
    expect(charts.map((xml) => /<c:(barChart|lineChart)>/.exec(xml)?.[1])).toEqual([
      "barChart",
      "barChart",
      "lineChart",
    ]);
    const [lost = "", histogram = "", timeline = ""] = charts;
    const values = (xml: string) => textsOf(xml.replaceAll(/<c:tx>.*?<\/c:tx>/gs, ""), "c:v");
    expect(values(lost)).toEqual([`<script>&"'`, "審査", "9", "8"]);
    expect(textsOf(lost, "c:v")[0]).toBe("Time lost (days)");
    expect(lost).toContain('<c:orientation val="maxMin"/>');
    expect(values(histogram)).toEqual(["0–2", "≥\u00a02", "5", "7"]);
    expect(values(timeline)).toEqual(["2024-01", "2024-02", "1", "2", "2024-01", "2024-02", "0", "3"]);
    for (const xml of [lost, histogram]) {
      expect(xml).toContain('<c:showVal val="1"/>');
      expect(/<c:dLbls>.*?sz="(\d+)"/s.exec(xml)?.[1]).toBe("1100");
      expect(new Set([...xml.matchAll(/<c:ser>.*?<a:srgbClr val="(\w+)"/gs)].map(([, color]) => color)).size).toBe(1);
    }
    expect(books).toHaveLength(3);
    expect(textsOf(books[0]?.get("xl/sharedStrings.xml") ?? "", "t")).toEqual(
      expect.arrayContaining(["Time lost (days)", `<script>&"'`, "審査"]),
    );
    expect(books.flatMap((book) => [...book.values()]).join("")).not.toMatch(/<f[ >]/);
    expect(slides.join("")).toContain('descr="Figure 1: Lost, in days"');
    expect(slides.flatMap((xml) => textsOf(xml, "a:t"))).toContain("Figure 1: Lost, in days");
  });

  it("draws a picture where a native chart would say less: long labels, texts beyond the value, mixed units", async () => {
    const mixed: Chart = {
      kind: "bars",
      series: ["Time"],
      unit: "s",
      bars: [
        { label: "a", values: [{ value: 9 * DAY, text: "9 days" }] },
        { label: "b", values: [{ value: 60, text: "1 minute" }] },
      ],
    };
    const shares = bars(["a", "b"], null);
    for (const chart of [bars(["a ".repeat(150)]), shares, mixed]) {
      const { charts, pngs } = await present([{ kind: "chart", caption: "Bars", chart }]);
      expect([charts.length, pngs.length]).toEqual([0, 1]);
    }
  });

  it("puts a chart, what it says and a short list of its figures on one slide, and further sections that fit", async () => {
    const table: Block = {
      kind: "table",
      caption: "Figures",
      columns: [{ label: "Duration" }, { label: "Time", unit: "s" }],
      rows: ["Shortest", "Median", "Longest"].map((label, idx) => [label, { value: idx, text: `${idx} s` }]),
    };
    const chart: Block = { kind: "chart", caption: "Lost", chart: bars(["a", "b"]), reading: ["It says much."] };
    const { slides } = await present(
      [chart, table],
      [{ kind: "figures", figures: [{ label: "Cases", value: { value: 9, text: "9" } }] }],
    );
    expect(slides).toHaveLength(3);
    const texts = textsOf(slides[2] ?? "", "a:t");
    expect(texts).toEqual(
      expect.arrayContaining([
        "Part 0",
        "What it says",
        "It says much.",
        "Table 1: Figures",
        "Median",
        "Part 1",
        "Cases",
      ]),
    );
    expect(slides[2]?.match(/<a:tr /g)).toHaveLength(2);
    expect(textsOf(slides[1] ?? "", "a:t").slice(-4)).toEqual(["Part 0", "3", "Part 1", "3"]);
  });

  it("puts texts that the report begins with beside its contents, and tables of two columns beside each other", async () => {
    const table = (caption: string): Block => ({
      kind: "table",
      caption,
      columns: [{ label: "What" }, { label: "Value" }],
      rows: [["a", "b"]],
    });
    const { slides } = await present([{ kind: "text", text: "In a few words." }], [table("One"), table("Two")]);
    expect(slides).toHaveLength(3);
    expect(textsOf(slides[1] ?? "", "a:t")).toEqual(expect.arrayContaining(["Contents", "In a few words."]));
    const places = [...(slides[2] ?? "").matchAll(/<p:graphicFrame.*?<a:off x="(\d+)" y="(\d+)"/gs)].map(([, x, y]) => [
      x,
      y,
    ]);
    expect(places).toHaveLength(2);
    expect(places[0]?.[1]).toBe(places[1]?.[1]);
    expect(places[0]?.[0]).not.toBe(places[1]?.[0]);
  });

  it("sets questions in bold, and answers that are long so small that they share a slide", async () => {
    const answers = ["One?", "Two?", "Three?"].map((lead): Block => ({
      kind: "text",
      lead,
      text: "Some words that are said. ".repeat(24),
    }));
    const { slides } = await present(answers);
    expect(slides).toHaveLength(3);
    const bold = [...(slides[2] ?? "").matchAll(/<a:rPr[^>]* b="1"[^>]*>.*?<a:t>([^<]*)/gs)].map(([, text]) => text);
    expect(bold).toEqual(expect.arrayContaining(["One?", "Two?", "Three?"]));
  });

  it("has no slide with contents alone in a short report", async () => {
    const long: Block = { kind: "text", text: "Some words that are said. ".repeat(90) };
    const report = (isShort: boolean) => ({
      ...sampleReport({ rows: 1 }),
      isShort,
      sections: [{ heading: "Said", blocks: [long] }],
    });
    const slidesOf = async (isShort: boolean) => {
      const parts = officeParts(await renderPptx(report(isShort)));
      return [...parts]
        .filter(([name]) => /^ppt\/slides\/slide\d+\.xml$/.test(name))
        .map(([, xml]) => textsOf(xml, "a:t"));
    };
    const [short, usual] = [await slidesOf(true), await slidesOf(false)];
    expect([short.length, usual.length]).toEqual([2, 3]);
    expect(usual.flat()).toContain("Contents");
    expect(short.flat()).not.toContain("Contents");
  });

  it("leaves no room between the texts of a section that fit on one slide", async () => {
    const text = "Some words. ".repeat(70);
    const { slides } = await present([
      { kind: "text", lead: "One?", text },
      { kind: "text", text: `Two? ${text}` },
    ]);
    const boxes = slides.flatMap((xml) => xml.split("<p:sp>").map((box) => textsOf(box, "a:t")));
    expect(boxes.filter((texts) => texts.includes("One?") && texts.some((one) => one.startsWith("Two?")))).toHaveLength(
      1,
    );
  });

  it("names slides that go on with a section in the language of the report", async () => {
    const texts = Array.from({ length: 4 }, (): Block => ({ kind: "text", text: "Des mots. ".repeat(300) }));
    const report = {
      ...sampleReport({ rows: 0 }),
      language: "fr" as const,
      sections: [{ heading: "Ici", blocks: texts }],
    };
    const parts = officeParts(await renderPptx(report));
    expect(textsOf(parts.get("ppt/slides/slide4.xml") ?? "", "a:t")).toContain("Ici (suite)");
  });

  it("lets the caption of a chart end before what stands beside it", async () => {
    const caption = "Time that passes before each activity is completed, its own work included, over all cases ".repeat(
      2,
    );
    const { slides } = await present([{ kind: "chart", caption, chart: bars(["a", "b"]), reading: ["It says this."] }]);
    const boxes = [...(slides[2] ?? "").matchAll(/<a:off x="(\d+)" y="\d+"\/>\s*<a:ext cx="(\d+)".*?(?=<a:off|$)/gs)];
    const right = (text: string): number => {
      const [, x = 0, width = 0] = boxes.find(([box]) => box.includes(text)) ?? [];
      return Number(x) + Number(width);
    };
    const left = Number(boxes.find(([box]) => box.includes("It says this."))?.[1]);
    expect(right("Time that passes")).toBeGreaterThan(0);
    expect(right("Time that passes")).toBeLessThanOrEqual(left);
  });

  it("lets nothing stand outside of its slide", async () => {
    const { slides } = await present(
      sampleReport({ rows: 60 }).sections.flatMap(({ blocks }) => blocks),
      [
        {
          kind: "chart",
          caption: "Bars",
          chart: bars(Array.from({ length: 25 }, (_, idx) => `${idx} ${"long ".repeat(60)}`)),
        },
      ],
    );
    const EMU = 914_400;
    for (const xml of slides) {
      for (const [, y, height] of xml.matchAll(/<a:off x="\d+" y="(\d+)"\/>\s*<a:ext cx="\d+" cy="(\d+)"/g)) {
        expect((Number(y) + Number(height)) / EMU).toBeLessThanOrEqual(7.5);
      }
    }
  });
});
