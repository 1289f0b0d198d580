import { DRIFT_FIGURES } from "./drift-figures.ts";
import type { Figure } from "./figure.ts";

const NOT_CLEANED = "of a dataset that no rule changed";
const NO_MODEL = "where the algorithm makes no usable model; `modelNotAvailable` says why";

/** Figures of the process itself. */
export const PROCESS_FIGURES: readonly Figure[] = [
  {
    path: "cleaning.changed",
    unit: "number",
    definition: "rows that cleaning changed before the analysis",
    absent: NOT_CLEANED,
  },
  {
    path: "cleaning.dropped",
    unit: "number",
    definition: "rows that cleaning dropped before the analysis",
    absent: NOT_CLEANED,
  },
  { path: "cleaning.rules[].changed", unit: "number", definition: "rows that the rule changed", absent: NOT_CLEANED },
  { path: "cleaning.rules[].dropped", unit: "number", definition: "rows that the rule dropped", absent: NOT_CLEANED },
  {
    path: "cleaning.merged[].events",
    unit: "number",
    definition: "events whose activity was taken for the other",
    absent: NOT_CLEANED,
  },
  {
    path: "recordsInTimeWindow",
    unit: "number",
    definition: "events as recorded that the time window and the filters left",
  },
  { path: "overview.activities", unit: "number", definition: "different activities" },
  { path: "overview.transitions", unit: "number", definition: "pairs of activities that directly follow each other" },
  { path: "overview.variants", unit: "number", definition: "different sequences of activities" },
  {
    path: "overview.medianCaseDurationSec",
    unit: "seconds",
    definition: "median time from a case's first start to its last completion",
    absent: "without times",
  },
  {
    path: "lifecycle.steps",
    unit: "number",
    definition: "steps that the recorded events make",
    absent: "where each event is a step",
  },
  {
    path: "lifecycle.pairs",
    unit: "number",
    definition: "starts that were put together with their completion or abortion",
  },
  {
    path: "lifecycle.unpairedStarts",
    unit: "number",
    definition: "starts that nothing completes, steps of unknown duration",
  },
  {
    path: "lifecycle.unpairedCompletions",
    unit: "number",
    definition: "completions without a start, steps of unknown duration",
  },
  { path: "lifecycle.otherEvents", unit: "number", definition: "events of other states of the life cycle, no steps" },
  { path: "processModel.activities", unit: "number", definition: "different activities" },
  {
    path: "processModel.transitions",
    unit: "number",
    definition: "pairs of activities of which one directly follows the other in some case",
  },
  { path: "processModel.variants", unit: "number", definition: "different sequences of activities that cases take" },
  {
    path: "processModel.places",
    unit: "number",
    definition: "places of the Petri net that was discovered",
    absent: NO_MODEL,
  },
  {
    path: "processModel.modelTransitions",
    unit: "number",
    definition: "transitions of the Petri net that was discovered",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.fitness",
    unit: "share",
    definition:
      "token-based replay over the whole log: half of the share of consumed tokens that weren't missing, half of the share of produced ones that didn't remain",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.traceFitness",
    unit: "share",
    definition: "mean over the cases of the fitness of each by token-based replay",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.fittingCases",
    unit: "share",
    definition:
      "share of the measured cases that the model is known to allow from start to end; of a model discovered from the same log, which leaves rare behaviour out, no measure of compliance",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.exactCases",
    unit: "share",
    definition:
      "share of the measured cases of which it is known exactly whether they fit; none of the others is counted as fitting",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.alignmentFitness",
    unit: "share",
    definition:
      "mean over the measured cases of 1 less the cost of the optimal alignment by (events + the shortest way through the model); at most this where `alignedCases` is below 1",
    absent: "where the shortest way, or no case's alignment, is known",
  },
  {
    path: "processModel.quality.alignedCases",
    unit: "share",
    definition:
      "share of the measured cases whose alignment is known to be optimal; for the others a proved lower bound of the cost counts",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.precision",
    unit: "share",
    definition:
      "share of what the model allows next, over all states that fitting beginnings of cases reach, that the log does there (escaping edges); where `isPrecisionExact` is false, estimated by token replay",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.generalisation",
    unit: "share",
    definition:
      "1 less the mean over the transitions of 1 ÷ √(how often it fired in the replay), 1 for one that never did: low where parts of the model rest on few cases",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.simplicity",
    unit: "share",
    definition:
      "1 ÷ (1 + max(0, d − 2)) with d the mean number of arcs at a place or transition, 2 in a plain sequence",
    absent: NO_MODEL,
  },
  {
    path: "processModel.quality.measuredCases",
    unit: "share",
    definition: "share of the cases that were measured: below 1 where the rarest of very many variants were left out",
    absent: NO_MODEL,
  },
  {
    path: "variantAnalysis.variantsFor80PercentOfCases",
    unit: "number",
    definition: "how many of the most frequent variants it takes to cover 80 % of the cases",
  },
  { path: "variantAnalysis.mostFrequent[].cases", unit: "number", definition: "cases that take the variant" },
  { path: "variantAnalysis.mostFrequent[].share", unit: "share", definition: "share of all cases that take it" },
];

