import { DISCOVERY_ALGORITHMS } from "@longhaul/process-mining";
import { describe, expect, it } from "vitest";
import { phaseFingerprints } from "../phase-fingerprint.ts";
import { processMiningAnalysis } from "../process-mining-analysis/definition.ts";
import { ALGORITHMS, ANALYSIS_TYPES, analysisParametersSchema, EXPORT_FORMATS, OPTIMIZATIONS } from "./parameters.ts";
import { WINDOW_CASES } from "../filters/filters-parameter.ts";
import { periodOf } from "../filters/period-of.ts";
import { toWorkingCalendar } from "../process-mining-analysis/prepare-work.ts";

const faultOf = (parameters: Record<string, unknown>): string =>
  analysisParametersSchema.validate(parameters, { abortEarly: false }).error?.message ?? "";

describe("parameters of ProcessMiningAnalysis", () => {
  it("knows the algorithms of the engine, and no other", () => {
    expect(ALGORITHMS).toEqual(DISCOVERY_ALGORITHMS);
  });

  it.each([
    ["algorithm", { algorithm: "omega_miner" }, ALGORITHMS],
    ["analysisType", { analysisType: "guesswork" }, ANALYSIS_TYPES],
    ["performanceOptimization", { algorithmSettings: { performanceOptimization: "warp" } }, OPTIMIZATIONS],
    ["exportFormats", { outputOptions: { exportFormats: ["CSV", "FAX"] } }, EXPORT_FORMATS],
    ["timeWindow.cases", { timeWindow: { startDate: "2024-01-01", cases: "lucky" } }, WINDOW_CASES],
  ])("refuses an unknown value of %s with the list of the known", (name, parameters, known) => {
    const fault = faultOf(parameters);
    expect(fault).toContain(name);
    for (const value of known) expect(fault).toContain(value);
  });

  it("refuses a key that it doesn't know, at any level", () => {
    expect(faultOf({ analysisTyp: "discovery" })).toContain('"analysisTyp" is not allowed');
    expect(faultOf({ algorithmSettings: { useMagic: true } })).toContain("useMagic");
    expect(faultOf({ outputOptions: { formats: ["PDF"] } })).toContain("formats");
  });

  it("takes the parameters of the document as they are", () => {
    expect(
      faultOf({
        datasetId: "880e8400-e29b-41d4-a716-446655440000",
        analysisType: "comprehensive",
        timeWindow: { startDate: "2024-01-01", endDate: "2024-01-31" },
        algorithmSettings: {
          useAdvancedML: true,
          enableAnomalyDetection: true,
          performanceOptimization: "high_accuracy",
        },
        outputOptions: { generateReports: true, createVisualizations: true, exportFormats: ["PDF", "CSV", "JSON"] },
      }),
    ).toBe("");
  });

  it("leaves the noise threshold to the algorithm unless it is given, as a share", () => {
    const { value } = analysisParametersSchema.validate({});
    expect(value).toMatchObject({ algorithm: "inductive_miner_infrequent" });
    expect(value).not.toHaveProperty("noiseThreshold");
    expect(faultOf({ noiseThreshold: 20 })).toContain("noiseThreshold");
  });
});

describe("timeWindow", () => {
  it("has both days in it, whole, and is UTC unless it says otherwise", () => {
    const at = (text: string) => Date.parse(text);
    expect(periodOf({ startDate: "2024-01-01", endDate: "2024-01-31" })).toEqual({
      startMs: at("2024-01-01T00:00:00Z"),
      endMs: at("2024-02-01T00:00:00Z"),
    });
    expect(periodOf({ startDate: "2024-01-01T08:00:00" }).startMs).toBe(at("2024-01-01T08:00:00Z"));
    expect(periodOf({ endDate: "2024-01-01T08:00:00+02:00" }).endMs).toBe(at("2024-01-01T06:00:00.001Z"));
  });

  it.each(["2024-13-01", "2024-02-30", "01.02.2024", "2024-01-01T25:00:00Z", "yesterday"])(
    "refuses %s",
    (startDate) => {
      expect(faultOf({ timeWindow: { startDate } })).toContain("must be a date such as 2024-01-31");
    },
  );

  it("must not end before it begins, nor be empty of bounds", () => {
    expect(faultOf({ timeWindow: { startDate: "2024-02-01", endDate: "2024-01-31" } })).toContain(
      "must not lie before startDate",
    );
    expect(faultOf({ timeWindow: { startDate: "2024-01-31", endDate: "2024-01-31" } })).toBe("");
    expect(faultOf({ timeWindow: {} })).toContain("timeWindow");
  });
});

