import type { Feature } from "./feature.ts";

/** Groups of features that a model may learn from, the plainest first. */
export const featureGroupChoices: readonly (readonly Feature["group"][])[] = [
  ["sequence"],
  ["sequence", "time"],
  ["sequence", "time", "calendar"],
];

/** Used where there are too few cases to choose. */
export const defaultFeatureGroups: readonly Feature["group"][] = ["sequence", "time"];

/** The columns of the features that belong to one of the groups. */
export function columnsOfGroups(features: readonly Feature[], groups: readonly Feature["group"][]): Uint32Array {
  return Uint32Array.from(features.flatMap((feature, index) => (groups.includes(feature.group) ? [index] : [])));
}
