import type { Report } from "@longhaul/rendering";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openReportBench, type ReportBench } from "./report.fixture.ts";

const EVIL = `=cmd|' /C calc'!A0`;
const MARKUP = `<img src=x onerror=alert(1)>`;

/** 40 cases; every other one has the third activity, which takes a day. */
function log(): string {
  const rows = Array.from({ length: 40 }, (_, idx) => {
    const day = String(1 + (idx % 28)).padStart(2, "0");
    const third = idx % 2 === 0 ? [`${idx},審査 → 한국어,2024-03-${day}T12:00:00Z`] : [];
    return [`${idx},"${EVIL}",2024-02-${day}T08:00:00Z`, `${idx},${MARKUP},2024-02-${day}T09:30:00Z`, ...third].join(
      "\n",
    );
  });
  return `case,activity,timestamp\n${rows.join("\n")}\n`;
}

describe("ReportGeneration", () => {
  let bench: ReportBench;

  beforeAll(async () => {
    bench = await openReportBench("log.csv", log());
  });
  afterAll(() => bench.close());

  it("writes every format it is asked for, named for downloads and archives", async () => {
    const exportFormats = ["PDF", "PowerPoint", "Excel", "HTML", "CSV", "JSON"];
    const made = await bench.report({ exportFormats, title: `../../${EVIL}` });
    expect([...made.keys()]).toEqual([
      "report.pdf",
      "report.pptx",
      "report.xlsx",
      "report.html",
      "report.csv",
      "report.json",
    ]);
    expect([...made.values()].map(({ meta }) => meta.format)).toEqual(exportFormats);
    expect(made.get("report.pdf")?.bytes.toString("latin1", 0, 5)).toBe("%PDF-");
    for (const office of ["report.pptx", "report.xlsx"])
      expect(made.get(office)?.bytes.toString("latin1", 0, 2)).toBe("PK");
  });

  it("lets nothing of a log run: formulas are texts, markup is escaped", async () => {
    const made = await bench.report({ exportFormats: ["HTML", "CSV"], reportType: "detailed", title: MARKUP });
    const html = made.get("report.html")?.bytes.toString() ?? "";
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(html).not.toContain("<img");
    const csv = made.get("report.csv")?.bytes.toString() ?? "";
    expect(csv).toContain(`'${EVIL}`);
    expect(csv.split(/\r\n|,/).filter((field) => /^"?[=+\-@\t\r]/.test(field))).toEqual([]);
  });

  it("has charts and a process map, or none where they aren't wanted", async () => {
    const count = async (includeVisualizations: boolean): Promise<number> => {
      const made = await bench.report({ exportFormats: ["HTML"], reportType: "detailed", includeVisualizations });
      return made.get("report.html")?.bytes.toString().match(/<svg /g)?.length ?? 0;
    };
    expect(await count(true)).toBe(5);
    expect(await count(false)).toBe(0);
  });

  it("says what each chart shows, and which part of the process its map shows, for a page and for a slide", async () => {
    const made = await bench.report({ exportFormats: ["JSON"], reportType: "detailed" });
    const { sections } = JSON.parse(made.get("report.json")?.bytes.toString() ?? "") as Report;
    const blocks = sections.flatMap((section) => section.blocks);
    const charts = blocks.flatMap((block) => (block.kind === "chart" ? [block] : []));
    expect(charts.map(({ reading = [] }) => reading.length > 0)).toEqual([true, true, true, true]);
    const [map, ...others] = blocks.flatMap((block) => (block.kind === "picture" ? [block] : []));
    expect(others).toEqual([]);
    expect(map?.caption).toContain("3 of 3 activities and 2 of 2 transitions, 100.0 % of all steps");
    expect(map?.onSlide?.caption).toContain("3 of 3 activities and 2 of 2 transitions");
    expect(map?.onSlide?.svg).toContain("<svg");
  });

  it("is short as an executive summary, and tells what differs in a comparison", async () => {
    const headings = async (reportType: string, analyses: 1 | 2 = 1): Promise<string[]> => {
      const made = await bench.report({ exportFormats: ["JSON"], reportType }, analyses);
      const { sections } = JSON.parse(made.get("report.json")?.bytes.toString() ?? "") as {
        sections: { heading: string }[];
      };
      return sections.map(({ heading }) => heading);
    };
    expect(await headings("executive_summary")).toEqual(
      expect.arrayContaining(["In short", "Where time is lost", "Process map", "Appendix: parameters and lineage"]),
    );
    for (const reportType of ["executive_summary", "detailed"])
      expect(await headings(reportType)).toContain("Appendix: definitions of figures");
    expect((await headings("detailed")).length).toBeGreaterThan((await headings("executive_summary")).length);
    expect(await headings("comparison", 2)).toEqual(
      expect.arrayContaining(["Side by side", "Variants: shared, new and lost", "Process maps"]),
    );
    await expect(bench.report({ reportType: "comparison" })).rejects.toThrow("needs exactly two analyses");
  });
});
