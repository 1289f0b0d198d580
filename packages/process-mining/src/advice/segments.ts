import type { CaseAttribute, EventLog } from "@longhaul/event-log";
import { findCaseHindsight } from "../prediction/hindsight.ts";

/** What the cases of a segment have in common. */
export type SegmentKind = "attribute" | "resource" | "activity" | "weekday";

/** A group of cases that something sets apart from the others. */
export interface Segment {
  readonly kind: SegmentKind;
  /** The attribute's name; for a resource the activity that it did first, else the kind. */
  readonly what: string;
  /** The value, or the range of a number: `North`, `≥ 5000`. */
  readonly value: string;
  /** True of an attribute that changes within cases: these began with the value. */
  readonly atBeginning?: true;
  /** By case, −1 = not known. Cases with `code` are inside, all other known ones outside. */
  readonly codes: Int32Array | Int8Array;
  readonly code: number;
  readonly size: number;
}

const FEWEST_CASES = 20;
const LEAST_SHARE = 0.02;
const MOST_SHARE = 0.95;
/** Values of one attribute, and activities, that are looked at, the most frequent first. */
const MOST_VALUES = 40;
/** Segments of nearly the same cases are one. */
const SAME_CASES = 0.95;
/** From Sunday, as `Date` counts. */
export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/**
 * The segments of a log that are large enough to be compared with the others (20 cases and 2 %): values of case
 * attributes, the highest and the lowest quarter of numbers, who did an activity first, which activities a case has, on
 * which weekday (UTC) it began. Attributes that were computed from whole cases, such as the variant's name, explain nothing and
 * are passed over. Of segments of nearly the same cases the first is kept, attributes before the rest.
 */
export function findSegments(log: EventLog, attributes: readonly CaseAttribute[]): Segment[] {
  const usable = attributes.filter((attribute) => findCaseHindsight(log, attribute) === null);
  const found = usable.flatMap((attribute): Segment[] => {
    const segments =
      attribute.kind === "number"
        ? quartersOf(attribute.name, attribute.numbers)
        : valuesOf("attribute", attribute.name, attribute.values, attribute.codes);
    return attribute.changes === true ? segments.map((one) => ({ ...one, atBeginning: true })) : segments;
  });
  const frequent = mostFrequentActivities(log);
  found.push(
    ...firstResources(log, frequent),
    ...valuesOf("weekday", "weekday", WEEKDAYS, weekdaysOf(log)),
    ...activitiesOf(log, frequent),
  );
  return withoutTwins(found);
}

/** The segments of one log by the given attributes. */
export type SegmentFinder = (attributes: readonly CaseAttribute[]) => readonly Segment[];

/** Finds the segments of a log, once for several questions about the same attributes. */
export function segmentFinder(log: EventLog): SegmentFinder {
  let last: { readonly attributes: readonly CaseAttribute[]; readonly segments: readonly Segment[] } | null = null;
  return (attributes) => {
    const isSame =
      last?.attributes.length === attributes.length && attributes.every((one, at) => one === last?.attributes[at]);
    if (last === null || !isSame) last = { attributes, segments: findSegments(log, attributes) };
    return last.segments;
  };
}

/** The cases inside a segment, and those outside, as far as they are known. */
export function divide({ codes, code }: Segment): { readonly inside: Uint32Array; readonly outside: Uint32Array } {
  const inside = new Uint32Array(codes.length);
  const outside = new Uint32Array(codes.length);
  let [insiders, outsiders] = [0, 0];
  for (let owner = 0; owner < codes.length; owner++) {
    if (codes[owner] === code) inside[insiders++] = owner;
    else if (codes[owner] !== -1) outside[outsiders++] = owner;
  }
  return { inside: inside.subarray(0, insiders), outside: outside.subarray(0, outsiders) };
}

