import { validateBody } from "@longhaul/contracts";
import { describe, expect, it } from "vitest";
import { dataEnrichment } from "../data-enrichment/definition.ts";
import { phaseFingerprints } from "../phase-fingerprint.ts";
import { processMiningAnalysis } from "../process-mining-analysis/definition.ts";
import { toLogFilters } from "./filters-of.ts";

const TYPES = [processMiningAnalysis, dataEnrichment];

describe.each(TYPES)("filters of $type", (definition) => {
  const faultsOf = (parameters: Record<string, unknown>) => {
    const checked = validateBody(definition.parameters, parameters, ["parameters"]);
    return checked.ok ? [] : checked.faults.map(({ pointer, detail }) => `${pointer} ${detail}`);
  };

  it.each<[Record<string, unknown>, string, string]>([
    [{}, "", "at least 1 key"],
    [{ colour: 1 }, "/colour", "not allowed"],
    [{ timeWindow: {} }, "/timeWindow", "startDate"],
    [{ timeWindow: { startDate: "2024-02-30" } }, "/timeWindow/startDate", "must be a date"],
    [{ attributes: [{ column: "x" }] }, "/attributes/0", "values"],
    [{ attributes: [{ column: "x", values: [] }] }, "/attributes/0/values", "at least 1"],
    [{ attributes: [{ column: "x", of: "some", values: [1] }] }, "/attributes/0/of", "anyEvent"],
    [{ attributes: [{ column: "x", min: 3, max: 2 }] }, "/attributes/0/max", "must not lie below min"],
    [{ attributes: [{ column: "x", min: 3, max: "2024-01-01" }] }, "/attributes/0/max", "of the kind of min"],
    [{ attributes: [{ column: "x", min: "2024-01-02", max: "2024-01-01" }] }, "/attributes/0/max", "below min"],
    [{ caseLength: { min: 5, max: 4 } }, "/caseLength/max", "must not lie below min"],
    [{ durations: { minSec: 5, maxSec: 4 } }, "/durations/maxSec", "must not lie below minSec"],
    [{ durations: { minSec: -1 } }, "/durations/minSec", "greater than or equal to 0"],
    [{ activities: {} }, "/activities", "at least 1 key"],
    [{ activities: { anyOf: [] } }, "/activities/anyOf", "at least 1"],
    [{ startActivities: ["a", "a"] }, "/startActivities/1", "duplicate"],
    [{ transitions: [{ from: "a" }] }, "/transitions/0/to", "required"],
    [{ transitions: [{ from: "a", to: "b", minSec: 2, maxSec: 1 }] }, "/transitions/0/maxSec", "below minSec"],
    [{ variants: { coverShare: 0 } }, "/variants/coverShare", "greater than 0"],
    [{ variants: { paths: [[]] } }, "/variants/paths/0", "at least 1"],
  ])("refuses %j with a pointer", (filters, pointer, reason) => {
    const [fault = ""] = faultsOf({ filters });
    expect(fault).toContain(`/parameters/filters${pointer} `);
    expect(fault).toContain(reason);
  });

  it("refuses a time window that is given twice", () => {
    const timeWindow = { startDate: "2024-01-01" };
    expect(faultsOf({ timeWindow })).toEqual([]);
    expect(faultsOf({ filters: { timeWindow } })).toEqual([]);
    expect(faultsOf({ timeWindow, filters: { timeWindow } })).toEqual([
      expect.stringMatching(/^\/parameters\/filters\/timeWindow .*given twice/),
    ]);
  });

  it("are part of the fingerprint of every phase", () => {
    const of = (parameters: Record<string, unknown>) => phaseFingerprints(definition, { parameters, datasetId: "d" });
    const usual = of({});
    for (const changed of [{ filters: { caseLength: { min: 2 } } }, { timeWindow: { startDate: "2024-01-01" } }])
      expect(of(changed).filter((fingerprint, phase) => fingerprint === usual[phase])).toEqual([]);
  });
});

describe("toLogFilters", () => {
  it("takes dates as whole days, both inclusive", () => {
    expect(
      toLogFilters({
        timeWindow: { startDate: "2024-01-01", endDate: "2024-01-31", cases: "contained" },
        attributes: [{ column: "due", min: "2024-02-01", max: "2024-02-01" }],
      }),
    ).toEqual({
      timeWindow: { rule: "contained", startMs: Date.UTC(2024, 0, 1), endMs: Date.UTC(2024, 1, 1) },
      attributes: [{ column: "due", from: { atMs: Date.UTC(2024, 1, 1) }, to: { beforeMs: Date.UTC(2024, 1, 2) } }],
    });
  });
});
