import { getDocumentProxy } from "unpdf";
import { beforeAll, describe, expect, it } from "vitest";
import { sampleReport } from "../test/sample-report.ts";
import { pdfPages } from "../test/pdf-pages.ts";
import { officeParts, textsOf } from "../test/office-parts.ts";
import { renderHtml } from "../html/render-html.ts";
import { renderPdf } from "./render-pdf.ts";
import { renderPptx } from "../pptx/render-pptx.ts";
import type { Section } from "../report/report.ts";
import { renderXlsx } from "../xlsx/render-xlsx.ts";

describe("renderPdf", () => {
  let pages: string[];

  beforeAll(async () => {
    pages = await pdfPages(await renderPdf(sampleReport({ rows: 100 })));
  });

  it("has a cover, contents with page numbers, and numbered pages", () => {
    expect(pages[0]).toContain("Café 流程报告 → 한국어");
    expect(pages[0]).toMatch(/Contents.*Overview\s+1\s+Table\s+2/);
    expect(pages[1]).toContain(`Page 2 of ${pages.length}`);
  });

  it("writes accents, Chinese, Korean and arrows as text, in charts too, and keeps what doesn't fit short", () => {
    const overview = pages.slice(0, 2).join(" ");
    expect(overview).toContain("審査 Prüfung → Łódź");
    expect(overview).toContain("한국어 확인");
    expect(overview).toMatch(/x{20,}…/);
    expect(overview).toContain("Figure 1: Bars");
  });

  it("repeats the header of a table on each page and splits no row", () => {
    const tables = pages.slice(1);
    expect(tables.length).toBeGreaterThan(2);
    for (const page of tables.slice(1)) expect(page).toMatch(/^Activity Time/);
    const rows = tables.flatMap((page) => [...page.matchAll(/Row (\d+) begins .{1,400}?Row \1 ends/gs)]);
    expect(rows).toHaveLength(100);
  });

  it("adds its own words in the language of the report, in every format", async () => {
    const french = { ...sampleReport({ rows: 1 }), language: "fr" as const };
    const pdf = (await pdfPages(await renderPdf(french))).join(" ");
    const pptx = [...officeParts(await renderPptx(french))].flatMap(([, xml]) => textsOf(xml, "a:t")).join(" ");
    const xlsx = [...officeParts(await renderXlsx(french))].flatMap(([, xml]) => textsOf(xml, "t")).join(" ");
    const html = renderHtml(french);
    for (const text of [pdf, pptx, html]) expect(text).toMatch(/Figure 1\s: Bars/);
    for (const text of [pdf, pptx, html, xlsx]) {
      expect(text).toContain("Priorité haute");
      expect(text).toContain("1er janvier 2026");
      expect(text).not.toMatch(/\b(Contents|Page \d of|High priority|January|Sheets|Table 1:)/);
    }
    expect(pdf).toMatch(/Page 1 sur \d/);
    expect(html).toContain('<html lang="fr">');
  });

  it("puts a short report's contents on its cover", async () => {
    const [cover] = await pdfPages(await renderPdf({ ...sampleReport({ rows: 3 }), isShort: true }));
    expect(cover).toMatch(/Overview\s+\d\s+Table\s+\d/);
    expect(cover).toContain("Page 1 of");
  });

  it("draws a picture on a page on its side where it is larger there, and what is for a slide on none", async () => {
    const svg = (width: number, height: number, text: string) =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><text x="0" y="20" font-size="12">${text}</text></svg>`;
    const written = async (main: string) => {
      const onSlide = { caption: "For a slide", svg: svg(100, 50, "on a slide") };
      const block = { kind: "picture" as const, caption: "A map", svg: main, onSlide };
      const sections = [{ heading: "Map", blocks: [block] }];
      const pdf = await renderPdf({ ...sampleReport({ rows: 0 }), isShort: true, sections });
      const sides = Buffer.from(pdf)
        .toString("latin1")
        .match(/MediaBox \[0 0 841/g);
      return { text: (await pdfPages(pdf)).join(" "), sides: sides?.length ?? 0 };
    };
    const tall = await written(svg(480, 700, "tall"));
    expect(tall.text).toContain("tall");
    expect(tall.text).not.toContain("slide");
    expect(tall.sides).toBe(0);
    const wide = await written(svg(900, 450, "wide"));
    expect(wide.text).toContain("wide");
    expect(wide.sides).toBe(1);
  });

  it("puts a picture that needs a new page behind the sections that follow, before the appendix, where it left a page half empty", async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="1300" viewBox="0 0 400 1300"><text x="0" y="20" font-size="12">drawn</text></svg>`;
    const words = (heading: string, lines: number) => ({
      heading,
      blocks: [{ kind: "text" as const, text: Array.from({ length: lines }, () => heading).join("\n") }],
    });
    const map = { heading: "Map", blocks: [{ kind: "picture" as const, caption: "A map", svg }] };
    const appendix = { ...words("Behind", 3), isAppendix: true as const };
    const pagesOf = async (...sections: Section[]) => {
      const pdf = await pdfPages(await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections }));
      return [/Opening Opening/, /Follow Follow/, /drawn/, /Behind Behind/].map((text) =>
        pdf.findIndex((page) => text.test(page)),
      );
    };
    expect(await pagesOf(words("Opening", 2), map, words("Follow", 12), appendix)).toEqual([0, 0, 1, 2]);
    expect(await pagesOf(words("Opening", 20), map, words("Follow", 12), appendix)).toEqual([0, 2, 1, 2]);
    expect(await pagesOf(words("Opening", 2), map, appendix)).toEqual([0, -1, 1, 2]);
  });

  it("begins a table on a page that is half empty, and leaves no row alone on the next", async () => {
    const columns = [{ label: "Activity" }, { label: "Meaning" }];
    const rowsOn = async (before: number) => {
      const rows = Array.from({ length: 14 }, (_, at) => [`row ${at}.`, "meant ".repeat(28)]);
      const blocks = [
        { kind: "text" as const, text: Array.from({ length: before }, () => "before").join("\n") },
        { kind: "table" as const, caption: "Many", columns, rows },
      ];
      const pdf = await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections: [{ heading: "A", blocks }] });
      return (await pdfPages(pdf)).map((page) => page.match(/row \d+\./g)?.length ?? 0);
    };
    for (let before = 14; before <= 26; before += 2) {
      const [first = 0, second = 0] = (await rowsOn(before)).filter((rows) => rows > 0);
      expect(first + second).toBe(14);
      expect([1, 2]).not.toContain(second);
    }
    expect((await rowsOn(20)).filter((rows) => rows > 0)).toHaveLength(2);
  });

  it("leaves no head of a table, no heading and no caption on a page without what belongs to it", async () => {
    const head = ["Long label of several words", "Another", "A third label of words", "Fourth"];
    const columns = head.map((label) => ({ label }));
    const rowOf = (at: number) => [`row${at}: ${"a text that is broken ".repeat(3)}`, "1", "2", "3"];
    const caption = `Caption ${"of several lines ".repeat(16)}`;
    for (let before = 30; before <= 46; before += 2)
      for (const rows of [2, 8]) {
        const sections = [
          {
            heading: "A",
            blocks: [{ kind: "text" as const, text: Array.from({ length: before }, () => "before").join("\n") }],
          },
          {
            heading: "Heading",
            blocks: [
              { kind: "table" as const, caption, columns, rows: Array.from({ length: rows }, (_, at) => rowOf(at)) },
            ],
          },
        ];
        const written = await pdfPages(await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections }));
        const on = (text: string) => written.findIndex((page) => page.includes(text));
        const lastOn = (text: string) => written.findLastIndex((page) => page.includes(text));
        expect(lastOn("Heading")).toBe(on("row0:"));
        expect(written.filter((page) => page.includes("Fourth") && !page.includes("row"))).toEqual([]);
        expect(on("Caption")).toBe(on(`row${rows - 1}:`));
      }
  });

  it("sets all tighter where the last page would have little on it", async () => {
    const columns = [{ label: "Activity" }, { label: "Cases" }];
    const fillOf = async (rows: number) => {
      const body = Array.from({ length: rows }, (_, at) => [`row ${at}.`, { value: at, text: String(at) }]);
      const blocks = [{ kind: "table" as const, caption: "Many", columns, rows: body }];
      const pdf = await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections: [{ heading: "A", blocks }] });
      return (await pdfPages(pdf)).map((page) => page.match(/row \d+\./g)?.length ?? 0);
    };
    const [usual = 0] = await fillOf(50);
    expect(usual).toBeGreaterThan(20);
    for (const more of [-2, 1, 4]) expect(await fillOf(usual + more)).toEqual([usual + more]);
    expect(await fillOf(usual + 20)).toHaveLength(2);
  });

  it("draws charts as large as ever on pages that have room, however tightly all is set", async () => {
    const bars = [{ label: "The bar", values: [{ value: 1, text: "1" }] }];
    const chart = { kind: "chart" as const, caption: "Bars", chart: { kind: "bars" as const, series: ["A"], bars } };
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="400pt" height="700pt" viewBox="0 0 400 700"></svg>';
    const picture = { kind: "picture" as const, caption: "A map", svg };
    const columns = [{ label: "Activity" }, { label: "Cases" }];
    const sizesWith = async (rows: number) => {
      const body = Array.from({ length: rows }, (_, at) => [`row ${at}.`, { value: at, text: String(at) }]);
      const table = { kind: "table" as const, caption: "Many", columns, rows: body };
      const sections = [
        { heading: "Chart", blocks: [chart] },
        { heading: "Map", blocks: [picture] },
        { heading: "Table", blocks: [table], isAppendix: true as const },
      ];
      const pdf = await getDocumentProxy(
        new Uint8Array(await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections })),
      );
      const size = async (text: string): Promise<number> => {
        for (let number = 1; number <= pdf.numPages; number++) {
          const { items } = await (await pdf.getPage(number)).getTextContent();
          const found = items.find((item) => "str" in item && item.str.startsWith(text));
          if (found !== undefined && "height" in found) return found.height;
        }
        return 0;
      };
      return { count: pdf.numPages, bar: await size("The bar") };
    };
    const usual = await sizesWith(20);
    expect(usual.bar).toBeGreaterThan(4);
    const all = await Promise.all([26, 28, 30, 32, 34, 36].map(sizesWith));
    // Among them are some that are set tighter.
    expect(new Set(all.map(({ count }) => count)).size).toBeLessThanOrEqual(2);
    for (const { bar } of all) expect(bar).toBeCloseTo(usual.bar, 3);
  });

  it("has no text of a chart too small to read, however tightly all is set", async () => {
    const quantity = { value: 1, text: "1 day" };
    const bars = Array.from({ length: 4 }, (_, at) => ({ label: `bar ${at}`, values: [quantity, quantity] }));
    const chart = { kind: "bars" as const, series: ["A", "B"], bars };
    const rows = Array.from({ length: 17 }, (_, at) => [`row ${at}.`, "x"]);
    for (let more = 0; more < 24; more += 3) {
      const table = [...rows, ...Array.from({ length: more }, (_, at) => [`more ${at}.`, "x"])];
      const blocks = [
        { kind: "chart" as const, caption: "Bars", chart },
        { kind: "table" as const, caption: "Rows", columns: [{ label: "Row" }, { label: "X" }], rows: table },
      ];
      const pdf = await getDocumentProxy(
        new Uint8Array(
          await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections: [{ heading: "A", blocks }] }),
        ),
      );
      const heights: number[] = [];
      for (let number = 1; number <= pdf.numPages; number++) {
        const { items } = await (await pdf.getPage(number)).getTextContent();
        heights.push(...items.flatMap((item) => ("height" in item && item.str.trim() !== "" ? [item.height] : [])));
      }
      expect(Math.min(...heights)).toBeGreaterThanOrEqual(6.4);
    }
  });

  it("has a table begin before its chart, where the chart would leave a page half empty", async () => {
    const bars = Array.from({ length: 12 }, (_, at) => ({ label: `bar ${at}`, values: [{ value: 1, text: "1" }] }));
    const rows = Array.from({ length: 30 }, (_, at) => [`row ${at}.`, "x"]);
    const blocks = [
      { kind: "chart" as const, caption: "Bars", chart: { kind: "bars" as const, series: ["A"], bars } },
      { kind: "table" as const, caption: "Rows", columns: [{ label: "Row" }, { label: "X" }], rows },
    ];
    const pagesAfter = async (lines: number) => {
      const text = Array.from({ length: lines }, () => "before").join("\n");
      const sections = [
        { heading: "A", blocks: [{ kind: "text" as const, text }] },
        { heading: "B", blocks },
      ];
      const pdf = await pdfPages(await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections }));
      return [/row 0\./, /bar 0/].map((one) => pdf.findIndex((page) => one.test(page)));
    };
    expect(await pagesAfter(2)).toEqual([0, 0]);
    expect(await pagesAfter(17)).toEqual([0, 1]);
  });

  it("begins no line with a sign that belongs to the figure before it", async () => {
    for (let words = 8; words < 24; words++) {
      const text = `${"word ".repeat(words)}takes 38.7 % of it`;
      const sections = [{ heading: "A", blocks: [{ kind: "text" as const, text }] }];
      const pdf = await getDocumentProxy(
        new Uint8Array(await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections })),
      );
      const { items } = await (await pdf.getPage(1)).getTextContent();
      expect(items.filter((item) => "str" in item && item.str.startsWith("%"))).toEqual([]);
    }
  });

  it("keeps a question on the page of the table that answers it, and a figure on one line", async () => {
    const days = { value: 86_400, text: "1,234.5 days" };
    const columns = ["Cases", ...Array.from({ length: 7 }, (_, at) => `Of the others ${at}`)].map((label) => ({
      label,
    }));
    const rows = Array.from({ length: 8 }, (_, at) => [
      `in which “somebody” did “something ${at}”`,
      ...columns.slice(1).map(() => days),
    ]);
    const blocks = [
      { kind: "text" as const, text: Array.from({ length: 34 }, () => "before").join("\n") },
      { kind: "text" as const, lead: "Which ones?", text: "These." },
      { kind: "table" as const, caption: "Answer", columns, rows },
    ];
    const pdf = await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections: [{ heading: "A", blocks }] });
    const found = await pdfPages(pdf);
    const pageOf = (text: RegExp) => found.findIndex((page) => text.test(page));
    expect(pageOf(/before before/)).toBe(0);
    expect(pageOf(/Which ones\?/)).toBe(pageOf(/something 0/));
    expect(found.join(" ").match(/(?:1,234\.5 days ){7}/g)).toHaveLength(8);
  });

  it("breaks no word of a table of many columns, while other columns have room", async () => {
    const word = "diagnosticurinarysediment";
    const labels = [
      "Groups",
      "How many",
      "Share concerned",
      "Among the others",
      "More, at least",
      "And at most",
      "In the later half by",
    ];
    const rows = [[`with ${word} = true`, "485", "80.7 %", "62.0 %", "13.1", "24.1", "17.9"]];
    const columns = labels.map((label) => ({ label }));
    const blocks = [{ kind: "table" as const, caption: "Groups", columns, rows }];
    const pdf = await renderPdf({ ...sampleReport({ rows: 0 }), figures: [], sections: [{ heading: "A", blocks }] });
    expect((await pdfPages(pdf)).join(" ")).toContain(`${word} = true`);
  });

  it("lets a picture share a page with what stands above it, as long as it can be read there", async () => {
    const pagesWith = async (height: number) => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="${height}" viewBox="0 0 400 ${height}"><text x="0" y="20" font-size="12">drawn</text></svg>`;
      const sections = [
        { heading: "Words", blocks: [{ kind: "text" as const, text: "in short" }] },
        { heading: "Map", blocks: [{ kind: "picture" as const, caption: "A map", svg }] },
      ];
      const written = await pdfPages(await renderPdf({ ...sampleReport({ rows: 0 }), sections }));
      return [/in short/, /drawn/].map((text) => written.findIndex((page) => text.test(page)));
    };
    expect(await pagesWith(400)).toEqual([0, 0]);
    expect(await pagesWith(1300)).toEqual([0, 1]);
  });
});
