import { describe, expect, it } from "vitest";
import { textsIn } from "../texts/texts.ts";
import { deriveInsights, type InsightSources } from "./derive-insights.ts";
import type { Discovery } from "../findings/discovery.ts";
import { wordInsight } from "../wording/word-insight.ts";

const distribution = {
  count: 100,
  mean: 1,
  median: 3600,
  p25: 1,
  p75: 2,
  p95: 7200,
  min: 0,
  max: 9,
  standardDeviation: 1,
};

/** A process in which nothing is remarkable. */
const plain: Discovery = {
  events: 500,
  cases: 100,
  graph: { nodes: [], edges: [], caseCount: 100, eventCount: 500 },
  transitionTimes: [],
  activities: [],
  variantCount: 1,
  caseDurations: distribution,
  eventsPerCase: distribution,
  rework: { cases: 0, selfLoops: 0 },
  complexity: { rating: "Low", score: 0, traceEntropy: 0, connectivity: 1, density: 0.1 },
  efficiency: null,
  firstEvent: "2024-01-01T00:00:00.000Z",
  lastEvent: "2024-02-01T00:00:00.000Z",
};

function said(changes: Partial<Discovery>, further: Partial<InsightSources> = {}): string[] {
  const texts = { ...textsIn("en"), span: (seconds: number) => `${seconds} s` };
  return deriveInsights({ discovery: { ...plain, ...changes }, ...further }).map((facts) => wordInsight(facts, texts));
}

const REFERENCE = {
  name: "As agreed",
  format: "BPMN",
  cases: 100,
  fittingCases: 60,
  optimalCases: 100,
  alignmentFitness: 0.9,
  activitiesNotInModel: [],
  activitiesNotInLog: [],
  deviations: [{ kind: "skipped", activity: "Check", times: 40, cases: 40, share: 0.4 }],
  lists: {},
} as const;

