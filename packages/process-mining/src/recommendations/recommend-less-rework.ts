import type { EventLog } from "../event-log.ts";
import type { RunOptions } from "../run-options.ts";
import { stagedRun } from "../staged-run.ts";
import { describeSaving, leastEffect, priorityOf } from "./judge-effect.ts";
import { markLoop, measureLoops } from "./measure-loops.ts";
import type { Loop, LoopRows } from "./measure-loops.ts";
import type { Recommendation } from "./recommendation.ts";
import { replayWhatIf } from "./replay-what-if.ts";
import type { WhatIf } from "./replay-what-if.ts";

const leastCases = 10;
const mostRecommendations = 3;
const mostContenders = 8;
/** An activity repeated in the same cases as one already named is part of the same loop. */
const sameCasesShare = 0.8;
/** What more of the cases with the activity repeat is how the process goes, or two events for one piece of work. */
const mostRepeatingShare = 0.75;

/**
 * Where it would pay to do things once: for the activities whose repetition costs most (and that at
 * most three quarters of their cases repeat), each case that repeats one goes
 * on from its first time, all that happened until the last time is spared, and the log is replayed. An upper bound, for
 * some of what is spared may be needed.
 */
export async function recommendLessRework(
  log: EventLog,
  inWords: (seconds: number) => string,
  run: RunOptions,
): Promise<Recommendation[]> {
  const next = stagedRun(run, 1 + 2 * mostContenders);
  const contenders = (await measureLoops(log, next()))
    .filter((loop) => isRework(loop))
    .toSorted((a, b) => b.lostMs - a.lostMs || a.activity - b.activity)
    .slice(0, mostContenders);
  const recommendations: Recommendation[] = [];
  const named: LoopRows[] = [];
  for (const { activity, cases, repetitions } of contenders) {
    if (named.length >= mostRecommendations) break;
    const rows = await markLoop(log, activity, next());
    if (named.some((other) => sharedCases(rows, other) > sameCasesShare * cases)) continue;
    const outcome = await replayWhatIf(log, withoutRepetition(log, rows), next());
    if (outcome.effect < leastEffect) continue;
    named.push(rows);
    const name = log.activities[activity] ?? "";
    recommendations.push({
      category: "Rework Reduction",
      priority: priorityOf(outcome.effect),
      recommendation:
        `Get "${name}" right the first time: ${cases} of ${log.caseCount} cases repeat it, ` +
        `${(repetitions / cases).toFixed(1)} times on average`,
      expectedImprovement: `Up to ${describeSaving(outcome, inWords)} if those cases went on from the first time`,
      effect: outcome.effect,
      evidence: {
        activity: name,
        casesWithRework: cases,
        repetitions,
        meanCycleTimeSec: outcome.meanSec,
        whatIfMeanCycleTimeSec: outcome.changedMeanSec,
        casesShortened: outcome.shorterCases,
      },
    });
  }
  return recommendations;
}

function isRework({ cases, casesWithActivity, lostMs }: Loop): boolean {
  return cases >= leastCases && lostMs > 0 && cases <= mostRepeatingShare * casesWithActivity;
}

function withoutRepetition(log: EventLog, { place, firstRow, lastRow }: LoopRows): WhatIf {
  const lostAtRow = new Map<number, number>();
  for (const [owner, last] of lastRow.entries()) {
    if (last < 0) continue;
    lostAtRow.set(last, Math.max(0, (log.endMs[last] ?? 0) - (log.endMs[firstRow[owner] ?? 0] ?? 0)));
  }
  // Of millions of rows few are the last of a loop: only these are worth a look into the map.
  return { soonerMs: (row) => (place[row] === 2 ? (lostAtRow.get(row) ?? 0) : 0), isSpared: (row) => place[row] !== 0 };
}

function sharedCases(one: LoopRows, other: LoopRows): number {
  let shared = 0;
  for (const [owner, last] of one.lastRow.entries()) if (last >= 0 && (other.lastRow[owner] ?? -1) >= 0) shared++;
  return shared;
}
