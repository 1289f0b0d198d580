import { describe, expect, it } from "vitest";
import { reportParametersSchema } from "./parameters.ts";

describe("parameters of ReportGeneration", () => {
  it("are filled in, and the known formats are named when one is refused", () => {
    expect(reportParametersSchema.validate({}).value).toEqual({
      reportType: "executive_summary",
      includeVisualizations: true,
      exportFormats: ["PDF"],
      language: "en",
    });
    const { error } = reportParametersSchema.validate({ exportFormats: ["DOCX"] });
    expect(error?.message).toContain("[PDF, PowerPoint, Excel, HTML, CSV, JSON]");
  });
});
