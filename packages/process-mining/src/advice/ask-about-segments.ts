import { findRootCauses } from "./find-root-causes.ts";
import { meanOf } from "../numbers/statistics.ts";
import { withinPaths } from "./within-paths.ts";
import { LEAST_EFFECT, priorityOf } from "./judge-effect.ts";
import type { Question } from "./question.ts";
import type { Recommendation } from "./recommendation.ts";

const MOST_RECOMMENDATIONS = 3;
/** A segment repeats an earlier one if more than this share of it is in that one. */
const SAME_CASES = 0.5;

/**
 * Do cases of one kind take longer than others on the same path? Yes where `findRootCauses` says so of a value of an
 * attribute or of somebody's work, for durations as `withinPaths` takes them. Which activities a case has is no such kind:
 * longer paths take longer. Nor are cases compared that a fixed term ended. Cases that are longer for their path but not longer
 * in all take shorter paths, and which of the two the value brings about can't be told: of these nothing is said.
 */
export const askAboutSegments: Question = async (context) => {
  const { log, attributes, segmentsOf, caseSeconds, timedOut, run } = context;
  const compared = caseSeconds.map((seconds, owner) => (timedOut.has(owner) ? Number.NaN : seconds));
  const outcome = { name: "duration", unit: "seconds", values: withinPaths(log, compared) } as const;
  const ofAll = knownSum(compared) / knownSum(caseSeconds);
  const { causes, segmentsCompared } = await findRootCauses(log, attributes, outcome, run, segmentsOf);
  const overlaps = createRepetitionCheck();
  return causes
    .filter(({ conditions }) => conditions.every(({ kind }) => kind === "attribute" || kind === "resource"))
    .filter(({ explains }) => explains * ofAll >= LEAST_EFFECT)
    .filter(({ members }) => takeLonger(members, compared))
    .filter(({ members }) => !overlaps(members))
    .slice(0, MOST_RECOMMENDATIONS)
    .map((cause): Recommendation => {
      const { difference, interval, cases, otherCases } = cause;
      const explains = cause.explains * ofAll;
      const scale = explains / difference;
      return {
        code: "learnFromOthers",
        category: "Process Optimization",
        priority: priorityOf(explains),
        effect: explains,
        evidence: {
          conditions: cause.conditions,
          cases,
          otherCases,
          longerSec: difference,
          longerAtLeastSec: interval.low,
          longerAtMostSec: interval.high,
          cliffsDelta: cause.delta,
          shareSaved: explains,
          shareSavedLow: interval.low * scale,
          shareSavedHigh: interval.high * scale,
          segmentsCompared,
        },
      };
    });
};

/** Whether cases take longer than the others, whichever path they take. */
function takeLonger(members: ReadonlySet<number>, seconds: Float64Array): boolean {
  const known = Array.from(seconds.keys()).filter((owner) => !Number.isNaN(seconds[owner]));
  const meanIf = (isMember: boolean): number =>
    meanOf(known.filter((owner) => members.has(owner) === isMember).map((owner) => seconds[owner] ?? 0));
  return meanIf(true) > meanIf(false);
}

const knownSum = (values: Float64Array): number =>
  values.reduce((sum, value) => (Number.isNaN(value) ? sum : sum + value), 0);

/** @returns a function that returns whether a segment mostly repeats an earlier one, and keeps it if not */
function createRepetitionCheck(): (members: ReadonlySet<number>) => boolean {
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
