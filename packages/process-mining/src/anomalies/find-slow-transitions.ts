import { Pacer, spanText } from "@longhaul/domain";
import { startOfEvent, type RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import { discoveries } from "../numbers/statistics.ts";
import { stagedRun } from "../numbers/staged-run.ts";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { rateOfKind } from "./exceptional.ts";
import { fitTails } from "./fit-tail.ts";
import { measureGroup, relativeTo, type GroupSpread } from "./group-spread.ts";
import { improbabilityScore, oddsText } from "./scores.ts";
import { withinBreakdown } from "./within-breakdown.ts";

/** With fewer occurrences a transition has no usual time. */
const leastOccurrences = 30;

/**
 * Cases that were held up between two steps far longer than cases usually are there, on a logarithmic scale. How
 * improbable a wait is comes from the tail of all distances to what is usual (`fitTails`), in the distances of each
 * transition; the false discovery rate is held over all steps.
 */
export async function findSlowTransitions(context: CaseContext, run: RunOptions): Promise<Candidate[]> {
  const next = stagedRun(run, 3);
  const { log, graph, edges, thresholds } = context;
  const places = new Uint32Array(graph.edges.length + 1);
  for (const [edge, { count }] of graph.edges.entries()) places[edge + 1] = (places[edge] ?? 0) + count;
  const logSeconds = new Float64Array(places.at(-1) ?? 0);
  const filled = places.slice(0, -1);
  const logWait = (row: number): number =>
    Math.log1p(Math.max(0, startOfEvent(log, row) - (log.endMs[row - 1] ?? 0)) / 1000);
  const edgeOf = (row: number): number => edges.find(log.activity[row - 1] ?? 0, log.activity[row] ?? 0);
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        const edge = edgeOf(row);
        const place = filled[edge] ?? 0;
        logSeconds[place] = logWait(row);
        filled[edge] = place + 1;
      }
    }
  }
  const pacer = new Pacer(run);
  const spreads: (GroupSpread | null)[] = [];
  let steps = 0;
  const fitRun = next();
  for (const [edge, { count }] of graph.edges.entries()) {
    await pacer.pause();
    fitRun.onProgress?.(edge / graph.edges.length);
    const waits = logSeconds.subarray(places[edge] ?? 0, places[edge + 1] ?? 0);
    const spread = count < leastOccurrences ? null : measureGroup(waits);
    spreads.push(spread);
    if (spread === null) continue;
    for (const wait of waits) logSeconds[steps++] = relativeTo(spread, wait);
  }
  await pacer.pause();
  const tails = fitTails(logSeconds.subarray(0, steps));
  await pacer.pause();
  const rate = rateOfKind(thresholds);
  const slow: { caseIndex: number; row: number; edge: number; pValue: number }[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        const edge = edgeOf(row);
        const spread = spreads[edge] ?? null;
        const pValue = spread === null ? 1 : tails.above(relativeTo(spread, logWait(row)));
        if (pValue <= rate) slow.push({ caseIndex: owner, row, edge, pValue });
      }
    }
  }
  const found = withinBreakdown(
    discoveries(slow, rate, steps),
    ({ edge }) => edge,
    ({ edge }) => graph.edges[edge]?.count ?? 0,
  );
  return found.map(({ caseIndex, row, edge, pValue }) => ({
    caseIndex,
    strength: -pValue,
    describe: () => {
      const from = log.activities[log.activity[row - 1] ?? 0] ?? "";
      const to = log.activities[log.activity[row] ?? 0] ?? "";
      const waitSec = Math.expm1(logWait(row));
      const medianSec = Math.expm1(spreads[edge]?.median ?? 0);
      return {
        kind: "slow-transition",
        score: improbabilityScore(pValue),
        explanation:
          `${spanText(waitSec)} passed between "${from}" and "${to}", usually ${spanText(medianSec)} ` +
          `(as improbable as ${oddsText(pValue)}).`,
        evidence: { from, to, waitSec, medianSec, pValue },
      };
    },
  }));
}
