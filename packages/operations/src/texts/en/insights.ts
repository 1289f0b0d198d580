import { formatsIn } from "@longhaul/domain";
import type { InsightEvidence, InsightTexts } from "../terms/insight.ts";
import { arrivalRates } from "../terms/arrival-rate.ts";

const { number, decimal, percent, day } = formatsIn("en");

/** How many times as much: no figure after the point from ten on. */
const times = (ratio: number): string => decimal(ratio, ratio < 10 ? 1 : 0);

const rates = ({ casesPerDayFirstHalf, casesPerDaySecondHalf }: InsightEvidence["moreArrivals"]): string => {
  const { period, first, second } = arrivalRates(casesPerDayFirstHalf, casesPerDaySecondHalf);
  return `${decimal(second, 1)} a ${period} after ${decimal(first, 1)}`;
};

const kinds = {
  "rare-path": "rare path",
  duration: "duration",
  "slow-transition": "slow transition",
  "missing-step": "missing step",
  "repeated-step": "repeated step",
  "odd-resource": "odd resource",
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
    `${percent(shareOfCycleTime)} of all cycle time goes into waiting for "${activity}": ${span(meanWaitSec)} on average, ${number(waits)} times`,
  mostTime: ({ activity, shareOfCycleTime, meanWaitSec, waits }, span) =>
    `${percent(shareOfCycleTime)} of all cycle time passes before "${activity}" is completed, its own work included: ${span(meanWaitSec)} on average, ${number(waits)} times`,
  rework: ({ casesWithRework, cases }) =>
    `${number(casesWithRework)} of ${number(cases)} cases (${percent(casesWithRework / cases)}) do something more than once`,
  efficiency: ({ flowEfficiency }) =>
    `Cases are worked on in ${percent(flowEfficiency)} of their time and wait in the rest`,
  moreArrivals: (evidence) => `Cases came more often in the second half of the period: ${rates(evidence)}`,
  fewerArrivals: (evidence) => `Cases came less often in the second half of the period: ${rates(evidence)}`,
  cycleTimeChanged: ({ changedAt, medianBeforeSec, medianAfterSec }, span) =>
    `The process changed about ${day(changedAt)}: cases that began before took ${span(medianBeforeSec)} in the median, later ones ${span(medianAfterSec)}`,
  pathChanged: ({ changedAt, from, to, shareBefore, shareAfter }) =>
    `The process changed about ${day(changedAt)}: "${from}" was followed by "${to}" in ${percent(shareBefore)} of the cases that began before, and in ${percent(shareAfter)} of later ones`,
  concentration: ({ resource, share, resources }) =>
    `"${resource}" does ${percent(share)} of the work of ${number(resources)} resources`,
  handovers: ({ handovers, steps }) => `Work changes hands in ${percent(handovers / steps)} of the steps`,
  conformance: ({ fittingCases }) =>
    `${percent(1 - fittingCases)} of the cases deviate from the model that was discovered from them, which leaves rare behaviour out: it is no rule that they break`,
  referenceModel: ({ referenceModel, deviatingCases, cases, activity, deviation }) => {
    const how = deviation === "skipped" ? "is skipped" : "is done where the model doesn't allow it";
    return `${number(deviatingCases)} of ${number(cases)} cases deviate from the reference model "${referenceModel}"${activity === undefined ? "" : `; most often "${activity}" ${how}`}`;
  },
  oddCases: ({ anomalies, cases, casesOfKind, kind }) =>
    `${number(anomalies)} of ${number(cases)} cases stand out, ${casesOfKind === anomalies ? "each" : `${number(casesOfKind)} of them`} by ${kinds[kind]}`,
};
