import type { InsightEvidence } from "../texts/terms/insight.ts";
import type { Discovery } from "./discovery.ts";

/**
 * How many cases repeat an activity, as insights and the first page tell it: not counted are activities that most of their
 * cases repeat. Null where no other is repeated.
 */
export function reworkFacts({ cases, rework }: Pick<Discovery, "cases" | "rework">): InsightEvidence["rework"] | null {
  const { beyondRule } = rework;
  if (beyondRule === undefined) return rework.cases === 0 ? null : { casesWithRework: rework.cases, cases };
  const { repeatedAsARule, most } = beyondRule;
  if (most === null) return null;
  return {
    casesWithRework: beyondRule.cases,
    cases,
    activity: most.activity,
    casesRepeatingIt: most.cases,
    casesWithIt: most.ofCases,
    ...(repeatedAsARule.length === 0
      ? {}
      : { asARule: repeatedAsARule.slice(0, NAMED), activitiesAsARule: repeatedAsARule.length }),
  };
}

/** Activities that sentences name. */
const NAMED = 2;
