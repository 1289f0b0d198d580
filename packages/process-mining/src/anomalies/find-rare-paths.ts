import { caseChunks } from "../case-chunks.ts";
import type { RunOptions } from "../run-options.ts";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { percent } from "./percent.ts";
import { rarityScore } from "./rarity-score.ts";

/** With fewer occurrences of an activity, shares of what follows it say little. */
const leastOccurrences = 30;

/**
 * Cases with a step that hardly ever follows the one before, or that begin or end as hardly any case does: the least
 * probable transition under the directly-follows graph read as a Markov chain (first-order, maximum likelihood).
 */
export async function findRarePaths(context: CaseContext, run: RunOptions): Promise<Candidate[]> {
  const { log, graph, edges, rareShare } = context;
  const name = (activity: number): string => log.activities[activity] ?? "";
  const edgeShare = Float64Array.from(graph.edges, (edge) => {
    const { count = 0 } = graph.nodes[edge.from] ?? {};
    return count < leastOccurrences ? 1 : edge.count / count;
  });
  const candidates: Candidate[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      const startShare = (graph.nodes[log.activity[first] ?? 0]?.startCount ?? 0) / log.caseCount;
      const isOpen = context.mayBeOpen[owner] === 1;
      const endShare = isOpen ? 1 : (graph.nodes[log.activity[end - 1] ?? 0]?.endCount ?? 0) / log.caseCount;
      let least = Math.min(startShare, endShare);
      let leastRow = -1;
      for (let row = first + 1; row < end; row++) {
        const share = edgeShare[edges.find(log.activity[row - 1] ?? 0, log.activity[row] ?? 0)] ?? 1;
        if (share < least) {
          least = share;
          leastRow = row;
        }
      }
      if (least > rareShare) continue;
      const describe = (): ReturnType<Candidate["describe"]> => {
        const score = rarityScore(least, rareShare);
        if (leastRow < 0) {
          const isStart = startShare <= endShare;
          const activity = name(log.activity[isStart ? first : end - 1] ?? 0);
          const count = Math.round(least * log.caseCount);
          return {
            kind: "rare-path",
            score,
            explanation: `${isStart ? "Begins" : "Ends"} with "${activity}", as ${percent(least)} of the cases do (${count} of ${log.caseCount}).`,
            evidence: { [isStart ? "firstActivity" : "lastActivity"]: activity, share: least, cases: count },
          };
        }
        const from = log.activity[leastRow - 1] ?? 0;
        const to = log.activity[leastRow] ?? 0;
        const count = graph.edges[edges.find(from, to)]?.count ?? 0;
        const occurrences = graph.nodes[from]?.count ?? 0;
        return {
          kind: "rare-path",
          score,
          explanation: `"${name(to)}" follows "${name(from)}", as it does ${percent(least)} of the time (${count} of ${occurrences}).`,
          evidence: { from: name(from), to: name(to), share: least, count, occurrences },
        };
      };
      candidates.push({ caseIndex: owner, strength: -least, describe });
    }
  }
  return candidates;
}
