import { caseChunks } from "@longhaul/event-log/columns";
import { compareRanks, midRanks } from "../numbers/statistics.ts";
import { judgeSaving, priorityOf, savingEvidence } from "./judge-effect.ts";
import type { Question } from "./question.ts";

/** So many times as often as chance would have it must cases go back to who had them two steps ago. */
const LEAST_EXCESS = 2;
const LEAST_CASES_SHARE = 0.05;
const FEWEST_CASES = 20;
/** A pair of activities and resources that pass a case to and fro: A by x, B by y, A by x again. */
const STEPS = 3;

/**
 * Do two people pass cases to and fro? Yes where A by x is followed by B by y and A by x again far more often than if A's usual
 * performers did it then, and cases in which that happens take longer. The saving is the time of the first return, which the
 * two could have settled at once.
 */
export const askAboutPingPong: Question = async (context) => {
  const { log, caseSeconds, run } = context;
  const { resource, resources } = log;
  if (resource === null || resources === null) return [];
  const shareOf = resourceShares(log.activity, resource, log.activities.length);
  const savedSec = new Float64Array(log.caseCount);
  let returns = 0;
  let expected = 0;
  const pairs = new Map<string, number>();
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + STEPS - 1; row < end; row++) {
        const [first, between, who] = [resource[row - 2] ?? -1, resource[row - 1] ?? -1, resource[row] ?? -1];
        const activity = log.activity[row] ?? 0;
        if (activity !== log.activity[row - 2] || activity === log.activity[row - 1]) continue;
        if (first < 0 || between < 0 || first === between) continue;
        expected += shareOf(activity, first);
        if (who !== first) continue;
        returns++;
        const names = [resources[first] ?? "", resources[between] ?? ""].toSorted();
        pairs.set(JSON.stringify(names), (pairs.get(JSON.stringify(names)) ?? 0) + 1);
        savedSec[owner] = (savedSec[owner] ?? 0) + ((log.endMs[row] ?? 0) - (log.endMs[row - 2] ?? 0)) / 1000;
      }
    }
  }
  const affected = savedSec.reduce((sum, seconds) => sum + (seconds > 0 ? 1 : 0), 0);
  if (affected < Math.max(FEWEST_CASES, LEAST_CASES_SHARE * log.caseCount) || returns < LEAST_EXCESS * expected)
    return [];
  if (!takeLonger(caseSeconds, savedSec, affected)) return [];
  const saving = judgeSaving(context, savedSec);
  if (saving === null) return [];
  const [[most, times] = ["[]", 0]] = [...pairs].toSorted((a, b) => b[1] - a[1]);
  const [one = "", other = ""] = JSON.parse(most) as string[];
  return [
    {
      code: "endPingPong",
      category: "Resource Allocation",
      priority: priorityOf(saving.effect),
      effect: saving.effect,
      evidence: {
        cases: affected,
        returns,
        returnsByChance: expected,
        one,
        other,
        returnsBetween: times,
        ...savingEvidence(saving),
      },
    },
  ];
};

/** Share of an activity's events that each resource does. */
function resourceShares(
  activity: ArrayLike<number>,
  resource: Int32Array,
  activities: number,
): (activity: number, who: number) => number {
  const totals = new Float64Array(activities);
  const counts = new Map<number, number>();
  for (let row = 0; row < resource.length; row++) {
    const what = activity[row] ?? 0;
    const key = (resource[row] ?? -1) * activities + what;
    totals[what] = (totals[what] ?? 0) + 1;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return (what, who) => (counts.get(who * activities + what) ?? 0) / (totals[what] ?? 1);
}

function takeLonger(caseSeconds: Float64Array, savedSec: Float64Array, affected: number): boolean {
  const { ranks, tieSum } = midRanks(caseSeconds);
  let rankSum = 0;
  for (let owner = 0; owner < ranks.length; owner++) if ((savedSec[owner] ?? 0) > 0) rankSum += ranks[owner] ?? 0;
  const { delta, pValue } = compareRanks(rankSum, affected, ranks.length, tieSum);
  return delta > 0 && pValue < 0.01;
}
