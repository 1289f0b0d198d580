import type { CleaningParameters } from "@longhaul/event-log";
import type { CleaningRuleName, EnrichmentParameters } from "./parameters.ts";

/** The rules of a request as the engine takes them. */
export function cleaningPlan(requested: EnrichmentParameters["cleaningRules"]): {
  readonly rules: readonly CleaningRuleName[];
  readonly parameters: CleaningParameters;
} {
  const rules: CleaningRuleName[] = [];
  let parameters: CleaningParameters = {};
  for (const request of requested) {
    const given = typeof request === "string" ? { rule: request } : request;
    rules.push(given.rule);
    if (given.rule === "map_activities" && "mapping" in given) {
      parameters = { ...parameters, activityMapping: given.mapping };
    } else if (given.rule === "map_resources" && "mapping" in given) {
      parameters = { ...parameters, resourceMapping: given.mapping };
    } else if (given.rule === "validate_activities" && "apply" in given && given.apply !== undefined) {
      parameters = { ...parameters, misspellings: given.apply };
    } else if (given.rule === "fill_missing_resources" && "value" in given && given.value !== undefined) {
      parameters = { ...parameters, missingResource: given.value };
    } else if (given.rule === "drop_incomplete_cases" && typeof request !== "string") {
      const { rule: _, ...completeCase } = given;
      parameters = { ...parameters, completeCase };
    }
  }
  return { rules, parameters };
}
