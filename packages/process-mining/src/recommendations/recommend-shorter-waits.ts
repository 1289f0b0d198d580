import { caseChunks } from "../case-chunks.ts";
import { discoverDirectlyFollowsGraph } from "../directly-follows-graph.ts";
import { EdgeIndex } from "../edge-index.ts";
import type { EventLog } from "../event-log.ts";
import { medianInPlace } from "../median-in-place.ts";
import { createBreathe } from "../prediction/breathe.ts";
import type { RunOptions } from "../run-options.ts";
import { stagedRun } from "../staged-run.ts";
import { describeSaving, leastEffect, priorityOf } from "./judge-effect.ts";
import type { Recommendation } from "./recommendation.ts";
import { replayWhatIf } from "./replay-what-if.ts";

/** Fewer waits on a transition have no median to aim at. */
const leastOccurrences = 20;
const mostRecommendations = 5;

/**
 * Where it would pay to wait no longer than usual: for the transitions that lose most, every wait above the
 * transition's median is brought to that median, and the log replayed.
 */
export async function recommendShorterWaits(
  log: EventLog,
  waits: Float64Array,
  inWords: (seconds: number) => string,
  run: RunOptions,
): Promise<Recommendation[]> {
  const next = stagedRun(run, 3 + mostRecommendations);
  const graph = await discoverDirectlyFollowsGraph(log, next());
  const edges = new EdgeIndex(log.activities.length);
  for (const { from, to } of graph.edges) edges.add(from, to);
  const edgeOfRow = new Int32Array(log.eventCount).fill(-1);
  const places = new Uint32Array(graph.edges.length + 1);
  for (const [edge, { count }] of graph.edges.entries()) places[edge + 1] = (places[edge] ?? 0) + count;
  const filled = places.slice(0, -1);
  const grouped = new Float64Array(places.at(-1) ?? 0);
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        const edge = edges.find(log.activity[row - 1] ?? 0, log.activity[row] ?? 0);
        edgeOfRow[row] = edge;
        const place = filled[edge] ?? 0;
        grouped[place] = waits[row] ?? 0;
        filled[edge] = place + 1;
      }
    }
  }
  const breathe = createBreathe(run.signal);
  const excesses = [];
  const medianRun = next();
  for (const [index, edge] of graph.edges.entries()) {
    await breathe();
    medianRun.onProgress?.(index / graph.edges.length);
    const from = places[index] ?? 0;
    const to = places[index + 1] ?? 0;
    const medianMs = medianInPlace(grouped, from, to);
    let excessMs = 0;
    let longer = 0;
    for (const wait of grouped.subarray(from, to)) {
      if (wait <= medianMs) continue;
      excessMs += wait - medianMs;
      longer++;
    }
    excesses.push({ ...edge, index, medianMs, excessMs, longer });
  }
  const contenders = excesses
    .filter((edge) => edge.count >= leastOccurrences && edge.excessMs > 0)
    .toSorted((a, b) => b.excessMs - a.excessMs || a.index - b.index)
    .slice(0, mostRecommendations);

  const recommendations: Recommendation[] = [];
  for (const { index, from, to, count, medianMs, excessMs, longer } of contenders) {
    const outcome = await replayWhatIf(
      log,
      { soonerMs: (row) => (edgeOfRow[row] === index ? Math.max(0, (waits[row] ?? 0) - medianMs) : 0) },
      next(),
    );
    if (outcome.effect < leastEffect) continue;
    const names = { from: log.activities[from] ?? "", to: log.activities[to] ?? "" };
    recommendations.push({
      category: "Process Optimization",
      priority: priorityOf(outcome.effect),
      recommendation:
        `Shorten the wait between "${names.from}" and "${names.to}": ${longer} of ${count} times it is longer than its ` +
        `median of ${inWords(medianMs / 1000)}, by ${inWords(excessMs / longer / 1000)} on average`,
      expectedImprovement: `${describeSaving(outcome, inWords)} if no wait there were above the median`,
      effect: outcome.effect,
      evidence: {
        ...names,
        occurrences: count,
        longerThanMedian: longer,
        medianWaitSec: medianMs / 1000,
        excessSec: excessMs / 1000,
        meanCycleTimeSec: outcome.meanSec,
        whatIfMeanCycleTimeSec: outcome.changedMeanSec,
        casesShortened: outcome.shorterCases,
      },
    });
  }
  return recommendations;
}
