import type { Report } from "@longhaul/rendering";
import { describe, expect, it } from "vitest";
import { reportCsv } from "./report-csv.ts";

const report: Report = {
  language: "en",
  title: "T",
  kind: "Detailed report",
  subtitle: "",
  createdAt: "2026-01-01T00:00:00.000Z",
  figures: [{ label: "Median", value: { value: 7200, text: "2 hours", unit: "s" } }],
  isShort: false,
  sections: [
    {
      heading: "A",
      blocks: [
        {
          kind: "table",
          caption: "",
          columns: [{ label: "Activity" }, { label: "Time", unit: "s" }],
          rows: [["=cmd|calc", { value: 7200, text: "2 hours" }]],
        },
      ],
    },
  ],
};

describe("reportCsv", () => {
  it("neutralises formulas and writes figures as numbers with their unit", () => {
    expect(reportCsv(report)).toBe(
      "section,row,label,value,unit\r\nT,1,Median,7200,s\r\nA,1,Activity,'=cmd|calc,\r\nA,1,Time,7200,s\r\n",
    );
  });
});
