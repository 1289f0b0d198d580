import type { CauseAnswer, RootCause, RootCauses } from "@longhaul/process-mining";
import { segmentText } from "../wording/advice-text.ts";
import { cutList, withCuts } from "../basics/cut-list.ts";
import type { Texts } from "../texts/texts.ts";

const ORDER = "shareExplained, most first";
const round = (value: number): number => Number(value.toFixed(4));

/** Presents the segments with long cases, times in seconds, and those of the other questions. */
export function presentRootCauses(
  { causes, causesFound, segmentsCompared }: RootCauses,
  answers: readonly CauseAnswer[],
  texts: Texts,
): Record<string, unknown> {
  const listed = causes.map((cause) => ({
    ...presentSegment(cause, texts),
    meanSec: round(cause.mean),
    otherMeanSec: round(cause.otherMean),
    differenceLowSec: round(cause.interval.low),
    differenceHighSec: round(cause.interval.high),
    earlierDifferenceSec: round(cause.byHalf.earlier),
    laterDifferenceSec: round(cause.byHalf.later),
    cliffsDelta: round(cause.delta),
    shareExplained: round(cause.explains),
  }));
  return {
    outcome: "duration",
    segmentsCompared,
    ...withCuts({ causes: cutList(listed, listed.length, ORDER, causesFound) }),
    questions: answers.map((answer) => presentAnswer(answer, texts)),
  };
}

function presentAnswer(
  { question, cases, casesWith, segmentsCompared, causes, causesFound }: CauseAnswer,
  texts: Texts,
) {
  const listed = causes.map((cause) => ({
    ...presentSegment(cause, texts),
    share: round(cause.mean),
    otherShare: round(cause.otherMean),
    differenceLow: round(cause.interval.low),
    differenceHigh: round(cause.interval.high),
    earlierDifference: round(cause.byHalf.earlier),
    laterDifference: round(cause.byHalf.later),
    shareExplained: round(cause.explains),
  }));
  return {
    question: question.name,
    ...(question.about === "" ? {} : { about: question.about }),
    cases,
    casesWith,
    segmentsCompared,
    ...withCuts({ causes: cutList(listed, listed.length, ORDER, causesFound) }),
  };
}

const presentSegment = ({ conditions, cases, otherCases, coverage }: RootCause, texts: Texts) => ({
  segment: segmentText(conditions, texts),
  conditions,
  cases,
  otherCases,
  coverage: round(coverage),
});
