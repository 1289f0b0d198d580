import type { Figure } from "./figure.ts";

const NO_MODEL = "without a reference model";
const NO_RULES = "without rules";
const reference = (path: string, unit: Figure["unit"], definition: string, absent = NO_MODEL): Figure => ({
  path: `referenceModel.${path}`,
  unit,
  definition,
  absent,
});
const rule = (path: string, unit: Figure["unit"], definition: string): Figure => ({
  path: `rules[].${path}`,
  unit,
  definition,
  absent: NO_RULES,
});
const UNTIMED = "without times, or where every case has the deviation";

/** How cases compare with a model and rules that the request gives. */
export const COMPLIANCE_FIGURES: readonly Figure[] = [
  reference("datasetVersion", "number", "version of the dataset, where that is the model"),
  reference("cases", "number", "cases compared with the reference model: those of the most frequent variants"),
  reference("fittingCases", "number", "of these, cases that follow it from beginning to end"),
  reference(
    "optimalCases",
    "number",
    "of these, cases whose deviations are known to be the fewest; those of the others aren't told",
  ),
  reference(
    "alignmentFitness",
    "share",
    "mean over the cases of 1 − deviations ÷ (events + shortest way through the model), by optimal alignments; at most this where `optimalCases` are fewer than `cases`",
    "without a reference model, or where its shortest way took too long to find",
  ),
  reference(
    "deviations[].times",
    "number",
    "times that the activity is done where the model doesn't allow it, or skipped where the model asks for it",
  ),
  reference("deviations[].cases", "number", "cases that have the deviation"),
  reference("deviations[].share", "share", "share of the cases compared that have it"),
  reference("deviations[].meanSec", "seconds", "mean duration of the cases that have it", UNTIMED),
  reference("deviations[].otherMeanSec", "seconds", "mean duration of all other cases", UNTIMED),
  rule("cases", "number", "cases judged by the rule"),
  rule("activeCases", "number", "cases that give occasion for the rule; the others keep it for want of one"),
  rule("violatingCases", "number", "cases that break it"),
  rule("share", "share", "share of all cases that break it"),
  rule("violations", "number", "times that it is broken"),
  rule("unnamed.withinSec", "seconds", "the time limit that the rule was given; of a rule without a name"),
  rule("unnamed.times", "number", "the number of times that the rule was given; of a rule without a name"),
  rule("examples[].violations", "number", "times that the case breaks it"),
];
