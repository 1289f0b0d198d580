import type { RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { stagedRun } from "../numbers/staged-run.ts";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { percent } from "./percent.ts";
import { findOddRepetitions } from "./count-repetitions.ts";
import { findRare } from "./exceptional.ts";
import { rarityScore } from "./scores.ts";

/** Counts of an activity in a case stop here. */
const mostTimes = 1000;

/**
 * Cases that lack a step which hardly any case lacks, and cases that repeat a step far more often than the repetitions of
 * the others let expect. A case that may still be running lacks nothing.
 */
export async function findStepDeviations(
  context: CaseContext,
  run: RunOptions,
): Promise<{ readonly missing: Candidate[]; readonly repeated: Candidate[] }> {
  const next = stagedRun(run, 2);
  const { log, graph, rareShare } = context;
  const name = (activity: number): string => log.activities[activity] ?? "";
  const times = new Uint32Array(log.activities.length);
  /** By activity: cases by how often it occurs in them. */
  const casesByTimes = log.activities.map(() => new Map<number, number>());
  const countCase = (owner: number): Set<number> => {
    const present = new Set<number>();
    const end = log.caseOffsets[owner + 1] ?? 0;
    for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
      const activity = log.activity[row] ?? 0;
      if (!present.has(activity)) times[activity] = 0;
      present.add(activity);
      times[activity] = Math.min(mostTimes, (times[activity] ?? 0) + 1);
    }
    return present;
  };
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      for (const activity of countCase(owner)) {
        const cases = casesByTimes[activity];
        cases?.set(times[activity] ?? 0, (cases.get(times[activity] ?? 0) ?? 0) + 1);
      }
    }
  }
  const lacking = findRare(
    graph.nodes.map(({ caseCount }, activity) => ({
      key: activity,
      count: log.caseCount - caseCount,
      chances: log.caseCount,
    })),
    rareShare,
    context.thresholds,
  );
  const odd = findOddRepetitions(casesByTimes, log.caseCount, rareShare, context.thresholds);
  const missing: Candidate[] = [];
  const repeated: Candidate[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const present = countCase(owner);
      for (const [activity, share] of context.mayBeOpen[owner] === 1 ? [] : lacking) {
        if (present.has(activity)) continue;
        missing.push({
          caseIndex: owner,
          strength: -share,
          describe: () => ({
            kind: "missing-step",
            score: rarityScore(share, rareShare),
            explanation: `Lacks "${name(activity)}", which only ${percent(share)} of the cases lack.`,
            evidence: { activity: name(activity), share },
          }),
        });
      }
      for (const activity of present) {
        const count = times[activity] ?? 0;
        const found = odd[activity]?.get(count);
        if (found === undefined) continue;
        const { cases, share } = found;
        repeated.push({
          caseIndex: owner,
          strength: -share,
          describe: () => ({
            kind: "repeated-step",
            score: rarityScore(share, rareShare),
            explanation: `Does "${name(activity)}" ${count} times, as often as only ${percent(share)} of the cases do (${cases} of ${log.caseCount}).`,
            evidence: { activity: name(activity), times: count, share, cases },
          }),
        });
      }
    }
  }
  return { missing, repeated };
}
