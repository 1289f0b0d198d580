import { LANGUAGES } from "@longhaul/domain";
import { describe, expect, it } from "vitest";
import { presentFinding, wordAdvice, type Finding } from "../wording/advice-text.ts";
import { evidenceLines } from "../analysis-report/evidence-lines.ts";
import type { InsightCode, InsightEvidence, InsightFacts } from "./terms/insight.ts";
import { wordInsight } from "../wording/word-insight.ts";
import { figuresNotIn } from "../report-generation/figures-in-text.fixture.ts";
import { otherLanguageIn } from "../report-generation/other-language.fixture.ts";
import type { AdviceCode, AdviceEvidence } from "./terms/recommendation-texts.ts";
import { slipsIn } from "./typography.fixture.ts";
import { textsIn } from "./texts.ts";

const saving = {
  shareSaved: 0.2543,
  shareSavedLow: 0.1875,
  shareSavedHigh: 0.3201,
  meanCycleTimeSec: 362_880,
  whatIfMeanCycleTimeSec: 270_600,
};
const batch = { activity: "Alfa", visits: 1234, shareBegunThen: 0.87, shareComingThen: 0.21 };
const segment = {
  conditions: [
    { kind: "attribute", what: "zone", value: "Zulu" },
    { kind: "attribute", what: "ward", value: "Papa", atBeginning: true },
    { kind: "resource", what: "Alfa", value: "Vi" },
    { kind: "activity", what: "activity", value: "Kilo" },
    { kind: "weekday", what: "weekday", value: "Friday" },
  ],
  cases: 1118,
  otherCases: 2382,
  shareSaved: saving.shareSaved,
  shareSavedLow: saving.shareSavedLow,
  shareSavedHigh: saving.shareSavedHigh,
  segmentsCompared: 31,
} as const;

/** A finding of each kind. */
const EVIDENCE: AdviceEvidence = {
  keepRule: {
    rule: "after Alfa comes Lima",
    unnamed: { type: "response", activity: "Alfa", other: "Lima" },
    violatingCases: 1234,
    cases: 5678,
    share: 0.2173,
    activeCases: 4567,
    activations: 4999,
    violations: 1301,
    meanSec: 362_880,
    otherMeanSec: 7500,
  },
  addCapacity: {
    ...saving,
    activity: "Alfa",
    visits: 1234,
    performers: 3,
    meanWaitSec: 7500,
    meanQueueOnArrival: 12.34,
    correlationOfQueueAndWait: 0.81,
    rateSlope: 0.12,
    simulatedWaitTodayShare: 0.93,
  },
  workEveryDay: { ...saving, ...batch, weekday: "Friday" },
  workTwiceADay: { ...saving, ...batch, fromHour: 9, toHour: 11 },
  findCauseOfRework: {
    ...segment,
    activity: "Bravo",
    shareRepeating: 0.621,
    otherShareRepeating: 0.035,
    meanLoopSec: 59_340,
  },
  endPingPong: {
    ...saving,
    cases: 1417,
    returns: 2019,
    returnsByChance: 611,
    one: "Bo",
    other: "Cy",
    returnsBetween: 1066,
  },
  learnFromOthers: {
    ...segment,
    longerSec: 233_000,
    longerAtLeastSec: 172_900,
    longerAtMostSec: 301_000,
    cliffsDelta: 0.49,
  },
  automate: {
    activity: "Alfa",
    nextActivity: "Lima",
    events: 2345,
    eventsTimed: 2301,
    meanServiceSec: 95,
    medianServiceSec: 90,
    totalServiceSec: 222_775,
    shareOfWork: 0.331,
  },
  recordResources: { eventsWithoutResource: 1234, events: 5678, most: "Alfa", eventsOfMost: 777 },
  removeDuplicates: { duplicateEvents: 1234, events: 5678 },
  recordExactTimes: {
    simultaneousSteps: 1234,
    openSteps: 1111,
    one: "Alfa",
    other: "Lima",
    openBetween: 888,
    steps: 5678,
    paths: 846,
    pathsInOneOrder: 691,
  },
};

const paths = { variants: 1050, variantsFor80PercentOfCases: 321, shareOfMostFrequent: 0.6543, cases: 4321 };
const bottleneck = { activity: "Alfa", shareOfCycleTime: 0.4321, meanWaitSec: 7500, waits: 2345 };
const arrivals = { casesPerDayFirstHalf: 12.3456, casesPerDaySecondHalf: 23.4567 };

