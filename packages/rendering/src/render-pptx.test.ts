import { describe, expect, it } from "vitest";
import { renderPptx } from "./render-pptx.ts";
import { officeParts, textsOf } from "./test/office-parts.ts";
import { sampleReport } from "./test/sample-report.ts";

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
});
