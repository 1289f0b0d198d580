import type { Figure } from "./figure.ts";

const answered = (key: string, unit: Figure["unit"], definition: string): Figure => ({
  path: `rootCauses.questions[].causes[].${key}`,
  unit,
  definition,
  absent: "where nothing goes with it",
});

/** Figures of root causes: of long cases, and of the other questions. */
export const CAUSE_FIGURES: readonly Figure[] = [
  {
    path: "rootCauses.segmentsCompared",
    unit: "number",
    definition: "segments of cases, by attributes, that were compared with all others",
  },
  { path: "rootCauses.causes[].cases", unit: "number", definition: "its cases" },
  { path: "rootCauses.causes[].otherCases", unit: "number", definition: "all other cases whose value is known" },
  { path: "rootCauses.causes[].coverage", unit: "share", definition: "cases by all cases" },
  { path: "rootCauses.causes[].meanSec", unit: "seconds", definition: "mean duration of the segment's cases" },
  { path: "rootCauses.causes[].otherMeanSec", unit: "seconds", definition: "mean duration of the others" },
  {
    path: "rootCauses.causes[].differenceLowSec",
    unit: "seconds",
    definition: "lower end of the 95 % interval of the difference of the means of cases that began about the same time",
  },
  { path: "rootCauses.causes[].differenceHighSec", unit: "seconds", definition: "upper end of it" },
  {
    path: "rootCauses.causes[].earlierDifferenceSec",
    unit: "seconds",
    definition: "the difference in the earlier half of the time",
  },
  { path: "rootCauses.causes[].laterDifferenceSec", unit: "seconds", definition: "in the later half" },
  {
    path: "rootCauses.causes[].cliffsDelta",
    unit: "effect",
    definition: "how much more often a case of it takes longer than one of the others than less long",
  },
  {
    path: "rootCauses.causes[].shareExplained",
    unit: "share",
    definition:
      "by how much the mean over all cases would be lower if the segment came out as the others of its time do, as a share of it",
  },
  { path: "rootCauses.questions[].cases", unit: "number", definition: "cases whose answer is known" },
  { path: "rootCauses.questions[].casesWith", unit: "number", definition: "those to which it happens" },
  {
    path: "rootCauses.questions[].segmentsCompared",
    unit: "number",
    definition: "as above; 0 where fewer than 20 cases do, or don't",
  },
  answered("cases", "number", "cases of the segment"),
  answered("otherCases", "number", "the others"),
  answered("coverage", "share", "cases by all whose answer is known"),
  answered("share", "share", "share to which it happens"),
  answered("otherShare", "share", "of the others"),
  answered("differenceLow", "effect", "lower end of their difference's 95 % interval"),
  answered("differenceHigh", "effect", "upper end of it"),
  answered("earlierDifference", "effect", "the difference in the earlier half of the time"),
  answered("laterDifference", "effect", "in the later half"),
  answered("shareExplained", "share", "as above"),
];
