import type { InsightFacts } from "../texts/terms/insight.ts";
import type { Discovery } from "./discovery.ts";

const MOST_TERMS = 2;

/** The most frequent fixed terms, as insights tell them. */
export function fixedTerms({ terms = [] }: Pick<Discovery, "terms">): InsightFacts[] {
  return terms.slice(0, MOST_TERMS).map(({ activity, after, termSec, times, of, endsCases }) => ({
    code: "fixedTerm",
    evidence: { activity, ...(after === null ? {} : { after }), termSec, times, occurrences: of, endsCases },
  }));
}
