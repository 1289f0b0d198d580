import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAnalysisBench, type AnalysisBench } from "../process-mining-analysis/analysis.fixture.ts";

let bench: AnalysisBench;

beforeAll(async () => {
  bench = await openAnalysisBench("running-example.xes");
});
afterAll(() => bench.close());

describe("process model of ProcessMiningAnalysis", () => {
  it("is discovered as asked, told with its quality, and exported", async () => {
    const { outputs, artifacts } = await bench.run({ algorithm: "alpha_miner" }, ["discover", "report"]);
    expect(outputs.discover?.results["processModel"]).toMatchObject({
      activities: 8,
      algorithm: "alpha_miner",
      places: 7,
      modelTransitions: 8,
      quality: { fitness: 1, fittingCases: 1, precision: 0.7531, measuredCases: 1 },
    });
    expect(artifacts.get("process-model.pnml")?.content).toContain("<text>R&amp;D &lt;check&gt;</text>");
    expect(artifacts.get("process-model.bpmn")?.content).toContain('<bpmn:task id="n');
    expect(artifacts.get("process-model.svg")?.content).toContain("<svg");
    expect(artifacts.get("analysis-report.json")?.content).toContain('"algorithm": "alpha_miner"');
  });

  it("is that of the infrequent inductive miner by default", async () => {
    const parameters = { outputOptions: { createVisualizations: false } };
    const { outputs, artifacts } = await bench.run(parameters, ["discover", "report"]);
    expect(outputs.discover?.results["processModel"]).toMatchObject({
      algorithm: "inductive_miner_infrequent",
      quality: { fitness: 1 },
    });
    expect([...artifacts.keys()]).toContain("process-model.bpmn");
    expect([...artifacts.keys()]).not.toContain("process-model.svg");
  });
});
