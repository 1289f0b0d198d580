import { describe, expect, it } from "vitest";
import { renderXlsx } from "./render-xlsx.ts";
import { officeParts, textsOf } from "../test/office-parts.ts";
import { sampleReport } from "../test/sample-report.ts";
import type { Block, Chart, Report, Section } from "../report/report.ts";

const seconds = (value: number) => ({ value, text: `${value} s` });
const BARS: Chart = {
  kind: "bars",
  series: ["Before", "After"],
  unit: "s",
  bars: [
    { label: "Ship & 'pack' <now>", values: [seconds(900_000), seconds(30)] },
    { label: "=cmd", values: [seconds(7), seconds(0)] },
  ],
};
const HISTOGRAM: Chart = {
  kind: "histogram",
  valueLabel: "Duration",
  countLabel: "Cases",
  unit: "s",
  bins: [
    { from: seconds(0), to: seconds(10), count: 3 },
    { from: seconds(10), to: seconds(99), count: 1, isOpen: true },
  ],
};
const TIMELINE: Chart = {
  kind: "timeline",
  periods: ["2024-01", "2024-02"],
  series: [
    { name: "Started", values: [1, 2] },
    { name: "Ended", values: [0, 3] },
  ],
};

function reportOf(charts: readonly Chart[]): Report {
  const sections = charts.map((chart) => ({
    heading: chart.kind,
    blocks: [{ kind: "chart" as const, caption: chart.kind, chart }],
  }));
  return { ...sampleReport({ rows: 1 }), sections };
}

/** The cells of a sheet by their place; texts only with the workbook's shared ones. */
function cellsOf(xml: string, shared?: string): [string, string][] {
  const texts = shared === undefined ? [] : textsOf(shared, "t");
  return [...xml.matchAll(/<c r="([A-Z]+\d+)"[^>]*?(?: t="(\w+)")?>\s*<v>([^<]*)<\/v>/g)].flatMap(
    ([, place = "", type, value = ""]): [string, string][] => {
      if (type !== "s") return [[place, value]];
      const text = texts[Number(value)];
      return text === undefined ? [] : [[place, text]];
    },
  );
}