function valuesOf(
  kind: SegmentKind,
  what: string,
  values: readonly string[],
  codes: Int32Array | Int8Array,
): Segment[] {
  const counts = new Uint32Array(values.length);
  let known = 0;
  for (const code of codes) {
    if (code < 0) continue;
    counts[code] = (counts[code] ?? 0) + 1;
    known++;
  }
  const sizeOf = (code: number): number => counts[code] ?? 0;
  const least = Math.max(FEWEST_CASES, LEAST_SHARE * codes.length);
  return Array.from(counts.keys())
    .filter((code) => {
      const size = sizeOf(code);
      return size >= least && known - size >= FEWEST_CASES && size <= MOST_SHARE * known;
    })
    .toSorted((a, b) => sizeOf(b) - sizeOf(a) || a - b)
    .slice(0, MOST_VALUES)
    .map((code) => ({ kind, what, value: values[code] ?? "", codes, code, size: sizeOf(code) }));
}

function quartersOf(what: string, numbers: Float64Array): Segment[] {
  const ascending = numbers.filter((value) => !Number.isNaN(value)).sort();
  const first = ascending[Math.floor(ascending.length / 4)] ?? Number.NaN;
  const third = ascending[Math.floor((3 * ascending.length) / 4)] ?? Number.NaN;
  if (first >= third) return [];
  const codes = Int8Array.from(numbers, (value) => {
    if (Number.isNaN(value)) return -1;
    return value >= third ? 2 : value <= first ? 0 : 1;
  });
  return valuesOf("attribute", what, [`≤ ${first}`, "", `≥ ${third}`], codes).filter(({ code }) => code !== 1);
}

function mostFrequentActivities(log: EventLog): number[] {
  const counts = new Uint32Array(log.activities.length);
  for (const activity of log.activity) counts[activity] = (counts[activity] ?? 0) + 1;
  return Array.from(counts.keys())
    .toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b)
    .slice(0, MOST_VALUES);
}

/** Who did the first event of each activity. */
function firstResources(log: EventLog, activities: readonly number[]): Segment[] {
  const { resource, resources } = log;
  if (resource === null || resources === null) return [];
  return activities.flatMap((activity) => {
    const codes = new Int32Array(log.caseCount).fill(-1);
    for (let owner = 0; owner < log.caseCount; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
        if (log.activity[row] !== activity) continue;
        codes[owner] = resource[row] ?? -1;
        break;
      }
    }
    return valuesOf("resource", log.activities[activity] ?? "", resources, codes);
  });
}

function weekdaysOf(log: EventLog): Int8Array {
  const codes = new Int8Array(log.caseCount);
  for (let owner = 0; owner < log.caseCount; owner++) {
    const row = log.caseOffsets[owner] ?? 0;
    const startMs = log.startMs?.[row] ?? Number.NaN;
    codes[owner] = new Date(Number.isNaN(startMs) ? (log.endMs[row] ?? 0) : startMs).getUTCDay();
  }
  return codes;
}

function activitiesOf(log: EventLog, activities: readonly number[]): Segment[] {
  return activities.flatMap((activity) => {
    const codes = new Int8Array(log.caseCount);
    for (let owner = 0; owner < log.caseCount; owner++) {
      const end = log.caseOffsets[owner + 1] ?? 0;
      for (let row = log.caseOffsets[owner] ?? 0; row < end && codes[owner] === 0; row++)
        if (log.activity[row] === activity) codes[owner] = 1;
    }
    return valuesOf("activity", "activity", ["", log.activities[activity] ?? ""], codes).filter(
      ({ code }) => code === 1,
    );
  });
}

function withoutTwins(segments: readonly Segment[]): Segment[] {
  const kept: Segment[] = [];
  for (const segment of segments) {
    const isTwin = kept.some((other) => {
      const most = Math.max(segment.size, other.size);
      if (other.codes === segment.codes || Math.min(segment.size, other.size) < SAME_CASES * most) return false;
      return sharedCases(segment, other) >= SAME_CASES * most;
    });
    if (!isTwin) kept.push(segment);
  }
  return kept;
}

function sharedCases(a: Segment, b: Segment): number {
  let shared = 0;
  for (let at = 0; at < a.codes.length; at++) if (a.codes[at] === a.code && b.codes[at] === b.code) shared++;
  return shared;
}
