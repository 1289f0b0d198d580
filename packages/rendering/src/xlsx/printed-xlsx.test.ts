import { describe, expect, it } from "vitest";
import { renderXlsx } from "./render-xlsx.ts";
import { officeFaults } from "../test/office-faults.ts";
import { officeParts, textsOf } from "../test/office-parts.ts";
import { sampleReport } from "../test/sample-report.ts";
import type { Block, Quantity, Report } from "../report/report.ts";

const table = (columns: number, rows: number): Block => ({
  kind: "table",
  caption: "Rows",
  columns: Array.from({ length: columns }, (_, at) => ({ label: `A column that is wide, number ${at}` })),
  rows: Array.from({ length: rows }, () => Array.from({ length: columns }, () => "x")),
});

/** The sheets of a report by their names. */
async function sheetsOf(report: Report): Promise<Map<string, string>> {
  const bytes = await renderXlsx(report);
  expect(officeFaults(bytes)).toEqual([]);
  const parts = officeParts(bytes);
  const names = [...(parts.get("xl/workbook.xml") ?? "").matchAll(/<sheet [^>]*name="([^"]+)"/g)];
  return new Map(names.map(([, name = ""], at) => [name, parts.get(`xl/worksheets/sheet${at + 1}.xml`) ?? ""]));
}

describe("a printed workbook", () => {
  it("is as wide as a page on each sheet, on its side where columns need it, with the report and the page at its foot", async () => {
    const sections = [
      { heading: "Narrow", blocks: [table(2, 1)] },
      { heading: "Wide", blocks: [table(9, 1)] },
    ];
    const sheets = await sheetsOf({ ...sampleReport({ rows: 1 }), title: "7 & \u{1f600} <b>", sections });
    const lies = [...sheets].map(([name, xml]) => [name, /<pageSetup [^>]*orientation="(\w+)"/.exec(xml)?.[1]]);
    expect(lies).toEqual([
      ["Overview", "portrait"],
      ["Narrow", "portrait"],
      ["Wide", "landscape"],
    ]);
    for (const xml of sheets.values()) {
      expect(xml).toContain('<pageSetUpPr fitToPage="1"/>');
      expect(xml).toMatch(/<pageSetup [^>]*paperSize="9"[^>]*fitToWidth="1" fitToHeight="0"/);
      expect(textsOf(xml, "oddFooter")).toEqual(["&L 7 && \u{1f600} <b>&R&P / &N"]);
      // The order that Excel wants.
      expect(xml).toMatch(/<sheetPr>.*<sheetData>.*<pageMargins .*<pageSetup .*<headerFooter>/s);
    }
  });

  it("has the head of a long table on each page, and cuts no other", async () => {
    const sections = [
      { heading: "It's one", blocks: [table(2, 90)] },
      { heading: "Two", blocks: [table(2, 30), table(2, 90), table(2, 30), table(2, 30), table(2, 30)] },
    ];
    const report = { ...sampleReport({ rows: 1 }), sections };
    const parts = officeParts(await renderXlsx(report));
    expect(textsOf(parts.get("xl/workbook.xml") ?? "", "definedName")).toEqual([
      "'It''s one'!$1:$2",
      "'Two'!$1:$2",
      "'Two 2'!$1:$2",
    ]);
    expect(parts.get("xl/workbook.xml")).toContain('name="_xlnm.Print_Titles" localSheetId="1"');
    const sheets = await sheetsOf(report);
    expect([...sheets.keys()]).toEqual(["Overview", "It&apos;s one", "Two", "Two 2", "Two 3"]);
    const breaks = [...(sheets.get("Two 3") ?? "").matchAll(/<brk id="(\d+)"/g)].map(([, row]) => Number(row));
    // A caption, a head, and a free row behind each.
    expect(breaks).toEqual([33, 66]);
  });

  it("cuts no chart", async () => {
    const bar = (value: number) => ({ label: `Bar ${value}`, values: [{ value, text: String(value) }] });
    const chart = (bars: number): Block => ({
      kind: "chart",
      caption: "Bars",
      chart: { kind: "bars", series: ["A"], bars: Array.from({ length: bars }, (_, at) => bar(at)) },
    });
    const sections = [{ heading: "Charts", blocks: [chart(5), chart(5), chart(5), chart(20)] }];
    const xml = (await sheetsOf({ ...sampleReport({ rows: 1 }), sections })).get("Charts") ?? "";
    const breaks = [...xml.matchAll(/<brk id="(\d+)"/g)].map(([, row]) => Number(row));
    const captions = [...xml.matchAll(/<row r="(\d+)"><c r="A\d+" s="\d+" t="s"><v>(\d+)<\/v><\/c><\/row>/g)];
    const begins = captions.map(([, row]) => Number(row) - 1);
    expect(begins).toHaveLength(4);
    expect(breaks.length).toBeGreaterThan(0);
    expect(begins).toEqual(expect.arrayContaining(breaks));
    const pages = [0, ...breaks];
    for (const [at, from] of pages.entries()) {
      const last = begins.filter((row) => row < (pages[at + 1] ?? Number.POSITIVE_INFINITY)).at(-1) ?? 0;
      expect(last - from).toBeLessThan(60);
    }
  });

  it("has rows as high as their texts need", async () => {
    const text = `${"A text of words that goes on. ".repeat(12)}\n${"\u5be9\u67fb".repeat(80)}`;
    const sections = [
      { heading: "Said", blocks: [{ kind: "text" as const, text }] },
      {
        heading: "Table",
        blocks: [{ kind: "table" as const, caption: "Rows", columns: [{ label: "A" }], rows: [[text], ["short"]] }],
      },
    ];
    const sheets = await sheetsOf({ ...sampleReport({ rows: 1 }), sections });
    const heights = (name: string): (number | undefined)[] =>
      [...(sheets.get(name) ?? "").matchAll(/<row r="\d+"(?: ht="(\d+)"[^>]*)?\/?>/g)].map(([, height]) =>
        height === undefined ? undefined : Number(height),
      );
    // 360 characters, and 160 as wide as two, on 110 and on 88.
    expect(heights("Overview")).toContain((4 + 3) * 15);
    expect(heights("Table")).toEqual([undefined, undefined, (5 + 4) * 15, undefined]);
  });
});

