import { findRootCauses, type RootCause } from "../causes/find-root-causes.ts";
import { withinPaths } from "../causes/within-paths.ts";
import { LEAST_EFFECT, priorityOf } from "./judge-effect.ts";
import type { Question } from "./question.ts";
import type { Recommendation } from "./recommendation.ts";
import { groupedNumber } from "../grouped-number.ts";

const MOST_RECOMMENDATIONS = 3;
/** A segment of which more than so much is in one that is told already says the same. */
const SAME_CASES = 0.5;

/**
 * Do cases of one kind take longer than others on the same path? Yes where `findRootCauses` says so of a value of an
 * attribute or of somebody's work, for durations as `withinPaths` takes them. Which activities a case has is no such kind:
 * longer paths take longer.
 */
export const askAboutSegments: Question = async (context) => {
  const { log, attributes, caseSeconds, inWords, run } = context;
  const outcome = { name: "duration", unit: "seconds", values: withinPaths(log, caseSeconds) } as const;
  const { causes, segmentsCompared } = await findRootCauses(log, attributes, outcome, run);
  const overlaps = differentOnly();
  return causes
    .filter(({ conditions }) => conditions.every(({ kind }) => kind === "attribute" || kind === "resource"))
    .filter(({ explains }) => explains >= LEAST_EFFECT)
    .filter(({ members }) => !overlaps(members))
    .slice(0, MOST_RECOMMENDATIONS)
    .map((cause): Recommendation => {
      const { mean, otherMean, interval, cases, otherCases, explains } = cause;
      const scale = cases / (cases + otherCases) / meanOver(cause);
      const percent = (share: number): string => (100 * share).toFixed(1);
      return {
        category: "Process Optimization",
        priority: priorityOf(explains),
        recommendation: `Find out why cases ${conditionText(cause)} take ${inWords(mean - otherMean)} longer on average than others on the same path, and let them learn from the others`,
        expectedImprovement: `${percent(explains)} % shorter mean cycle time (95 % interval ${percent(interval.low * scale)} to ${percent(interval.high * scale)} %) if they took as long as those`,
        effect: explains,
        evidence: {
          segment: conditionText(cause),
          cases,
          otherCases,
          longerSec: mean - otherMean,
          longerAtLeastSec: interval.low,
          longerAtMostSec: interval.high,
          cliffsDelta: cause.delta,
          shareSaved: explains,
          shareSavedLow: interval.low * scale,
          shareSavedHigh: interval.high * scale,
          segmentsCompared,
        },
        compared: `${groupedNumber(cases)} cases ${conditionText(cause)} with ${groupedNumber(otherCases)} others, each less the mean of the cases that do the same activities; found in the earlier half of the time, confirmed in the later`,
        assumed:
          "the cases are of the same kind otherwise: that they go together is shown, not that one causes the other",
        refutedBy: "a difference in what these cases are about that explains their length",
      };
    });
};

/** Remembers the segments that it lets through, and tells whether another is mostly one of them. */
function differentOnly(): (members: ReadonlySet<number>) => boolean {
  const seen: ReadonlySet<number>[] = [];
  return (members) => {
    const isSame = seen.some((other) => {
      let shared = 0;
      for (const owner of members) if (other.has(owner)) shared++;
      return shared > SAME_CASES * Math.min(members.size, other.size);
    });
    if (!isSame) seen.push(members);
    return isSame;
  };
}

function meanOver({ mean, otherMean, cases, otherCases }: RootCause): number {
  return (mean * cases + otherMean * otherCases) / (cases + otherCases);
}

/** The conditions in words: `with region = North`, `whose "Approve" was done by Ann`. */
export function conditionText({ conditions }: RootCause): string {
  return conditions
    .map(({ kind, what, value }) => {
      if (kind === "resource") return `whose "${what}" "${value}" did`;
      if (kind === "activity") return `with "${value}"`;
      if (kind === "weekday") return `that began on a ${value}`;
      return `with ${what} ${/^[≤≥]/u.test(value) ? value : `= ${value}`}`;
    })
    .join(" and ");
}
