import { describe, expect, it } from "vitest";
import { renderXlsx } from "./render-xlsx.ts";
import { officeParts, textsOf } from "./test/office-parts.ts";
import { sampleReport } from "./test/sample-report.ts";

describe("renderXlsx", () => {
  it("has a sheet for each table and chart, with numbers as numbers and empty cells where nothing is known", async () => {
    const parts = officeParts(await renderXlsx(sampleReport({ rows: 3 })));
    const names = [...(parts.get("xl/workbook.xml") ?? "").matchAll(/<sheet [^>]*name="([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(names).toEqual(["Overview", "Overview 2", "Table"]);
    const table = parts.get("xl/worksheets/sheet3.xml") ?? "";
    expect(
      [...table.matchAll(/<c r="B(\d)"[^>]*?(?: t="(\w+)")?>\s*<v>([^<]*)<\/v>/g)]
        .map(([, row, , value]) => [row, value])
        .slice(1),
    ).toEqual([
      ["2", "0.5"],
      ["4", "2.5"],
    ]);
    expect(table).toMatch(/<\/sheetData><autoFilter ref="A1:[B-Z]4"\/>/);
    expect(parts.get("xl/worksheets/sheet1.xml")).not.toContain("autoFilter");
    expect(textsOf(parts.get("xl/sharedStrings.xml") ?? "", "t")).toEqual(
      expect.arrayContaining(["審査 Prüfung → Łódź", "Time (d)"]),
    );
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
