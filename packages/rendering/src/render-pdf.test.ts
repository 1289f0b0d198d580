import { beforeAll, describe, expect, it } from "vitest";
import { sampleReport } from "./test/sample-report.ts";
import { pdfPages } from "./test/pdf-pages.ts";
import { renderPdf } from "./render-pdf.ts";

describe("renderPdf", () => {
  let pages: string[];

  beforeAll(async () => {
    pages = await pdfPages(await renderPdf(sampleReport({ rows: 100 })));
  }, 60_000);

  it("has a cover, contents with page numbers, and numbered pages", () => {
    expect(pages[0]).toContain("Café 流程报告 → 한국어");
    expect(pages[1]).toMatch(/Contents\s+Overview\s+3\s+Table\s+3/);
    expect(pages[2]).toContain(`Page 3 of ${pages.length}`);
  });

  it("writes accents, Chinese, Korean and arrows as text, in charts too, and keeps what doesn't fit short", () => {
    const overview = pages[2];
    expect(overview).toContain("審査 Prüfung → Łódź");
    expect(overview).toContain("한국어 확인");
    expect(overview).toMatch(/x{20,}…/);
    expect(overview).toContain("Figure 1: Bars");
  });

  it("repeats the header of a table on each page and splits no row", () => {
    const tables = pages.slice(2);
    expect(tables.length).toBeGreaterThan(2);
    for (const page of tables.slice(1)) expect(page).toMatch(/^Activity Time/);
    const rows = tables.flatMap((page) => [...page.matchAll(/Row (\d+) begins .{1,400}?Row \1 ends/gs)]);
    expect(rows).toHaveLength(100);
  });

  it("puts a short report's contents on its cover", async () => {
    const [cover] = await pdfPages(await renderPdf({ ...sampleReport({ rows: 3 }), isShort: true }));
    expect(cover).toMatch(/Overview\s+\d\s+Table\s+\d/);
    expect(cover).toContain("Page 1 of");
  });
});
