import type { RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { discoveries } from "../numbers/statistics.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { percent } from "./percent.ts";
import { rateOfKind } from "./exceptional.ts";
import { rarityScore } from "./scores.ts";

const mostOfExpected = 0.1;

/**
 * Cases in which somebody did what they almost never do: at most a tenth of what an even spread of their work would
 * have given, less than chance allows (Poisson, with the false discovery rate held), and a rare hand for the activity. Needs resources in the log.
 */
export async function findOddResources(context: CaseContext, run: RunOptions): Promise<Candidate[]> {
  const { log, graph, rareShare } = context;
  const { resource, resources } = log;
  if (resource === null || resources === null) return [];
  const next = stagedRun(run, 2);
  const activityCount = log.activities.length;
  const workOf = new Float64Array(resources.length);
  const doneBy = new Map<number, number>();
  let named = 0;
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    const end = log.caseOffsets[endCase] ?? 0;
    for (let row = log.caseOffsets[firstCase] ?? 0; row < end; row++) {
      const who = resource[row] ?? -1;
      if (who < 0) continue;
      named++;
      workOf[who] = (workOf[who] ?? 0) + 1;
      const key = who * activityCount + (log.activity[row] ?? 0);
      doneBy.set(key, (doneBy.get(key) ?? 0) + 1);
    }
  }
  const tests = [...doneBy].map(([key, done]) => {
    const activityEvents = graph.nodes[key % activityCount]?.count ?? 0;
    const expected = ((workOf[Math.floor(key / activityCount)] ?? 0) * activityEvents) / named;
    const isFar = done <= mostOfExpected * expected;
    return { key, share: done / activityEvents, isFar, pValue: poissonAtMost(done, expected) };
  });
  const oddShare = new Map(
    discoveries(tests, rateOfKind(context.thresholds))
      .filter(({ share, isFar }) => isFar && share <= rareShare)
      .map(({ key, share }) => [key, share]),
  );
  const candidates: Candidate[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      let least = Number.POSITIVE_INFINITY;
      let leastKey = -1;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        const who = resource[row] ?? -1;
        if (who < 0) continue;
        const key = who * activityCount + (log.activity[row] ?? 0);
        const share = oddShare.get(key);
        if (share === undefined || share >= least) continue;
        least = share;
        leastKey = key;
      }
      if (leastKey < 0) continue;
      const describe = (): ReturnType<Candidate["describe"]> => {
        const who = Math.floor(leastKey / activityCount);
        const done = doneBy.get(leastKey) ?? 0;
        const activity = log.activities[leastKey % activityCount] ?? "";
        const activityEvents = graph.nodes[leastKey % activityCount]?.count ?? 0;
        const name = resources[who] ?? "";
        const work = workOf[who] ?? 0;
        return {
          kind: "odd-resource",
          score: rarityScore(least, rareShare),
          explanation: `"${activity}" was done by "${name}", who did ${percent(least)} of it (${done} of ${activityEvents}) among ${work} events.`,
          evidence: { activity, resource: name, share: least, done, activityEvents, resourceEvents: work },
        };
      };
      candidates.push({ caseIndex: owner, strength: -least, describe });
    }
  }
  return candidates;
}

/** Probability of at most `count` events where `expected` are expected. */
function poissonAtMost(count: number, expected: number): number {
  let term = Math.exp(-expected);
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= expected / k;
    sum += term;
  }
  return sum;
}
