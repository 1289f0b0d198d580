import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { CleaningRule } from "./cleaning-rule.ts";
import { judgeMisspellings, type MisspellingProposal } from "./misspellings/judge-misspellings.ts";
import { MOST_NAMES, proposeMisspellings } from "./misspellings/propose-misspellings.ts";
import { mapColumn } from "./text-rules.ts";

/** Which proposals are applied: none (they are only reported), those that are safe, all, or those for the names that are listed. */
export type MisspellingsToApply = "none" | "safe" | "all" | readonly string[];

/**
 * Proposes names of activities that are misspellings of others, and applies those that are chosen. What is a proposal,
 * `compareNames` says; what is safe, `judgeMisspellings`. Rows of proposals that aren't applied are counted as found.
 */
export function validateActivities(apply: MisspellingsToApply): CleaningRule {
  return async (columns, session) => {
    const proposals = await proposalsOf(session, columns);
    const chosen = proposals.filter((proposal) => isChosen(proposal, apply));
    const merged = new Set(chosen);
    const left = proposals.reduce((sum, proposal) => (merged.has(proposal) ? sum : sum + proposal.events), 0);
    const step = await mapColumn("activity", new Map(chosen.map(({ from, to }) => [from, to])))(columns, session);
    return (
      step && {
        ...step,
        leftCount: `SELECT ${left}`,
        proposals: proposals.map((proposal) => ({ ...proposal, applied: merged.has(proposal) })),
      }
    );
  };
}

function isChosen(proposal: MisspellingProposal, apply: MisspellingsToApply): boolean {
  if (typeof apply !== "string") return apply.includes(proposal.from);
  return apply === "all" || (apply === "safe" && proposal.safe);
}

async function proposalsOf(session: DuckDbSession, columns: readonly string[]): Promise<MisspellingProposal[]> {
  const uses = await session.query(
    `SELECT activity, count(*) FROM event_rows WHERE activity IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${MOST_NAMES}`,
  );
  const candidates = proposeMisspellings(
    uses.flatMap(([name, events]) => (typeof name === "string" ? [{ name, events: Number(events) }] : [])),
  );
  return candidates.length === 0 ? [] : judgeMisspellings(session, candidates, columns.includes("resource"));
}