/** The numbers on a sheet, counted from 1, each with the format in which it is shown. */
function shownOn(bytes: Uint8Array, sheet: number): [value: number, format: string][] {
  const parts = officeParts(bytes);
  const styles = parts.get("xl/styles.xml") ?? "";
  const formats = new Map(
    [...styles.matchAll(/<numFmt [^>]*\/>/g)].map(([tag]) => [
      /numFmtId="(\d+)"/.exec(tag)?.[1],
      /formatCode="([^"]*)"/.exec(tag)?.[1]?.replaceAll("&quot;", '"').replaceAll("&gt;", ">"),
    ]),
  );
  const cellFormats = [...(/<cellXfs.*<\/cellXfs>/s.exec(styles)?.[0] ?? "").matchAll(/<xf [^>]*>/g)].map(
    ([tag]) => formats.get(/numFmtId="(\d+)"/.exec(tag)?.[1]) ?? "",
  );
  return [...(parts.get(`xl/worksheets/sheet${sheet}.xml`) ?? "").matchAll(/s="(\d+)"><v>([^<]+)<\/v>/g)].map(
    ([, style, value]) => [Number(value), cellFormats[Number(style)] ?? ""],
  );
}

describe("key figures of a workbook", () => {
  it("are numbers in their own unit", async () => {
    const figures: Quantity[] = [
      { value: 1234, text: "" },
      { value: 5 * 86_400, text: "", unit: "s" },
      { value: 3600, text: "", unit: "s" },
      { value: -7200, text: "", unit: "s" },
      { value: 12.5, text: "", unit: "%" },
      { value: -1.5, text: "", unit: "points" },
      { value: 3 * 86_400, text: "+3 days", unit: "s" },
      { value: 7, text: "+7" },
    ];
    const bytes = await renderXlsx({
      ...sampleReport({ rows: 1 }),
      sections: [
        {
          heading: "Both",
          blocks: [{ kind: "table", caption: "B", columns: [{ label: "A" }], rows: figures.map((one) => [one]) }],
        },
      ],
      figures: figures.map((value, at) => ({ label: `Figure ${at}`, value })),
    });
    const expected = [
      [1234, "#,##0"],
      [5, '#,##0.0"\u00a0days"'],
      [1 / 24, "[h]:mm:ss"],
      [-2, '#,##0.0"\u00a0hours"'],
      [0.125, '0.0"\u00a0"%'],
      [-1.5, '#,##0.0"\u00a0points"'],
      [3, '+#,##0.0"\u00a0days"'],
      [7, "+#,##0;-#,##0;#,##0"],
    ];
    expect(shownOn(bytes, 1)).toEqual(expect.arrayContaining(expected));
    expect(shownOn(bytes, 2)).toEqual(expected);
  });
});

describe("columns of a workbook", () => {
  it("have one format each: shares as percentages, long times in days, numbers with as many decimals", async () => {
    const column = (unit: string | undefined, values: readonly number[], sign = ""): Quantity[] =>
      values.map((value) => ({ value, text: `${sign}${value}`, ...(unit === undefined ? {} : { unit }) }));
    const columns = [column("%", [76, 0.5]), column("s", [172_800, 60]), column(undefined, [12, 0.25])];
    const units = ["%", "s", undefined];
    const bytes = await renderXlsx({
      ...sampleReport({ rows: 1 }),
      figures: [],
      sections: [
        {
          heading: "Table",
          blocks: [
            {
              kind: "table",
              caption: "T",
              columns: units.map((unit, at) => ({ label: `C${at}`, ...(unit === undefined ? {} : { unit }) })),
              rows: [0, 1].map((at) => columns.map((one) => one[at] ?? null)),
            },
          ],
        },
      ],
    });
    const long = '[>=2]#,##0.0"\u00a0days";[h]:mm:ss';
    expect(shownOn(bytes, 2)).toEqual([
      [0.76, '0.0"\u00a0"%'],
      [2, long],
      [12, "#,##0.00"],
      [0.005, '0.0"\u00a0"%'],
      [60 / 86_400, long],
      [0.25, "#,##0.00"],
    ]);
  });
});

describe("the first sheet of a workbook", () => {
  it("leads to the others", async () => {
    const sections = ["It's one", "Two & three"].map((heading) => ({ heading, blocks: [table(2, 1), table(2, 1)] }));
    const sheets = await sheetsOf({ ...sampleReport({ rows: 1 }), sections });
    const [first = ""] = sheets.values();
    const links = [...first.matchAll(/<hyperlink ref="(A\d+)" location="([^"]+)"\/>/g)].map(([, cell, to]) => [
      cell,
      to,
    ]);
    const rows = Number(
      /<dimension ref="A1:B(\d+)"/.exec(first)?.[1] ?? [...first.matchAll(/<row r="(\d+)"/g)].at(-1)?.[1],
    );
    expect(links).toEqual([
      [`A${rows - 3}`, "&#39;It&#39;&#39;s one&#39;!A1"],
      [`A${rows - 1}`, "&#39;Two &amp; three&#39;!A1"],
    ]);
  });
});