describe("workingCalendar", () => {
  it("has Monday to Friday, nine to five, UTC, unless it says otherwise", () => {
    const { value } = analysisParametersSchema.validate({ workingCalendar: {} });
    expect(value.workingCalendar).toEqual({
      timezone: "UTC",
      days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
      hours: [{ from: "09:00", to: "17:00" }],
      holidays: [],
    });
    expect(analysisParametersSchema.validate({}).value).not.toHaveProperty("workingCalendar");
  });

  it("becomes weekdays from Sunday and minutes from midnight for the engine", () => {
    const calendar = {
      timezone: "Europe/Amsterdam",
      days: ["Sunday", "Monday", "Saturday"] as const,
      hours: [{ from: "00:30", to: "24:00" }],
      holidays: ["2024-12-25"],
    };
    expect(faultOf({ workingCalendar: calendar })).toBe("");
    expect(toWorkingCalendar(calendar)).toEqual({
      timezone: "Europe/Amsterdam",
      weekdays: [0, 1, 6],
      hours: [{ fromMinute: 30, toMinute: 1440 }],
      holidays: ["2024-12-25"],
    });
  });

  it.each([
    [{ timezone: "Europe/Atlantis" }, "must be an IANA time zone"],
    [{ days: ["Caturday"] }, "Monday"],
    [{ hours: [{ from: "17:00", to: "09:00" }] }, "must be in order"],
    [
      {
        hours: [
          { from: "09:00", to: "12:00" },
          { from: "11:00", to: "17:00" },
        ],
      },
      "must be in order",
    ],
    [{ hours: [{ from: "9", to: "12:00" }] }, "a time of day such as 09:00"],
    [{ holidays: ["2024-02-31"] }, "must be a date"],
  ])("refuses %j", (workingCalendar, reason) => {
    expect(faultOf({ workingCalendar })).toContain(reason);
  });
});

describe("fingerprints of the phases", () => {
  const [load, discover, learn, report] = [0, 1, 2, 3];
  it.each([
    [{ timeWindow: { startDate: "2024-01-01" } }, [load, discover, learn, report]],
    [{ filters: { durations: { minSec: 1 } } }, [load, discover, learn, report]],
    [{ rules: [{ type: "init", activity: "a" }] }, [discover, learn, report]],
    [{ referenceModel: { text: "<pnml/>" } }, [discover, learn, report]],
    [{ workingCalendar: {} }, [discover, learn, report]],
    [{ analysisType: "discovery" }, [discover, learn, report]],
    [{ algorithm: "alpha_miner" }, [discover, learn, report]],
    [{ noiseThreshold: 0.1 }, [discover, learn, report]],
    [{ heuristicsSettings: { andThreshold: 0.5 } }, [discover, learn, report]],
    [{ enableVariantAnalysis: false }, [discover, learn, report]],
    [{ enableBottleneckDetection: false }, [discover, learn, report]],
    [{ algorithmSettings: { performanceOptimization: "high_throughput" } }, [learn, report]],
    [{ algorithmSettings: { useAdvancedML: false } }, [learn, report]],
    [{ algorithmSettings: { enableAnomalyDetection: false } }, [learn, report]],
    [{ enableML: false }, [learn, report]],
    [{ generateInsights: false }, [learn, report]],
    [{ generateOptimizationRecommendations: false }, [learn, report]],
    [{ outputOptions: { createVisualizations: false } }, [report]],
  ])("%j changes only what depends on it", (changed, expected) => {
    const of = (parameters: Record<string, unknown>): string[] =>
      phaseFingerprints(processMiningAnalysis, {
        parameters: analysisParametersSchema.validate(parameters).value as Record<string, unknown>,
        datasetId: "d",
      });
    const usual = of({});
    expect(of(changed).flatMap((fingerprint, phase) => (fingerprint === usual[phase] ? [] : [phase]))).toEqual(
      expected,
    );
  });
});
