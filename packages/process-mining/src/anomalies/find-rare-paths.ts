import type { RunOptions } from "@longhaul/event-log";
import { caseChunks } from "@longhaul/event-log/columns";
import type { Candidate } from "./candidate.ts";
import type { CaseContext } from "./case-context.ts";
import { percent } from "./percent.ts";
import { findRare } from "./exceptional.ts";
import { rarityScore } from "./scores.ts";

/**
 * Cases with a step that hardly ever follows the one before, or that begin or end as hardly any case does: the least
 * probable transition under the directly-follows graph read as a Markov chain (first-order, maximum likelihood), of those
 * that are rare beyond doubt (`findRare`).
 */
export async function findRarePaths(context: CaseContext, run: RunOptions): Promise<Candidate[]> {
  const { log, graph, edges, rareShare } = context;
  const name = (activity: number): string => log.activities[activity] ?? "";
  const rare = findRare(
    [
      ...graph.edges.map(({ from, count }, edge) => ({
        key: `edge ${edge}`,
        count,
        chances: graph.nodes[from]?.count ?? 0,
      })),
      ...graph.nodes.flatMap(({ startCount, endCount }, activity) => [
        { key: `start ${activity}`, count: startCount, chances: log.caseCount },
        { key: `end ${activity}`, count: endCount, chances: log.caseCount },
      ]),
    ],
    rareShare,
    context.thresholds,
  );
  const edgeShare = Float64Array.from(graph.edges, (_, edge) => rare.get(`edge ${edge}`) ?? 1);
  const startShares = Float64Array.from(graph.nodes, (_, activity) => rare.get(`start ${activity}`) ?? 1);
  const endShares = Float64Array.from(graph.nodes, (_, activity) => rare.get(`end ${activity}`) ?? 1);
  const candidates: Candidate[] = [];
  for await (const { firstCase, endCase } of caseChunks(log, run)) {
    for (let owner = firstCase; owner < endCase; owner++) {
      const first = log.caseOffsets[owner] ?? 0;
      const end = log.caseOffsets[owner + 1] ?? 0;
      const startShare = startShares[log.activity[first] ?? 0] ?? 1;
      const isOpen = context.mayBeOpen[owner] === 1;
      const endShare = isOpen ? 1 : (endShares[log.activity[end - 1] ?? 0] ?? 1);
      let least = Math.min(startShare, endShare);
      let leastRow = -1;
      for (let row = first + 1; row < end; row++) {
        const share = edgeShare[edges.find(log.activity[row - 1] ?? 0, log.activity[row] ?? 0)] ?? 1;
        if (share < least) {
          least = share;
          leastRow = row;
        }
      }
      if (least === 1) continue;
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