describe("renderXlsx", () => {
  it("has a sheet for all charts and one for each table, with numbers as numbers and empty cells where nothing is known", async () => {
    const parts = officeParts(await renderXlsx(sampleReport({ rows: 3 })));
    const names = [...(parts.get("xl/workbook.xml") ?? "").matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(["Overview", "Charts", "Table"]);
    const table = parts.get("xl/worksheets/sheet3.xml") ?? "";
    expect(cellsOf(table).filter(([place]) => place?.startsWith("B"))).toEqual([
      ["B3", "0.5"],
      ["B5", "2.5"],
    ]);
    expect(textsOf(parts.get("xl/sharedStrings.xml") ?? "", "t")).toEqual(
      expect.arrayContaining(["審査 Prüfung → Łódź", "Time (d)"]),
    );
  });

  it("draws each chart from the cells beside it", async () => {
    const parts = officeParts(await renderXlsx(reportOf([BARS, HISTOGRAM, TIMELINE])));
    const sheet = new Map(cellsOf(parts.get("xl/worksheets/sheet2.xml") ?? "", parts.get("xl/sharedStrings.xml")));
    for (const [at, chart] of [BARS, HISTOGRAM, TIMELINE].entries()) {
      const xml = parts.get(`xl/charts/chart${at + 1}.xml`) ?? "";
      const ranges = [...xml.matchAll(/<c:f>([^<]+)<\/c:f><c:(?:str|num)Cache>(.*?)<\/c:(?:str|num)Cache>/g)].map(
        ([, address = "", cache = ""]) => ({ address, values: textsOf(cache, "c:v") }),
      );
      expect(ranges.length).toBeGreaterThan(2);
      for (const { address, values } of ranges) {
        const [, column = "", from = "", to = ""] =
          /^&#39;Charts&#39;!\$(\w+)\$(\d+):\$\w+\$(\d+)$/.exec(address) ?? [];
        const cells = Array.from({ length: +to - +from + 1 }, (_, idx) => sheet.get(`${column}${+from + idx}`));
        expect({ address, cells }).toEqual({ address, cells: values });
      }
      expect(xml).toContain(`<a:t>${chart.kind}</a:t>`);
    }
    expect(parts.get("xl/drawings/drawing2.xml")?.match(/<c:chart /g)).toHaveLength(3);
    expect(parts.get("xl/drawings/_rels/drawing2.xml.rels")?.match(/\/xl\/charts\/chart\d\.xml/g)).toHaveLength(3);
    expect(parts.get("[Content_Types].xml")?.match(/drawingml\.chart\+xml/g)).toHaveLength(3);
  });

  it("has the tables of a section on one sheet as Excel's own, whose columns are named as their heads, each once", async () => {
    const columns = [{ label: "Time" }, { label: " time" }, { label: "=a\n<b>" }];
    const table = (rows: number): Block => ({
      kind: "table",
      caption: "Rows",
      columns,
      rows: Array.from({ length: rows }, () => ["x", "y", "z"]),
    });
    const sections = [
      { heading: "Two", blocks: [table(2), table(0)] },
      { heading: "two", blocks: [table(1)] },
    ];
    const parts = officeParts(await renderXlsx({ ...sampleReport({ rows: 1 }), sections }));
    const areas = [
      [2, 1, "A2:C4"],
      [2, 2, "A7:C8"],
      [3, 3, "A2:C3"],
    ] as const;
    for (const [sheet, id, area] of areas) {
      const xml = parts.get(`xl/tables/table${id}.xml`) ?? "";
      expect(xml.match(/ref="[^"]+"/g)).toEqual([`ref="${area}"`, `ref="${area}"`]);
      const cells = new Map(
        cellsOf(parts.get(`xl/worksheets/sheet${sheet}.xml`) ?? "", parts.get("xl/sharedStrings.xml")),
      );
      const heads = ["A", "B", "C"].map((column) => cells.get(`${column}${area.slice(1, 2)}`));
      expect(heads).toEqual(["Time", "time 2", "'=a <b>"]);
      expect([...xml.matchAll(/<tableColumn id="\d" name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
        "Time",
        "time 2",
        "&#39;=a &lt;b&gt;",
      ]);
      expect(parts.get(`xl/worksheets/sheet${sheet}.xml`)).toContain(`<tablePart r:id="rId-table-${id}"/>`);
      expect(parts.get(`xl/worksheets/_rels/sheet${sheet}.xml.rels`)).toContain(`/xl/tables/table${id}.xml`);
    }
    expect(parts.get("[Content_Types].xml")?.match(/spreadsheetml\.table\+xml/g)).toHaveLength(3);
  });

  it("holds durations as Excel's own, but for those below zero, which it can't show", async () => {
    const durations = (label: string, ...values: number[]): Section => ({
      heading: label,
      blocks: [
        {
          kind: "table",
          caption: label,
          columns: [{ label, unit: "s" }],
          rows: values.map((value) => [seconds(value)]),
        },
      ],
    });
    const sections = [durations("long", 90_000, 30), durations("short", 0.5), durations("less", -60, 30)];
    const parts = officeParts(await renderXlsx({ ...sampleReport({ rows: 1 }), sections }));
    const sheets = [2, 3, 4].map((at) =>
      cellsOf(parts.get(`xl/worksheets/sheet${at}.xml`) ?? "", parts.get("xl/sharedStrings.xml")),
    );
    expect(sheets.map((cells) => cells.map(([, value]) => value))).toEqual([
      ["long", "long (h:mm:ss)", String(90_000 / 86_400), String(30 / 86_400)],
      ["short", "short (h:mm:ss.000)", String(0.5 / 86_400)],
      ["less", "less (seconds)", "-60", "30"],
    ]);
    expect(parts.get("xl/styles.xml")).toContain('formatCode="[h]:mm:ss"');
  });

  it("cuts what Excel would take for damage: long texts of cells and of heads", async () => {
    const long = "a😀".repeat(20_000);
    const columns = [{ label: long }, { label: long }];
    const sections = [
      { heading: "Long", blocks: [{ kind: "table" as const, caption: "Long", columns, rows: [[long, long]] }] },
    ];
    const parts = officeParts(await renderXlsx({ ...sampleReport({ rows: 1 }), sections }));
    const names = [...(parts.get("xl/tables/table1.xml") ?? "").matchAll(/<tableColumn id="\d" name="([^"]*)"/g)].map(
      ([, name = ""]) => name,
    );
    // One less where a character of two units would be cut.
    expect(names.map(({ length }) => length)).toEqual([254, 255]);
    const texts = textsOf(parts.get("xl/sharedStrings.xml") ?? "", "t");
    expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(32_767);
    expect(texts).toEqual(expect.arrayContaining(names));
    expect(texts.every((text) => text.isWellFormed())).toBe(true);
  });

  it.each(["=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"])(
    "writes no formula for %j",
    async (text) => {
      const parts = officeParts(await renderXlsx(sampleReport({ rows: 1, text })));
      expect([...parts.values()].join("")).not.toMatch(/<f[ >]/);
      const texts = textsOf(parts.get("xl/sharedStrings.xml") ?? "", "t");
      expect(texts.filter((one) => /^[=+\-@\t\r]/.test(one))).toEqual([]);
      expect(texts.map((one) => one.replaceAll("\r", ""))).toContain(`'${text.replaceAll("\r", "")}`);
    },
  );
});
