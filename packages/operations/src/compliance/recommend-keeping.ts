import type { EventLog } from "@longhaul/event-log";
import type { Rule, RuleResult } from "@longhaul/process-mining";
import type { Finding } from "../wording/advice-text.ts";

/** From which share of the cases on breaks weigh as much. */
const HIGH_FROM = 0.1;
const MEDIUM_FROM = 0.03;

type NamedRule = RuleResult & { readonly name: string; readonly unnamed?: Rule };

/** What to do about a rule that cases break; null where none does. */
export function recommendKeeping(
  log: EventLog,
  { name, unnamed, breaks, activeCases, activations, violations }: NamedRule,
  caseSeconds: Float64Array,
): Finding | null {
  if (breaks.length === 0) return null;
  const share = breaks.length / log.caseCount;
  const brokenSec = breaks.reduce((sum, { owner }) => sum + (caseSeconds[owner] ?? 0), 0);
  const others = log.caseCount - breaks.length;
  const isTimed = log.isTimed !== false && others > 0;
  const meanSec = brokenSec / breaks.length;
  const otherMeanSec = (caseSeconds.reduce((sum, seconds) => sum + seconds, 0) - brokenSec) / others;
  return {
    code: "keepRule",
    category: "Compliance",
    priority: share >= HIGH_FROM ? "High" : share >= MEDIUM_FROM ? "Medium" : "Low",
    evidence: {
      rule: name,
      ...(unnamed === undefined ? {} : { unnamed }),
      violatingCases: breaks.length,
      cases: log.caseCount,
      share: Number(share.toFixed(4)),
      activeCases,
      activations,
      violations,
      ...(isTimed ? { meanSec, otherMeanSec } : {}),
    },
  };
}
