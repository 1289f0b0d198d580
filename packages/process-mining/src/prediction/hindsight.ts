import type { CaseAttribute, EventAttribute, EventLog } from "@longhaul/event-log";
import { areRangesOf } from "./sharp-classes.ts";
import { visibleEnd } from "./visible-rows.ts";

/** Why an attribute isn't used. */
export type Hindsight = "names the path" | "tells the duration" | "tells the number of events";

/** As near to 1 as the correlation of a column with what it was computed from comes, with rounding. */
const SAME = 0.995;
/** Fewer cases prove nothing. */
const FEWEST_CASES = 20;
const FEWEST_PATHS = 10;
/** Of paths that are numbered by how frequent they are: fewer may be so by chance. */
const FEWEST_RANKS = 4;
const NEARLY = 0.8;
const WORD = 2 ** 32;

/**
 * Whether an attribute is the same for all events of a case and was computed from the whole case, as exports write beside
 * it: the variant, the duration or whether it was above a limit, the number of events. Such a value isn't known while a case runs, though every event has
 * it. Null where nothing shows that; looks at the given cases only.
 */
export function findHindsight(
  log: EventLog,
  attribute: EventAttribute,
  cases: Uint32Array,
  untilMs: number,
): Hindsight | null {
  const ended = cases.filter((owner) => visibleEnd(log, owner, untilMs) === log.caseOffsets[owner + 1]);
  const values = valuesOfCases(log, attribute, ended);
  return values === null ? null : judgeValues(log, attribute.kind, ended, values);
}

/** The same of an attribute that has one value a case, over all cases that have one. */
export function findCaseHindsight(log: EventLog, attribute: CaseAttribute): Hindsight | null {
  const valueOf = (owner: number): number =>
    attribute.kind === "number" ? (attribute.numbers[owner] ?? Number.NaN) : (attribute.codes[owner] ?? -1);
  const isKnown = (owner: number): boolean =>
    attribute.kind === "number" ? !Number.isNaN(valueOf(owner)) : valueOf(owner) !== -1;
  const cases = Uint32Array.from(Array.from({ length: log.caseCount }, (_, owner) => owner).filter(isKnown));
  return cases.length < FEWEST_CASES
    ? null
    : judgeValues(log, attribute.kind, cases, Float64Array.from(cases, valueOf));
}

function judgeValues(
  log: EventLog,
  kind: "number" | "text",
  ended: Uint32Array,
  values: Float64Array,
): Hindsight | null {
  if (isPath(log, ended, values, kind)) return "names the path";
  const first = (owner: number): number => log.caseOffsets[owner] ?? 0;
  const behind = (owner: number): number => log.caseOffsets[owner + 1] ?? 0;
  const durations = Float64Array.from(
    ended,
    (owner) => (log.endMs[behind(owner) - 1] ?? 0) - (log.endMs[first(owner)] ?? 0),
  );
  if (areRangesOf(values, durations)) return "tells the duration";
  if (kind !== "number") return null;
  const events = Float64Array.from(ended, (owner) => behind(owner) - first(owner));
  if (correlation(values, events) > SAME) return "tells the number of events";
  return correlation(values, durations) > SAME ? "tells the duration" : null;
}

/** The value of each case; null where events of a case differ, or few cases have one. */
function valuesOfCases(log: EventLog, attribute: EventAttribute, cases: Uint32Array): Float64Array | null {
  const valueOf = (row: number): number =>
    attribute.kind === "number" ? (attribute.numbers[row] ?? Number.NaN) : (attribute.codes[row] ?? 0);
  const values = new Float64Array(cases.length);
  for (const [at, owner] of cases.entries()) {
    const first = log.caseOffsets[owner] ?? 0;
    values[at] = valueOf(first);
    if (Number.isNaN(values[at])) return null;
    for (let row = first + 1; row < (log.caseOffsets[owner + 1] ?? 0); row++)
      if (valueOf(row) !== values[at]) return null;
  }
  return cases.length < FEWEST_CASES ? null : values;
}

/**
 * Whether values and paths go together one to one, of so many paths that no rule of the process does that, or of fewer that
 * are numbered by how frequent they are.
 */
function isPath(log: EventLog, cases: Uint32Array, values: Float64Array, kind: "number" | "text"): boolean {
  const pathOf = new Map<number, number>();
  const paths = new Set<number>();
  for (const [at, owner] of cases.entries()) {
    const path = hashOfPath(log, owner);
    paths.add(path);
    const value = values[at] ?? 0;
    const known = pathOf.get(value);
    if (known === undefined) pathOf.set(value, path);
    else if (known !== path) return false;
  }
  if (pathOf.size !== paths.size || paths.size > cases.length / 2) return false;
  return paths.size >= FEWEST_PATHS || (paths.size >= FEWEST_RANKS && kind === "number" && areRanks(values));
}

/** Whether the values are 1, 2 and so on, none much more frequent than the one before: some cases may be left out. */
function areRanks(values: Float64Array): boolean {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Array.from({ length: counts.size }, (_, at) => at + 1).every((rank) => {
    const before = rank === 1 ? Number.POSITIVE_INFINITY : (counts.get(rank - 1) ?? 0);
    return counts.has(rank) && before >= NEARLY * (counts.get(rank) ?? 0);
  });
}

function hashOfPath(log: EventLog, owner: number): number {
  let [low, high] = [17, 31];
  for (let row = log.caseOffsets[owner] ?? 0; row < (log.caseOffsets[owner + 1] ?? 0); row++) {
    const activity = log.activity[row] ?? 0;
    low = (Math.imul(low, 31) + activity + 1) >>> 0;
    high = (Math.imul(high, 16_777_619) ^ (activity + 1)) >>> 0;
  }
  // The low 21 bits of one hash over the other: exact as a number.
  return (high % 2 ** 21) * WORD + low;
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [da, db] = [(a[at] ?? 0) - meanA, (b[at] ?? 0) - meanB];
    ab += da * db;
    aa += da * da;
    bb += db * db;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