/** An insight of each kind. */
const INSIGHTS: InsightEvidence = {
  usualPath: paths,
  noUsualPath: paths,
  spreadOfPaths: paths,
  longTail: { cycleTime95PercentSec: 362_880, medianCycleTimeSec: 7500 },
  longestWait: bottleneck,
  mostTime: bottleneck,
  rework: {
    casesWithRework: 1234,
    cases: 4321,
    activity: "Alfa",
    casesRepeatingIt: 432,
    casesWithIt: 2345,
    asARule: ["Kilo", "Lima"],
    activitiesAsARule: 4,
  },
  efficiency: { flowEfficiency: 0.2345, processingSec: 1, cycleSec: 4 },
  moreArrivals: arrivals,
  fewerArrivals: arrivals,
  cycleTimeChanged: {
    changedAt: "2024-03-05T09:12:00.000Z",
    medianBeforeSec: 7500,
    medianAfterSec: 362_880,
    cases: 1234,
  },
  pathChanged: {
    changedAt: "2024-03-05T09:12:00.000Z",
    from: "Alfa",
    to: "Lima",
    shareBefore: 0.123,
    shareAfter: 0.456,
    cases: 1234,
  },
  concentration: { resource: "Bo", events: 2345, share: 0.4567, evenShare: 0.0123, resources: 1012 },
  handovers: { handovers: 1234, steps: 2345 },
  fixedTerm: { activity: "Alfa", after: "Lima", termSec: 5_184_000, times: 1234, occurrences: 2345, endsCases: true },
  referenceModel: {
    referenceModel: "Sierra",
    deviatingCases: 1234,
    cases: 4321,
    activity: "Alfa",
    deviation: "skipped",
  },
  oddCases: { anomalies: 1234, kind: "slow-transition", casesOfKind: 1012, cases: 4321 },
};

/** Times of the day, which are hours in the evidence. */
const CLOCK = ["9:00", "11:00", "9 h et 11 h"];

/** Quotients that sentences say of two figures. */
function quotients(evidence: object): number[] {
  const numbers = Object.values(evidence).filter((value): value is number => typeof value === "number");
  return numbers.flatMap((one) => numbers.map((other) => one / other));
}

describe.each(LANGUAGES)("in the language %s", (language) => {
  const texts = textsIn(language);

  it.each(Object.entries(EVIDENCE) as [AdviceCode, object][])(
    "the recommendation %s says its figures, from results alone, and nothing of the other language",
    (code, evidence) => {
      const finding = { code, category: "Automation", priority: "High", effect: 0.1, evidence } as Finding;
      const inEnglish = JSON.parse(JSON.stringify(presentFinding(finding, textsIn("en")))) as ReturnType<
        typeof presentFinding
      >;
      const advice = wordAdvice(inEnglish, texts);
      const said = [
        advice.recommendation,
        advice.expectedImprovement ?? "",
        advice.compared ?? "",
        advice.assumed ?? "",
        advice.refutedBy ?? "",
        ...evidenceLines({ ...evidence }, advice.recommendation, texts),
      ];
      expect(said.every((text) => text !== "" && !/undefined|NaN/.test(text))).toBe(true);
      expect(figuresNotIn([evidence, quotients(evidence), CLOCK], said, language)).toEqual([]);
      expect(said.flatMap((text) => otherLanguageIn(text, language))).toEqual([]);
      expect(said.flatMap((text) => slipsIn(text, language))).toEqual([]);
      expect(presentFinding(finding, texts).recommendation).toBe(advice.recommendation);
    },
  );

  it("asks to name who does the work in other words where nobody is named", () => {
    const [some, none] = [1234, 5678].map((eventsWithoutResource) =>
      texts.recommendations.recordResources({ eventsWithoutResource, events: 5678 }, ""),
    );
    expect(some?.recommendation).toMatch(/1.234/);
    expect(none?.recommendation).not.toMatch(/\d/);
    expect(slipsIn(none?.expectedImprovement ?? "", language)).toEqual([]);
  });

  it.each(Object.entries(INSIGHTS) as [InsightCode, object][])(
    "the insight %s says its figures and nothing of the other language",
    (code, evidence) => {
      const said = wordInsight({ code, evidence } as InsightFacts, texts);
      expect(said).not.toMatch(/undefined|NaN/);
      expect(figuresNotIn([evidence, quotients(evidence)], [said], language)).toEqual([]);
      expect(otherLanguageIn(said, language)).toEqual([]);
      expect(slipsIn(said, language)).toEqual([]);
    },
  );
});
