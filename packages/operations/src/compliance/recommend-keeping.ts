import { spanText } from "@longhaul/domain";
import type { EventLog, RuleResult } from "@longhaul/process-mining";
import type { Recommendation } from "../phase-context.ts";

/** From which share of the cases on breaks weigh as much. */
const HIGH_FROM = 0.1;
const MEDIUM_FROM = 0.03;

/** What to do about a rule that cases break; null where none does. */
export function recommendKeeping(
  log: EventLog,
  { name, breaks, activeCases, activations, violations }: RuleResult & { readonly name: string },
  caseSeconds: Float64Array,
): Recommendation | null {
  if (breaks.length === 0) return null;
  const share = breaks.length / log.caseCount;
  const grouped = (count: number): string => count.toLocaleString("en");
  const brokenSec = breaks.reduce((sum, { owner }) => sum + (caseSeconds[owner] ?? 0), 0);
  const others = log.caseCount - breaks.length;
  const isTimed = log.isTimed !== false && others > 0;
  const meanSec = brokenSec / breaks.length;
  const otherMeanSec = (caseSeconds.reduce((sum, seconds) => sum + seconds, 0) - brokenSec) / others;
  return {
    category: "Compliance",
    priority: share >= HIGH_FROM ? "High" : share >= MEDIUM_FROM ? "Medium" : "Low",
    recommendation: `${grouped(breaks.length)} of ${grouped(log.caseCount)} cases break the rule "${name}"`,
    expectedImprovement: `${(100 * share).toFixed(1)} % of the cases would no longer break it`,
    evidence: {
      rule: name,
      violatingCases: breaks.length,
      cases: log.caseCount,
      share: Number(share.toFixed(4)),
      activeCases,
      activations,
      violations,
      ...(isTimed ? { meanSec, otherMeanSec } : {}),
    },
    compared: `every case with the rule, to which ${grouped(activeCases)} gave occasion${isTimed ? `; those that break it take ${spanText(meanSec)} on average, the others ${spanText(otherMeanSec)}` : ""}`,
    assumed: "the rule is binding, and the log has every step that it is about",
    refutedBy: "steps done but not recorded, or an exception that the rule allows for these cases",
  };
}
