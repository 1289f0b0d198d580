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
    const told = typeof request === "string" ? { rule: request } : request;
    rules.push(told.rule);
    if (told.rule === "map_activities" && "mapping" in told) {
      parameters = { ...parameters, activityMapping: told.mapping };
    } else if (told.rule === "map_resources" && "mapping" in told) {
      parameters = { ...parameters, resourceMapping: told.mapping };
    } else if (told.rule === "validate_activities" && "apply" in told && told.apply !== undefined) {
      parameters = { ...parameters, misspellings: told.apply };
    } else if (told.rule === "fill_missing_resources" && "value" in told && told.value !== undefined) {
      parameters = { ...parameters, missingResource: told.value };
    } else if (told.rule === "drop_incomplete_cases" && typeof request !== "string") {
      const { rule: _, ...completeCase } = told;
      parameters = { ...parameters, completeCase };
    }
  }
  return { rules, parameters };
}
