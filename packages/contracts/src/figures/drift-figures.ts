import type { Figure } from "./figure.ts";

const FEW_CASES = "where fewer than 100 cases began early enough to have ended";
const NO_DRIFT = "where nothing changed by 10 points of a share, or by a quarter of the median";

/** Figures of changes of the process over time. */
export const DRIFT_FIGURES: readonly Figure[] = [
  {
    path: "performanceMetrics.drift.casesCompared",
    unit: "number",
    definition: "cases in which changes over time were looked for: those that began early enough to have ended",
    absent: FEW_CASES,
  },
  {
    path: "performanceMetrics.drift.figuresTested",
    unit: "number",
    definition:
      "figures that were tested for a change: the durations, and the share of cases with each of up to 30 frequent steps; in a process that stays as it is, any of them is told in one log of a hundred (cumulative sums, Bonferroni)",
    absent: FEW_CASES,
  },
  {
    path: "performanceMetrics.drift.cycleTime.casesBefore",
    unit: "number",
    definition: "cases that began before the change",
    absent: NO_DRIFT,
  },
  {
    path: "performanceMetrics.drift.cycleTime.casesAfter",
    unit: "number",
    definition: "cases that began after it",
    absent: NO_DRIFT,
  },
  {
    path: "performanceMetrics.drift.cycleTime.pValue",
    unit: "share",
    definition: "how likely so large a change is in a process that stays as it is",
    absent: NO_DRIFT,
  },
  {
    path: "performanceMetrics.drift.steps[].casesBefore",
    unit: "number",
    definition: "cases that began before the change",
    absent: NO_DRIFT,
  },
  {
    path: "performanceMetrics.drift.steps[].casesAfter",
    unit: "number",
    definition: "cases that began after it",
    absent: NO_DRIFT,
  },
  {
    path: "performanceMetrics.drift.steps[].pValue",
    unit: "share",
    definition: "how likely so large a change is in a process that stays as it is",
    absent: NO_DRIFT,
  },
  {
    path: "performanceMetrics.drift.steps[].shareOfCasesBefore",
    unit: "share",
    definition: "share of the cases before the change that took the step",
    absent: NO_DRIFT,
  },
  {
    path: "performanceMetrics.drift.steps[].shareOfCasesAfter",
    unit: "share",
    definition: "share of the later cases that took it",
    absent: NO_DRIFT,
  },
];
