import { spanText } from "@longhaul/domain";
import { caseChunks } from "../case-chunks.ts";
import { startOfEvent } from "../event-times.ts";
import type { RunOptions } from "../run-options.ts";
import { stagedRun } from "../staged-run.ts";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { distanceScore } from "./rarity-score.ts";
import { measureSpread, robustDistance } from "./robust-spread.ts";
import type { RobustSpread } from "./robust-spread.ts";
import { createBreathe } from "../prediction/breathe.ts";

/** With fewer occurrences a transition has no usual time. */
const leastOccurrences = 30;

/** Cases that were held up between two steps far longer than cases usually are there, on a logarithmic scale. */
export async function findSlowTransitions(context: CaseContext, run: RunOptions): Promise<Candidate[]> {
  const next = stagedRun(run, 3);
  const { log, graph, edges } = context;
  const limit = context.thresholds.transitionLimit;
  const places = new Uint32Array(graph.edges.length + 1);
  for (const [edge, { count }] of graph.edges.entries()) places[edge + 1] = (places[edge] ?? 0) + count;
  const logSeconds = new Float64Array(places.at(-1) ?? 0);
  const filled = places.slice(0, -1);
  const logWait = (row: number): number =>
    Math.log1p(Math.max(0, startOfEvent(log, row) - (log.endMs[row - 1] ?? 0)) / 1000);
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        const edge = edges.find(log.activity[row - 1] ?? 0, log.activity[row] ?? 0);
        const place = filled[edge] ?? 0;
        logSeconds[place] = logWait(row);
        filled[edge] = place + 1;
      }
    }
  }
  const breathe = createBreathe(run.signal);
  const spreads: (RobustSpread | null)[] = [];
  const spreadRun = next();
  for (const [edge, { count }] of graph.edges.entries()) {
    await breathe();
    spreadRun.onProgress?.(edge / graph.edges.length);
    const [from, to] = [places[edge] ?? 0, places[edge + 1] ?? 0];
    spreads.push(count < leastOccurrences ? null : measureSpread(logSeconds.subarray(from, to)));
  }
  const candidates: Candidate[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, next())) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      let strength = limit;
      let slowest = -1;
      for (let row = (log.caseOffsets[owner] ?? 0) + 1; row < end; row++) {
        const spread = spreads[edges.find(log.activity[row - 1] ?? 0, log.activity[row] ?? 0)] ?? null;
        if (spread === null) continue;
        const distance = robustDistance(spread, logWait(row));
        if (distance > strength) {
          strength = distance;
          slowest = row;
        }
      }
      if (slowest < 0) continue;
      const found = strength;
      const describe = (): ReturnType<Candidate["describe"]> => {
        const from = log.activities[log.activity[slowest - 1] ?? 0] ?? "";
        const to = log.activities[log.activity[slowest] ?? 0] ?? "";
        const spread = spreads[edges.find(log.activity[slowest - 1] ?? 0, log.activity[slowest] ?? 0)];
        const waitSec = Math.expm1(logWait(slowest));
        const medianSec = Math.expm1(spread?.median ?? 0);
        return {
          kind: "slow-transition",
          score: distanceScore(found, limit),
          explanation:
            `${spanText(waitSec)} passed between "${from}" and "${to}", usually ${spanText(medianSec)} ` +
            `(robust distance ${found.toFixed(1)}, limit ${limit}).`,
          evidence: { from, to, waitSec, medianSec, robustDistance: found },
        };
      };
      candidates.push({ caseIndex: owner, strength, describe });
    }
  }
  return candidates;
}
