import { describe, expect, it } from "vitest";
import { reportParametersSchema } from "./parameters.ts";
import { reportCsv } from "./render.ts";

describe("ReportGeneration", () => {
  it("neutralises formulas in the CSV", () => {
    const block = { kind: "table" as const, caption: "", columns: ["Activity"], rows: [["=cmd|calc"]] };
    const csv = reportCsv({ title: "", subtitle: "", createdAt: "", sections: [{ heading: "A", blocks: [block] }] });
    expect(csv).toBe("section,row,label,value\r\nA,1,Activity,'=cmd|calc\r\n");
  });

  it("fills in defaults and names the known formats when it refuses one", () => {
    expect(reportParametersSchema.validate({}).value).toEqual({
      reportType: "executive_summary",
      includeVisualizations: true,
      exportFormats: ["PDF"],
    });
    const { error } = reportParametersSchema.validate({ exportFormats: ["DOCX"] });
    expect(error?.message).toContain("[PDF, HTML, CSV, JSON]");
  });
});
