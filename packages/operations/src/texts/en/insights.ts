import { formatsIn } from "@longhaul/domain";
import type { InsightEvidence, InsightTexts } from "../terms/insight.ts";
import { counted, quoted } from "./counted.ts";
import { arrivalRates } from "../terms/arrival-rate.ts";

const { number, decimal, percent, day } = formatsIn("en");

/** A rate or a ratio: no figure after the point from ten on. */
const times = (ratio: number): string => decimal(ratio, ratio < 10 ? 1 : 0);

const rates = ({ casesPerDayFirstHalf, casesPerDaySecondHalf }: InsightEvidence["moreArrivals"]): string => {
  const { period, first, second } = arrivalRates(casesPerDayFirstHalf, casesPerDaySecondHalf);
  return `${times(second)} a ${period}, after ${times(first)} in the first half`;
};

/** Cases in which a change could be seen. */
const comparable = (cases: number): string => `the ${counted(cases, "case")} that began early enough to have ended`;

const kinds = {
  "rare-path": "a rare path",
  duration: "their duration",
  "slow-transition": "a slow transition",
  "missing-step": "a missing step",
  "repeated-step": "a repeated step",
  "odd-resource": "an unusual resource",
};

/** Which activity cases repeat the most, and which aren't counted since most of their cases repeat them. */
export const mostRepeated = (evidence: InsightEvidence["rework"]): string => {
  const { activity, casesRepeatingIt = 0, casesWithIt = 0, asARule = [], activitiesAsARule = 0 } = evidence;
  if (activity === undefined) return "";
  const names = asARule.map(quoted).join(" and ");
  const leftOut =
    activitiesAsARule > asARule.length
      ? `${number(activitiesAsARule)} activities that most cases with them repeat, such as ${names}`
      : `${names}, which most cases with ${asARule.length === 1 ? "it" : "them"} repeat`;
  return `, most often ${quoted(activity)}: ${number(casesRepeatingIt)} of the ${counted(casesWithIt, "case")} with it${names === "" ? "" : ` (not counted: ${leftOut})`}`;
};

/** What the figures of an analysis say, by the rule that said it. */
export const insights: InsightTexts = {
  usualPath: ({ shareOfMostFrequent }) => `One path is usual: ${percent(shareOfMostFrequent)} of the cases take it`,
  noUsualPath: ({ shareOfMostFrequent }) =>
    `No path is usual: the most frequent one has ${percent(shareOfMostFrequent)} of the cases`,
  spreadOfPaths: ({ variantsFor80PercentOfCases: few, variants }) =>
    `${number(few)} of ${number(variants)} variants cover 80 % of the cases`,
  longTail: ({ cycleTime95PercentSec: p95, medianCycleTimeSec: median }, span) =>
    `One case in twenty takes more than ${span(p95)}, ${times(p95 / median)} times the median of ${span(median)}`,
  longestWait: ({ activity, shareOfCycleTime, meanWaitSec, waits }, span) =>
    `${percent(shareOfCycleTime)} of all cycle time goes into waiting for ${quoted(activity)}: ${span(meanWaitSec)} on average, ${number(waits)} times`,
  mostTime: ({ activity, shareOfCycleTime, meanWaitSec, waits }, span) =>
    `${percent(shareOfCycleTime)} of all cycle time passes before ${quoted(activity)} is completed, its own work included: ${span(meanWaitSec)} on average, ${number(waits)} times`,
  rework: (evidence) => {
    const { casesWithRework, cases } = evidence;
    return `${number(casesWithRework)} of ${number(cases)} cases (${percent(casesWithRework / cases)}) ${casesWithRework === 1 ? "repeats" : "repeat"} an activity${mostRepeated(evidence)}`;
  },
  efficiency: ({ flowEfficiency }) =>
    `Cases are worked on in ${percent(flowEfficiency)} of their time and wait in the rest`,
  moreArrivals: (evidence) => `Cases came more often in the second half of the period: ${rates(evidence)}`,
  fewerArrivals: (evidence) => `Cases came less often in the second half of the period: ${rates(evidence)}`,
  cycleTimeChanged: ({ changedAt, medianBeforeSec, medianAfterSec, cases }, span) =>
    `The process changed about ${day(changedAt)}: of ${comparable(cases)}, those before it took ${span(medianBeforeSec)} in the median, those after it ${span(medianAfterSec)}`,
  pathChanged: ({ changedAt, from, to, shareBefore, shareAfter, cases }) =>
    `The process changed about ${day(changedAt)}: of ${comparable(cases)}, ${percent(shareBefore)} of those before it had ${quoted(to)} right after ${quoted(from)}, and ${percent(shareAfter)} of those after it`,
  concentration: ({ resource, share, evenShare, resources }) =>
    `${quoted(resource)} does ${percent(share)} of the steps for which one of ${number(resources)} resources is named${evenShare === undefined ? "" : `; shared evenly among those who do the same activities, it would be ${percent(evenShare)}`}`,
  handovers: ({ handovers, steps }) => `Work changes hands in ${percent(handovers / steps)} of the steps`,
  referenceModel: ({ referenceModel, deviatingCases, cases, activity, deviation }) => {
    const how = deviation === "skipped" ? "is skipped" : "is done where the model doesn’t allow it";
    return `${number(deviatingCases)} of ${number(cases)} cases ${deviatingCases === 1 ? "deviates" : "deviate"} from the reference model ${quoted(referenceModel)}${activity === undefined ? "" : `; most often ${quoted(activity)} ${how}`}`;
  },
  fixedTerm: ({ activity, after, termSec, times: often, occurrences, endsCases }, span) => {
    const those =
      often === occurrences
        ? `each of the ${counted(often, "time")}`
        : `${number(often)} of the ${counted(occurrences, "time")}`;
    const come =
      after === undefined
        ? `that it comes for the first time in a case, that is about ${span(termSec)} after the beginning of the case`
        : `that it comes right after ${quoted(after)}, that is about ${span(termSec)} later`;
    const when = `${those} ${come}${often === occurrences ? "" : ", and hardly ever a few days sooner or later"}`;
    return `${quoted(activity)} looks like ${endsCases ? "a time-out" : "the end of a fixed term"}: ${when}`;
  },
  oddCases: ({ anomalies, cases, casesOfKind, kind }) =>
    `${number(anomalies)} of ${number(cases)} cases ${anomalies === 1 ? "stands" : "stand"} out, ${anomalies === 1 ? "" : casesOfKind === anomalies ? "each " : `${number(casesOfKind)} of them `}by ${kinds[kind]}`,
};
