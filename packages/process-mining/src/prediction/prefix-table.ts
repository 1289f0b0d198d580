import type { Feature } from "./feature.ts";
import type { PrefixVocabulary } from "./prefix-vocabulary.ts";

/** How many of the latest activities the models see. */
export const historyLength = 5;

/** Feature vectors of running cases: one row for each prefix of each case, from its first event to its last. */
export interface PrefixTable {
  readonly features: readonly Feature[];
  readonly rowCount: number;
  /** One column for each feature. The first `historyLength` are the latest activities, latest first. */
  readonly columns: readonly Float32Array[];
  /** Case number, by row. */
  readonly caseOfRow: Uint32Array;
  /** Time of the latest completion so far, ms since the epoch. */
  readonly nowMs: Float64Array;
  /** What came next: an index into the vocabulary's activities, their number for the end of the case, -1 = unknown. */
  readonly nextClass: Int32Array;
  /** Hours from the begin of the case to that; NaN where it wasn't seen. */
  readonly nextKnownHours: Float64Array;
  /** Hours from the begin of the case to its end; NaN where that wasn't seen. */
  readonly caseHours: Float64Array;
  /** Hours from the prefix's last event to the end of the case; NaN where that wasn't seen. */
  readonly remainingHours: Float64Array;
}

/** The features in the order of the table's columns. */
export function describeFeatures(vocabulary: PrefixVocabulary, hasStartTimes: boolean): Feature[] {
  const activityCodes = ["(none)", ...vocabulary.codedActivities, "(other)"];
  const features: Feature[] = [];
  for (let back = 1; back <= historyLength; back++) {
    features.push({
      name: `activity_${back}`,
      description: back === 1 ? "latest activity" : `activity ${back - 1} before the latest`,
      kind: "category",
      group: "sequence",
      codes: activityCodes,
    });
  }
  if (vocabulary.codedResources !== null) {
    features.push({
      name: "resource_1",
      description: "resource of the latest event",
      kind: "category",
      group: "sequence",
      codes: ["(none)", ...vocabulary.codedResources, "(other)"],
    });
  }
  const number = (group: Feature["group"], name: string, description: string): Feature => ({
    name,
    description,
    kind: "number",
    group,
  });
  features.push(
    number("sequence", "events", "events of the case so far"),
    number("time", "elapsed_hours", "hours since the case began"),
    number("time", "gap_hours", "hours between the latest event and the one before"),
    number("calendar", "hour", "hour of the latest event, UTC, 0 to 23"),
    number("calendar", "weekday", "day of the latest event, UTC, 0 = Sunday"),
  );
  if (hasStartTimes) {
    features.push(number("time", "service_hours", "hours from start to completion of the latest event"));
  }
  for (const activity of vocabulary.countedActivities) {
    features.push(number("sequence", `count: ${activity}`, `times that "${activity}" occurred so far`));
  }
  return features;
}
