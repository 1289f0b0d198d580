import type { EventAttribute, EventLog } from "@longhaul/event-log";
import { visibleEnd } from "./visible-rows.ts";

/** Limits of codes: rarer names share one code, so that every code fits a byte. */
const mostActivityCodes = 200;
const mostResourceCodes = 200;
const mostCountedActivities = 40;
const mostAttributeCodes = 60;

/** The names that a model knows, learned from the training cases only and independent of the log's own numbering. */
export interface PrefixVocabulary {
  /** Activities in the order of the process (mean relative position, then name): the classes, before `endOfCase`. */
  readonly activities: readonly string[];
  /** Activities with a code of their own, in the order of the process: the code is the index + 1. */
  readonly codedActivities: readonly string[];
  /** Activities whose occurrences so far are counted, in the order of the process. */
  readonly countedActivities: readonly string[];
  /** Resources by falling frequency, then name: the code is the index + 1. Null when the log names none. */
  readonly codedResources: readonly string[] | null;
  readonly attributes: readonly KnownAttribute[];
}

/** An attribute that models know. */
export interface KnownAttribute {
  readonly name: string;
  readonly kind: EventAttribute["kind"];
  /** Values of a text attribute by falling frequency: the code is the index + 1. Empty for a number. */
  readonly values: readonly string[];
}

/** The class that stands for "the case is over". */
export const endOfCase = "(end of case)";

/** Learns the vocabulary from the events of the given cases before `untilMs`. */
export function learnVocabulary(
  log: EventLog,
  attributes: readonly EventAttribute[],
  cases: Uint32Array,
  untilMs: number,
): PrefixVocabulary {
  const occurrences = new Float64Array(log.activities.length);
  const positions = new Float64Array(log.activities.length);
  const handled = new Float64Array(log.resources?.length ?? 0);
  for (const caseIndex of cases) {
    const first = log.caseOffsets[caseIndex] ?? 0;
    const last = visibleEnd(log, caseIndex, untilMs);
    for (let row = first; row < last; row++) {
      const activity = log.activity[row] ?? 0;
      occurrences[activity] = (occurrences[activity] ?? 0) + 1;
      positions[activity] = (positions[activity] ?? 0) + (row - first) / (last - first);
      const resource = log.resource?.[row] ?? -1;
      if (resource >= 0) handled[resource] = (handled[resource] ?? 0) + 1;
    }
  }
  const activities = log.activities
    .map((name, index) => ({
      name,
      count: occurrences[index] ?? 0,
      position: (positions[index] ?? 0) / (occurrences[index] ?? 1),
    }))
    .filter((activity) => activity.count > 0)
    .sort((a, b) => a.position - b.position || (a.name < b.name ? -1 : 1));
  const byCount = activities.toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const mostFrequent = (count: number): string[] => {
    const kept = new Set(byCount.slice(0, count));
    return activities.filter((activity) => kept.has(activity)).map((activity) => activity.name);
  };
  return {
    activities: activities.map((activity) => activity.name),
    codedActivities: mostFrequent(mostActivityCodes),
    countedActivities: mostFrequent(mostCountedActivities),
    codedResources: log.resources === null ? null : byFrequency(log.resources, handled).slice(0, mostResourceCodes),
    attributes: attributes.map((attribute) => knownAttribute(log, attribute, cases, untilMs)),
  };
}

function knownAttribute(log: EventLog, attribute: EventAttribute, cases: Uint32Array, untilMs: number): KnownAttribute {
  const { name, kind } = attribute;
  if (kind === "number") return { name, kind, values: [] };
  const counts = new Float64Array(attribute.values.length);
  for (const owner of cases) {
    const end = visibleEnd(log, owner, untilMs);
    for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
      const code = (attribute.codes[row] ?? 0) - 1;
      if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  return { name, kind, values: byFrequency(attribute.values, counts).slice(0, mostAttributeCodes) };
}

function byFrequency(names: readonly string[], counts: Float64Array): string[] {
  return names
    .map((name, index) => ({ name, count: counts[index] ?? 0 }))
    .filter((entry) => entry.count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .map((entry) => entry.name);
}