describe("deriveInsights", () => {
  it("tells deviations from a reference model, by its name, and nothing where every case follows it", () => {
    expect(said({ compliance: { referenceModel: REFERENCE } })).toEqual([
      "40 of 100 cases deviate from the reference model “As agreed”; most often “Check” is skipped",
    ]);
    expect(said({ compliance: { referenceModel: { ...REFERENCE, fittingCases: 100, deviations: [] } } })).toEqual([]);
  });

  it("says nothing of a process in which nothing is remarkable", () => {
    expect(said({})).toEqual([]);
  });

  it("says how cases spread over variants, whichever way", () => {
    const variant = { activities: ["a"], cases: 1, meanDurationSec: 1, medianDurationSec: 1 };
    const spread = (share: number, variantCount: number, variantsFor80Percent: number) =>
      said({ variantCount, variantsFor80Percent, variants: [{ ...variant, share }] });
    expect(spread(0.3, 50, 4)).toEqual(["4 of 50 variants cover 80 % of the cases"]);
    expect(spread(0.6, 2, 2)).toEqual(["One path is usual: 60.0 % of the cases take it"]);
    expect(spread(0.01, 1090, 870)).toEqual(["No path is usual: the most frequent one has 1.0 % of the cases"]);
    expect(spread(0.25, 4, 2)).toEqual(["2 of 4 variants cover 80 % of the cases"]);
    expect(spread(0.25, 4, 4)).toEqual([]);
  });

  it.each<[string, Partial<Discovery>, string]>([
    ["a long tail", { caseDurations: { ...distribution, p95: 18_000 } }, "5.0 times the median of 3600 s"],
    ["rework", { rework: { cases: 5, selfLoops: 1 } }, "5 of 100 cases (5.0 %) repeat an activity"],
    [
      "time at work",
      { efficiency: { flowEfficiency: 0.25, processingSec: 1, cycleSec: 4 } },
      "Cases are worked on in 25.0 % of their time",
    ],
  ])("says what it sees of %s", (_, changes, insight) => {
    const found = said(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(insight);
  });

  it("keeps to its thresholds", () => {
    const loss = { activity: "b", lostSec: 1, shareOfCycleTime: 0.1, waits: 7, meanWaitSec: 60, medianWaitSec: 50 };
    const losing = (shareOfCycleTime: number) =>
      said({ bottlenecks: { activities: [{ ...loss, shareOfCycleTime }], transitions: [] } });
    expect(losing(0.1)).toEqual([
      "10.0 % of all cycle time passes before “b” is completed, its own work included: 60 s on average, 7 times",
    ]);
    const service = { count: 1, totalSec: 1, meanSec: 1, medianSec: 1, minSec: 1, maxSec: 1 };
    expect(
      said({
        bottlenecks: { activities: [loss], transitions: [] },
        activities: [{ activity: "b", count: 1, service, waiting: service }],
      }),
    ).toEqual(["10.0 % of all cycle time goes into waiting for “b”: 60 s on average, 7 times"]);
    expect(losing(0.099)).toEqual([]);
    const arriving = (second: number, days = 100) =>
      said({
        arrivals: {
          firstMs: 0,
          lastMs: days * 86_400_000,
          casesPerDay: 1,
          interArrivalSec: distribution,
          halves: [10, second],
          meanOpenCases: 1,
        },
      });
    expect(arriving(7)).toEqual([
      "Cases came less often in the second half of the period: 7.0 a day, after 10 in the first half",
    ]);
    expect(arriving(13)[0]).toContain("more often");
    expect(arriving(11)).toEqual([]);
    // The log begins with the second half, but for a few.
    expect(arriving(0.1)).toEqual([]);
    expect(arriving(600)).toEqual([]);
    // 40 cases and 28: that happens by chance.
    expect(arriving(7, 8)).toEqual([]);
    expect(said({ handover: { pairs: [], differentPairs: 0, betweenDifferent: 200 } })).toEqual([
      "Work changes hands in 50.0 % of the steps",
    ]);
    expect(said({ handover: { pairs: [], differentPairs: 0, betweenDifferent: 199 } })).toEqual([]);
  });

  it("tells of a change only where most cases could show it", () => {
    const changed = (casesCompared: number) =>
      said({
        drift: {
          duration: {
            changedAtMs: Date.parse("2024-01-15T00:00:00Z"),
            before: 100,
            after: 50,
            casesBefore: 25,
            casesAfter: 25,
            pValue: 0.001,
          },
          steps: [],
          casesCompared,
          tests: 1,
        },
      });
    expect(changed(50)[0]).toContain("The process changed about 15 January 2024");
    expect(changed(49)).toEqual([]);
  });

  it("names who does a large part of what others do, too, and nobody who does a large part alone", () => {
    const load = { resource: "Bo", events: 10, cases: 5, activities: 1, work: null };
    const busiest = (share: number, evenShare: number) =>
      said({ resourceCount: 20, resources: [{ ...load, share, evenShare }] });
    expect(busiest(0.3, 0.05)).toEqual([
      "“Bo” does 30.0 % of the steps for which one of 20 resources is named; shared evenly among those who do the same activities, it would be 5.0 %",
    ]);
    expect(busiest(0.24, 0.05)).toEqual([]);
    expect(busiest(0.54, 0.54)).toEqual([]);
    const ofOlder = (share: number, resourceCount: number) => said({ resourceCount, resources: [{ ...load, share }] });
    expect(ofOlder(0.5, 4)).toEqual(["“Bo” does 50.0 % of the steps for which one of 4 resources is named"]);
    expect(ofOlder(0.3, 4)).toEqual([]);
  });

  it("tells what cases repeat, without what most of them repeat", () => {
    const repeating = (beyondRule: Discovery["rework"]["beyondRule"] & object) =>
      said({ rework: { cases: 90, selfLoops: 1, beyondRule } });
    const most = { activity: "Ask", cases: 7, ofCases: 40 };
    expect(repeating({ repeatedAsARule: [], cases: 8, most })).toEqual([
      "8 of 100 cases (8.0 %) repeat an activity, most often “Ask”: 7 of the 40 cases with it",
    ]);
    expect(repeating({ repeatedAsARule: ["Test"], cases: 8, most })).toEqual([
      "8 of 100 cases (8.0 %) repeat an activity, most often “Ask”: 7 of the 40 cases with it (not counted: “Test”, which most cases with it repeat)",
    ]);
    expect(repeating({ repeatedAsARule: ["Test", "Scan", "Call"], cases: 8, most })[0]).toContain(
      "(not counted: 3 activities that most cases with them repeat, such as “Test” and “Scan”)",
    );
    expect(repeating({ repeatedAsARule: ["Test"], cases: 0, most: null })).toEqual([]);
    expect(repeating({ repeatedAsARule: ["Test"], cases: 4, most: { ...most, cases: 4 } })).toEqual([]);
  });

  it("tells a time-out and a fixed term, with the figures that each statement makes as evidence", () => {
    const terms = [
      { activity: "Cancel", after: null, termSec: 2_592_000, times: 80, of: 90, endsCases: true, casesEnded: 80 },
      { activity: "Penalty", after: "Notify", termSec: 5_184_000, times: 40, of: 40, endsCases: false, casesEnded: 0 },
    ];
    expect(said({ terms })).toEqual([
      "“Cancel” looks like a time-out: 80 of the 90 times that it comes for the first time in a case, that is about 2592000 s after the beginning of the case, and hardly ever a few days sooner or later",
      "“Penalty” looks like the end of a fixed term: each of the 40 times that it comes right after “Notify”, that is about 5184000 s later",
    ]);
    expect(deriveInsights({ discovery: { ...plain, terms } })[1]).toEqual({
      code: "fixedTerm",
      evidence: {
        activity: "Penalty",
        after: "Notify",
        termSec: 5_184_000,
        times: 40,
        occurrences: 40,
        endsCases: false,
      },
    });
  });
});
