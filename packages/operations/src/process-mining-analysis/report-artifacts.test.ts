import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAnalysisBench, type AnalysisBench } from "./analysis.fixture.ts";

let bench: AnalysisBench;

beforeAll(async () => {
  bench = await openAnalysisBench("running-example.xes");
});
afterAll(() => bench.close());

describe("exportFormats of ProcessMiningAnalysis", () => {
  it("gives the formats that are asked for: PDF for people, charts as SVG", async () => {
    const parameters = { outputOptions: { exportFormats: ["PDF", "SVG"] } };
    const { outputs, artifacts } = await bench.run(parameters, ["discover", "report"]);
    expect(outputs.report?.results).toEqual({ reportsCreated: 1, formats: ["SVG", "PDF"] });
    expect(artifacts.get("analysis-report.pdf")?.meta).toMatchObject({ format: "PDF", mediaType: "application/pdf" });
    expect(artifacts.get("analysis-report.pdf")?.content).toMatch(/^%PDF-/);
    for (const name of ["case-durations", "case-timeline", "variants", "bottlenecks", "process-map"]) {
      expect(artifacts.get(`${name}.svg`)?.content).toContain("<svg");
    }
    expect([...artifacts.keys()]).not.toContain("activities.csv");
  });
});
