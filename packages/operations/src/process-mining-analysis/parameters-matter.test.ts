import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAnalysisBench, type AnalysisBench, type AnalysisRun } from "./analysis.fixture.ts";

/*
 * Every parameter changes what comes out: keys are left out, or figures differ. On a real log of 1,434 cases; one
 * setting of the trained models is enough, and it is the cheapest.
 */

let bench: AnalysisBench;

beforeAll(async () => {
  bench = await openAnalysisBench("receipt.parquet");
});
afterAll(() => bench.close());

const keys = (value: unknown): string[] => Object.keys(Object(value)).toSorted();

const runs = new Map<string, Promise<AnalysisRun>>();

/** Each analysis is run once, whoever looks at it. */
function analysed(parameters: Record<string, unknown>, phases: Parameters<AnalysisBench["run"]>[1]) {
  const key = JSON.stringify([parameters, phases]);
  const run = runs.get(key) ?? bench.run(parameters, phases);
  runs.set(key, run);
  return run;
}

async function discovered(parameters: Record<string, unknown>): Promise<Record<string, unknown>> {
  return (await analysed(parameters, ["discover"])).outputs.discover?.results ?? {};
}

async function learned({ algorithmSettings, ...parameters }: Record<string, unknown>) {
  const settings = { useAdvancedML: false, ...Object(algorithmSettings) };
  const { outputs, artifacts } = await analysed({ algorithmSettings: settings, ...parameters }, ["discover", "learn"]);
  return {
    results: outputs.learn?.results ?? {},
    summary: outputs.learn?.summary ?? {},
    recommendations: outputs.learn?.recommendations,
    artifacts,
  };
}

describe("analysisType", () => {
  it("decides what discovery tells: a model, performance, or neither", async () => {
    const all = await discovered({});
    expect(keys(all)).toEqual(["performanceMetrics", "processModel", "variantAnalysis"]);
    expect(all["processModel"]).toMatchObject({ activities: 27, transitions: 99, variants: 116, quality: {} });
    const discovery = await discovered({ analysisType: "discovery" });
    expect(keys(discovery)).toEqual(["processModel", "variantAnalysis"]);
    expect(discovery["processModel"]).toEqual(all["processModel"]);
    const performance = await discovered({ analysisType: "performance" });
    expect(performance["performanceMetrics"]).toEqual(all["performanceMetrics"]);
    expect(keys(performance["processModel"])).toEqual(["activities", "complexity", "transitions", "variants"]);
    expect(keys(await discovered({ analysisType: "prediction" }))).toEqual(["processModel"]);
  });

  it("decides what is learned", async () => {
    const types = ["comprehensive", "discovery", "performance", "prediction"];
    const parts = await Promise.all(
      types.map(async (analysisType) => {
        const { results, recommendations } = await learned({ analysisType });
        return [...keys(results), ...(recommendations === undefined ? [] : ["recommendations"])];
      }),
    );
    expect(parts).toEqual([
      ["anomalies", "insights", "patterns", "predictions", "rootCauses", "recommendations"],
      [],
      ["insights", "patterns", "rootCauses", "recommendations"],
      ["anomalies", "predictions"],
    ]);
  });
});

describe("switches", () => {
  it("take away what they name, and nothing else", async () => {
    const all = keys((await learned({})).results);
    const without = async (parameters: Record<string, unknown>) => {
      const left = keys((await learned(parameters)).results);
      return all.filter((key) => !left.includes(key));
    };
    expect(await without({ enableML: false })).toEqual(["predictions"]);
    expect(await without({ generateInsights: false })).toEqual(["insights", "patterns"]);
    expect(await without({ algorithmSettings: { enableAnomalyDetection: false } })).toEqual(["anomalies"]);
    const quiet = await learned({ generateOptimizationRecommendations: false });
    expect(quiet.recommendations).toBeUndefined();
    expect(keys(quiet.results)).toEqual(all.filter((key) => key !== "rootCauses"));
  });

  it("of discovery leave out variants and bottlenecks", async () => {
    expect(await discovered({ enableVariantAnalysis: false })).not.toHaveProperty("variantAnalysis");
    const fast = await discovered({ enableBottleneckDetection: false });
    expect(fast["performanceMetrics"]).not.toHaveProperty("bottleneckActivities");
    expect(await discovered({})).toHaveProperty("performanceMetrics.bottleneckActivities.0");
  });
});

describe("algorithmSettings", () => {
  it("trains models only with useAdvancedML; without it the best simple prediction is told", async () => {
    const simple = await learned({ analysisType: "prediction" });
    const trained = await learned({
      analysisType: "prediction",
      algorithmSettings: { useAdvancedML: true, performanceOptimization: "high_throughput" },
    });
    expect(simple.summary).toMatchObject({ modelsGenerated: 0 });
    expect([...simple.artifacts.keys()]).toEqual([]);
    // Of the two models one is better than its baseline.
    expect(trained.summary).toMatchObject({ modelsGenerated: 1 });
    expect(trained.results["predictions"]).toMatchObject({
      cycleTimePrediction: { beatsBaseline: false },
      models: [
        { predicts: "nextActivity", offered: true },
        { predicts: "remainingTime", offered: false, reason: expect.stringContaining("use that") },
      ],
    });
    expect(trained.summary?.["overallConfidenceScore"]).toBeLessThan(50);
    expect([...trained.artifacts.keys()]).toEqual(["running-cases.csv", "models.zip"]);
    const [header = "", first = ""] = trained.artifacts.get("running-cases.csv")?.content.split(/\r?\n/) ?? [];
    expect(header).toMatch(/^.?case_id,events,last_activity,last_event,next_activity,probability,remaining_hours,/);
    expect(first.split(",").length).toBeGreaterThanOrEqual(9);
    expect(simple.results["predictions"]).toMatchObject({
      pathPrediction: { accuracy: 0.8912, recommended: "most frequent after the last 5 activities, with back-off" },
    });
    expect(trained.results["predictions"]).toHaveProperty("pathPrediction.beatsBaseline");
  });

  it("performanceOptimization decides on how many cases rates are estimated, and how long patterns may be", async () => {
    const figures = async (performanceOptimization: string) => {
      const { results } = await learned({ algorithmSettings: { performanceOptimization } });
      return results;
    };
    const [accurate, balanced, fast] = await Promise.all(["high_accuracy", "balanced", "high_throughput"].map(figures));
    expect(fast?.["anomalies"]).toMatchObject({ estimatedOnCases: 500 });
    expect(balanced?.["anomalies"]).toMatchObject({ estimatedOnCases: 1300 });
    const patterns = [fast, balanced, accurate].map((each) => Object(each?.["patterns"]).frequentPatterns as number);
    expect(patterns).toEqual(patterns.toSorted((a, b) => a - b));
    expect(new Set(patterns).size).toBe(3);
  });
});

