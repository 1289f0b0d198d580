import type { Feature } from "./feature.ts";

/** Groups of features that a model may learn from, the plainest first. */
export const featureGroupChoices: readonly (readonly Feature["group"][])[] = [
  ["sequence"],
  ["sequence", "time"],
  ["sequence", "time", "calendar"],
  ["sequence", "time", "attribute"],
  ["sequence", "time", "attribute", "load"],
];

/**
 * By how many standard errors a choice must be better than a plainer one to be preferred (the rule of one standard error
 * of L. Breiman et al., "Classification and Regression Trees", 1984): what seems better by chance often isn't later on.
 */
export const STANDARD_ERRORS_TO_PREFER = 1;

/** Used where there are too few cases to choose. */
export const defaultFeatureGroups: readonly Feature["group"][] = ["sequence", "time"];

/** The columns of the features that belong to one of the groups. */
export function columnsOfGroups(features: readonly Feature[], groups: readonly Feature["group"][]): Uint32Array {
  return Uint32Array.from(features.flatMap((feature, index) => (groups.includes(feature.group) ? [index] : [])));
}
