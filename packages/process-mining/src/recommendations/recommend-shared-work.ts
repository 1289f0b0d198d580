import { caseChunks } from "../case-chunks.ts";
import type { EventLog } from "../event-log.ts";
import { quantile } from "../quantile.ts";
import type { RunOptions } from "../run-options.ts";
import { sortInTurns } from "../sort-in-turns.ts";
import { stagedRun } from "../staged-run.ts";
import { describeSaving, leastEffect, priorityOf } from "./judge-effect.ts";
import type { Recommendation } from "./recommendation.ts";
import { replayWhatIf } from "./replay-what-if.ts";

const concentratedShare = 0.4;
const leastOfBusiest = 30;
const leastOfOthers = 20;
/** How much longer than for the others, at the median, cases must wait for the busiest resource. */
const slowerBy = 1.2;
const mostRecommendations = 3;

interface Concentration {
  readonly activity: number;
  readonly resource: number;
  readonly share: number;
  readonly meanMs: number;
  readonly othersMeanMs: number;
  readonly medianMs: number;
  readonly othersMedianMs: number;
  readonly lostMs: number;
}

/**
 * Where it would pay to spread work: activities of which one resource does at least 40 % and for whom cases wait
 * longer, in mean and in median, than for the others. Its waits are scaled to the others' mean, and the log replayed.
 */
export async function recommendSharedWork(
  log: EventLog,
  waits: Float64Array,
  inWords: (seconds: number) => string,
  run: RunOptions,
): Promise<Recommendation[]> {
  const { resource, resources } = log;
  if (resource === null || resources === null) return [];
  const next = stagedRun(run, 2 + mostRecommendations);
  const contenders = (await findConcentrations(log, waits, resource, resources.length, next, run.signal))
    .toSorted((a, b) => b.lostMs - a.lostMs || a.activity - b.activity)
    .slice(0, mostRecommendations);
  const recommendations: Recommendation[] = [];
  for (const found of contenders) {
    const saved = 1 - found.othersMeanMs / found.meanMs;
    const outcome = await replayWhatIf(
      log,
      {
        soonerMs: (row) =>
          log.activity[row] === found.activity && resource[row] === found.resource ? saved * (waits[row] ?? 0) : 0,
      },
      next(),
    );
    if (outcome.effect < leastEffect) continue;
    const activity = log.activities[found.activity] ?? "";
    const name = resources[found.resource] ?? "";
    recommendations.push({
      category: "Resource Allocation",
      priority: priorityOf(outcome.effect),
      recommendation:
        `Share "${activity}" among more people: "${name}" does ${(100 * found.share).toFixed(0)} % of it, and cases wait ` +
        `${inWords(found.meanMs / 1000)} for them on average, ${inWords(found.othersMeanMs / 1000)} for the others`,
      expectedImprovement: `${describeSaving(outcome, inWords)} if cases waited for them as long as for the others`,
      effect: outcome.effect,
      evidence: {
        activity,
        resource: name,
        shareOfActivity: found.share,
        meanWaitSec: found.meanMs / 1000,
        othersMeanWaitSec: found.othersMeanMs / 1000,
        medianWaitSec: found.medianMs / 1000,
        othersMedianWaitSec: found.othersMedianMs / 1000,
        meanCycleTimeSec: outcome.meanSec,
        whatIfMeanCycleTimeSec: outcome.changedMeanSec,
      },
    });
  }
  return recommendations;
}

async function findConcentrations(
  log: EventLog,
  waits: Float64Array,
  resource: Int32Array,
  resourceCount: number,
  next: () => RunOptions,
  signal: AbortSignal | undefined,
): Promise<Concentration[]> {
  const done = new Map<number, number>();
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    const end = log.caseOffsets[endCase] ?? 0;
    for (let row = log.caseOffsets[firstCase] ?? 0; row < end; row++) {
      const who = resource[row] ?? -1;
      if (who < 0) continue;
      const key = (log.activity[row] ?? 0) * resourceCount + who;
      done.set(key, (done.get(key) ?? 0) + 1);
    }
  }
  const totals = new Float64Array(log.activities.length);
  const busiest = new Int32Array(log.activities.length).fill(-1);
  const most = new Float64Array(log.activities.length);
  for (const [key, count] of done) {
    const activity = Math.floor(key / resourceCount);
    totals[activity] = (totals[activity] ?? 0) + count;
    if (count <= (most[activity] ?? 0)) continue;
    most[activity] = count;
    busiest[activity] = key % resourceCount;
  }
  const groups = log.activities.map((_, activity) => {
    const events = totals[activity] ?? 0;
    const ofBusiest = most[activity] ?? 0;
    if (ofBusiest < concentratedShare * events || events === 0) return null;
    const own = { waits: new Float64Array(ofBusiest), count: 0 };
    return { share: ofBusiest / events, own, others: { waits: new Float64Array(events - ofBusiest), count: 0 } };
  });
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      // A case doesn't wait for its first event.
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        const activity = log.activity[row] ?? 0;
        const group = groups[activity] ?? null;
        const who = resource[row] ?? -1;
        if (group === null || who < 0) continue;
        const side = who === busiest[activity] ? group.own : group.others;
        side.waits[side.count++] = waits[row] ?? 0;
      }
    }
  }
  const found: Concentration[] = [];
  for (const [activity, group] of groups.entries()) {
    if (group === null || group.own.count < leastOfBusiest || group.others.count < leastOfOthers) continue;
    const own = await sortInTurns(group.own.waits.subarray(0, group.own.count), { signal });
    const others = await sortInTurns(group.others.waits.subarray(0, group.others.count), { signal });
    const [meanMs, othersMeanMs] = [mean(own), mean(others)];
    const [medianMs, othersMedianMs] = [quantile(own, 0.5), quantile(others, 0.5)];
    if (meanMs <= othersMeanMs || medianMs <= slowerBy * othersMedianMs) continue;
    const lostMs = own.length * (meanMs - othersMeanMs);
    const which = { activity, resource: busiest[activity] ?? -1, share: group.share, lostMs };
    found.push({ ...which, meanMs, othersMeanMs, medianMs, othersMedianMs });
  }
  return found;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