describe("predictionTargets", () => {
  it("tells the risk of an outcome and of being late of the running cases, and why what the log hasn't can't be told", async () => {
    const asked = async (predictionTargets: Record<string, unknown>) =>
      learned({
        analysisType: "prediction",
        predictionTargets,
        algorithmSettings: { useAdvancedML: true, performanceOptimization: "high_throughput" },
      });
    const told = await asked({
      outcome: { activity: "T06 Determine necessity of stop advice" },
      due: { attribute: "case:deadline" },
    });
    expect(told.results["predictions"]).toMatchObject({
      risks: { outcome: expect.anything(), overdue: expect.anything() },
    });
    const [header = ""] = told.artifacts.get("running-cases.csv")?.content.split(/\r?\n/) ?? [];
    expect(header).toMatch(/outcome_risk,overdue_risk$/);
    const late = await asked({ outcome: { activity: "nowhere" }, due: { withinHours: 48 } });
    expect(late.results["predictions"]).toMatchObject({
      risks: {
        outcome: { notAvailable: 'the log has no activity "nowhere"' },
        overdue: { testPrefixes: expect.any(Number), calibrationError: expect.any(Number) },
      },
    });
  });
});

describe("algorithm, noiseThreshold and timeWindow", () => {
  it("change the model", async () => {
    const quality = async (parameters: Record<string, unknown>) =>
      Object(Object(await discovered({ analysisType: "discovery", ...parameters }))["processModel"]);
    const [usual, strict, all] = await Promise.all([
      quality({}),
      quality({ noiseThreshold: 0.6 }),
      quality({ algorithm: "inductive_miner" }),
    ]);
    expect(all).toMatchObject({ algorithm: "inductive_miner", quality: { fittingCases: 1 } });
    expect(usual.quality.fittingCases).toBeLessThan(1);
    expect(strict.quality).not.toEqual(usual.quality);
    const heuristics = (heuristicsSettings: Record<string, number>) =>
      quality({ algorithm: "heuristics_miner", heuristicsSettings });
    const [loose, sure] = await Promise.all([heuristics({}), heuristics({ dependencyThreshold: 0.99 })]);
    expect(sure.modelTransitions).toBeLessThan(loose.modelTransitions);
  });

  it("selects cases by the rule that it names", async () => {
    const period = { startDate: "2011-01-01", endDate: "2011-03-31" };
    const cases = async (timeWindow: Record<string, unknown>) =>
      (await bench.run({ timeWindow }, ["load"])).outputs.load?.results["cases"];
    const started = await cases(period);
    const intersecting = await cases({ ...period, cases: "intersecting" });
    const contained = await cases({ ...period, cases: "contained" });
    expect([started, intersecting, contained]).toEqual([354, 382, 310]);
    expect(await cases({ ...period, cases: "started" })).toBe(started);
    expect(await cases({ startDate: "2011-01-01" })).toBeGreaterThan(354);
    await expect(cases({ startDate: "1999-01-01", endDate: "1999-12-31" })).rejects.toMatchObject({
      code: "filters_left_nothing",
    });
  });
});

describe("workingCalendar", () => {
  it("turns the times of bottlenecks into working time", async () => {
    const performance = { analysisType: "performance" };
    const calendar = { ...performance, workingCalendar: { timezone: "Europe/Amsterdam" } };
    expect(await discovered(calendar)).not.toEqual(await discovered(performance));
  });
});

describe("outputOptions", () => {
  it("decide which files are made", async () => {
    const files = async (outputOptions: Record<string, unknown>) => {
      const { artifacts } = await bench.run({ analysisType: "discovery", outputOptions }, ["discover", "report"]);
      return [...artifacts.values()].map(({ meta }) => meta.format).toSorted();
    };
    const all = await files({ exportFormats: ["CSV", "JSON"] });
    expect(new Set(all)).toEqual(new Set(["BPMN", "CSV", "DOT", "HTML", "JSON", "PNML", "SVG"]));
    expect(await files({ exportFormats: ["JSON"] })).toEqual(all.filter((format) => format !== "CSV"));
    expect(await files({ exportFormats: ["CSV", "JSON"], createVisualizations: false })).toEqual(
      all.filter((format) => format !== "SVG" && format !== "HTML"),
    );
    expect(new Set(await files({ exportFormats: ["CSV", "JSON"], generateReports: false }))).toEqual(
      new Set(["HTML", "SVG"]),
    );
  });
});