const NO_RESOURCES = "where the log names no resource";
const NO_STARTS = "where the log has no start times";

/** Figures of performance. */
export const PERFORMANCE_FIGURES: readonly Figure[] = [
  {
    path: "performanceMetrics.efficiency",
    unit: "percent",
    isHeadline: true,
    definition:
      "flow efficiency: the time in which at least one step of a case is at work, by the cycle time, both summed over all cases",
    absent: NO_STARTS,
  },
  {
    path: "performanceMetrics.casesWithRework",
    unit: "number",
    definition: "cases that do an activity more than once",
  },
  {
    path: "performanceMetrics.bottlenecks[].shareOfCycleTime",
    unit: "share",
    definition:
      "time that passes before the activity, by the cycle time of all cases; without start times its own work is part of it",
  },
  {
    path: "performanceMetrics.bottlenecks[].waits",
    unit: "number",
    definition: "waits for the activity that were measured",
  },
  {
    path: "performanceMetrics.arrivals.casesPerDay",
    unit: "perDay",
    definition: "(cases − 1) by the days from the first to the last begin of a case",
    absent: "where all cases begin at one time",
  },
  {
    path: "performanceMetrics.arrivals.casesPerDayByHalf[]",
    unit: "perDay",
    definition: "the same in the first and second half of that time",
    absent: "where the time is too short",
  },
  {
    path: "performanceMetrics.arrivals.averageOpenCases",
    unit: "number",
    definition: "cases under way on average from the first begin to the last completion",
    absent: "where the log has no extent in time",
  },
  ...DRIFT_FIGURES,
  {
    path: "performanceMetrics.resources.count",
    unit: "number",
    definition: "different resources",
    absent: NO_RESOURCES,
  },
  {
    path: "performanceMetrics.resources.handovers",
    unit: "number",
    definition: "times that consecutive steps of a case were done by different resources",
    absent: NO_RESOURCES,
  },
  {
    path: "performanceMetrics.resources.busiest[].events",
    unit: "number",
    definition: "steps that the resource did",
    absent: NO_RESOURCES,
  },
  {
    path: "performanceMetrics.resources.busiest[].share",
    unit: "share",
    definition: "share of all steps with a resource",
    absent: NO_RESOURCES,
  },
  {
    path: "performanceMetrics.resources.busiest[].utilisation",
    unit: "share",
    definition: "share of the time from its first start to its last completion in which it has work in hand",
    absent: NO_STARTS,
  },
  {
    path: "performanceMetrics.resources.busiest[].workAtOnce",
    unit: "number",
    definition: "pieces of work in hand on average while it has any; 1 is one after the other",
    absent: NO_STARTS,
  },
  {
    path: "performanceMetrics.resources.busiest[].mostWorkAtOnce",
    unit: "number",
    definition: "the most pieces of work in hand at once",
    absent: NO_STARTS,
  },
  {
    path: "performanceMetrics.resources.mostFrequentHandovers[].count",
    unit: "number",
    definition: "times that work went from the one to the other",
    absent: NO_RESOURCES,
  },
];
