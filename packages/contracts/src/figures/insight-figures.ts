import type { Figure } from "./figure.ts";

const evidence = (key: string, unit: Figure["unit"], definition: string): Figure => ({
  path: `insights[].evidence.${key}`,
  unit,
  definition,
  absent: "in insights on other things",
});

/** The figures behind insights. */
export const INSIGHT_FIGURES: readonly Figure[] = [
  evidence("cases", "number", "cases analysed"),
  evidence("events", "number", "steps that the resource did"),
  evidence("variants", "number", "different paths"),
  evidence("variantsFor80PercentOfCases", "number", "the most frequent paths that cover 80 % of the cases"),
  evidence("shareOfMostFrequent", "share", "share of the cases that take the most frequent path"),
  evidence("cycleTime95PercentSec", "seconds", "time within which 95 % of the cases end"),
  evidence("medianBeforeSec", "seconds", "median cycle time of the cases that began before the process changed"),
  evidence("medianAfterSec", "seconds", "the same of the cases that began after"),
  evidence(
    "shareBefore",
    "share",
    "share of the cases that took the step among those that began before the process changed",
  ),
  evidence("shareAfter", "share", "the same among those that began after"),
  evidence("medianCycleTimeSec", "seconds", "time within which half of the cases end"),
  evidence("shareOfCycleTime", "share", "time that passes before the activity by the cycle time of all cases"),
  evidence("meanWaitSec", "seconds", "mean time that passes before the activity"),
  evidence("waits", "number", "times that a case came to the activity"),
  evidence(
    "casesWithRework",
    "number",
    "cases that repeat an activity other than those that most of their cases repeat",
  ),
  evidence("casesRepeatingIt", "number", "of these, cases that repeat the activity that the most repeat"),
  evidence("casesWithIt", "number", "cases that have that activity"),
  evidence("activitiesAsARule", "number", "activities that most of their cases repeat"),
  evidence("flowEfficiency", "share", "time at work by all time of cases"),
  evidence("processingSec", "seconds", "time at work, of all cases"),
  evidence("cycleSec", "seconds", "time from start to end, of all cases"),
  evidence("casesPerDayFirstHalf", "perDay", "cases begun a day in the first half of the time"),
  evidence("casesPerDaySecondHalf", "perDay", "cases begun a day in the second half of the time"),
  evidence("share", "share", "share of the steps that the resource did"),
  evidence("evenShare", "share", "its share if all who do an activity shared its steps evenly"),
  evidence("resources", "number", "different resources"),
  evidence("handovers", "number", "steps that another resource did than the step before"),
  evidence("steps", "number", "steps that follow another"),
  evidence("deviatingCases", "number", "cases that deviate from the reference model"),
  evidence("termSec", "seconds", "time after which the step comes, far more often than about that time"),
  evidence("times", "number", "times that it comes then"),
  evidence("occurrences", "number", "times that it comes right after that step, or first in its case, whenever"),
  evidence("anomalies", "number", "cases that stand out"),
  evidence("casesOfKind", "number", "of these, by the most frequent kind"),
];
