import type { EventAttribute, EventLog } from "@longhaul/event-log";
import type { Pacer } from "@longhaul/domain";
import type { CaseLoad } from "./case-load.ts";
import { describeFeatures } from "./describe-features.ts";
import { historyLength } from "./prefix-table.ts";
import type { PrefixTable } from "./prefix-table.ts";
import type { PrefixVocabulary } from "./prefix-vocabulary.ts";
import { valueAt } from "./choose-attributes.ts";
import { visibleEnd } from "./visible-rows.ts";

const hourMs = 3_600_000;
const casesBetweenBreaths = 256;

/** What features are made from. */
export interface FeatureSources {
  readonly vocabulary: PrefixVocabulary;
  /** Those of the vocabulary, in its order. */
  readonly attributes: readonly EventAttribute[];
  readonly load: CaseLoad;
}

/** What is seen of cases. */
export interface Observation {
  /** What happened at this time or later isn't. */
  readonly untilMs: number;
  /** 1 where the case's last row isn't its end. */
  readonly isOpen: Uint8Array;
}

/**
 * Turns the prefixes of the given cases, as far as they were seen, into feature vectors.
 *
 * A row's features come from its case's events up to the prefix's last one, and from how many other cases had begun or
 * come to a usual end before that; nothing later is read.
 * "Now" is the latest completion so far, which matters only where a log with start times has overlapping work.
 */
export async function encodePrefixes(
  log: EventLog,
  cases: Uint32Array,
  { vocabulary, attributes, load }: FeatureSources,
  { untilMs, isOpen }: Observation,
  pacer: Pacer,
): Promise<PrefixTable> {
  const features = describeFeatures(vocabulary, log.startMs !== null, load.windowHours);
  let rowCount = 0;
  for (const caseIndex of cases) rowCount += visibleEnd(log, caseIndex, untilMs) - (log.caseOffsets[caseIndex] ?? 0);
  const columns = features.map(() => new Float32Array(rowCount));
  const caseOfRow = new Uint32Array(rowCount);
  const rowMs = new Float64Array(rowCount);
  const nextClass = new Int32Array(rowCount).fill(-1);
  const nextKnownHours = new Float64Array(rowCount).fill(Number.NaN);
  const caseHours = new Float64Array(rowCount).fill(Number.NaN);
  const remainingHours = new Float64Array(rowCount).fill(Number.NaN);

  const codeOf = codesByName(log.activities, vocabulary.codedActivities);
  const classOf = indexByName(log.activities, vocabulary.activities);
  const counterOf = indexByName(log.activities, vocabulary.countedActivities);
  const resourceCodeOf =
    log.resources === null || vocabulary.codedResources === null
      ? null
      : codesByName(log.resources, vocabulary.codedResources);
  const column = (index: number): Float32Array => columns[index] ?? new Float32Array(rowCount);
  const history = columns.slice(0, historyLength);
  let next = historyLength;
  const resources = vocabulary.codedResources === null ? null : column(next++);
  const eventsSoFar = column(next++);
  const elapsed = column(next++);
  const gap = column(next++);
  const hour = column(next++);
  const weekday = column(next++);
  const service = log.startMs === null ? null : column(next++);
  const counters = columns.slice(next, next + vocabulary.countedActivities.length);
  const writeAttributes = createAttributeWriter(vocabulary, attributes, columns.slice(next + counters.length));
  const [openCases, arrivals] = [column(columns.length - 2), column(columns.length - 1)];
  const counts = new Float32Array(counters.length);

  let out = 0;
  for (let position = 0; position < cases.length; position++) {
    if (position % casesBetweenBreaths === 0) await pacer.pause();
    const caseIndex = cases[position] ?? 0;
    const first = log.caseOffsets[caseIndex] ?? 0;
    const last = visibleEnd(log, caseIndex, untilMs);
    const begins = out;
    counts.fill(0);
    let beginMs = log.recordedSpans?.firstMs[caseIndex] ?? Number.POSITIVE_INFINITY;
    let nowMs = Number.NEGATIVE_INFINITY;
    for (let row = first; row < last; row++, out++) {
      const activity = log.activity[row] ?? 0;
      const endMs = log.endMs[row] ?? 0;
      const startMs = log.startMs?.[row] ?? Number.NaN;
      beginMs = Math.min(beginMs, startMs <= endMs ? startMs : endMs);
      const earlierMs = row === first ? endMs : nowMs;
      nowMs = Math.max(nowMs, endMs);
      for (let back = 0; back < history.length; back++) {
        const source = row - back;
        (history[back] ?? eventsSoFar)[out] = source < first ? 0 : (codeOf[log.activity[source] ?? 0] ?? 0);
      }
      if (resources !== null) {
        const resource = log.resource?.[row] ?? -1;
        resources[out] = resource < 0 ? 0 : (resourceCodeOf?.[resource] ?? 0);
      }
      eventsSoFar[out] = row - first + 1;
      elapsed[out] = (nowMs - beginMs) / hourMs;
      gap[out] = Math.max(0, endMs - earlierMs) / hourMs;
      hour[out] = modulo(Math.floor(endMs / hourMs), 24);
      weekday[out] = modulo(Math.floor(endMs / (24 * hourMs)) + 4, 7);
      if (service !== null) service[out] = startMs <= endMs ? (endMs - startMs) / hourMs : 0;
      const counter = counterOf[activity] ?? -1;
      if (counter >= 0) counts[counter] = (counts[counter] ?? 0) + 1;
      for (let index = 0; index < counters.length; index++) (counters[index] ?? counts)[out] = counts[index] ?? 0;
      caseOfRow[out] = caseIndex;
      writeAttributes(row, out, row === first);
      const usual = load.usualArrivals(nowMs);
      openCases[out] = load.openCases(nowMs) / usual;
      arrivals[out] = load.arrivals(nowMs) / usual;
      rowMs[out] = nowMs;
      if (row > first) {
        nextClass[out - 1] = classOf[activity] ?? -1;
        nextKnownHours[out - 1] = (nowMs - beginMs) / hourMs;
      }
    }
    if (out === begins || isOpen[caseIndex] === 1 || last < (log.caseOffsets[caseIndex + 1] ?? 0)) continue;
    const hours = (nowMs - beginMs) / hourMs;
    nextClass[out - 1] = vocabulary.activities.length;
    nextKnownHours[out - 1] = hours;
    for (let back = begins; back < out; back++) {
      caseHours[back] = hours;
      remainingHours[back] = (nowMs - (rowMs[back] ?? 0)) / hourMs;
    }
  }
  return { features, rowCount, columns, caseOfRow, nowMs: rowMs, nextClass, nextKnownHours, caseHours, remainingHours };
}

/** Writes the latest value of each attribute so far; a case begins with none. */
function createAttributeWriter(
  { attributes: known }: PrefixVocabulary,
  attributes: readonly EventAttribute[],
  columns: readonly Float32Array[],
): (row: number, out: number, isFirst: boolean) => void {
  const sources = attributes.map((attribute, at) => ({
    attribute,
    codes: attribute.kind === "text" ? codesByName(attribute.values, known[at]?.values ?? []) : null,
    column: columns[at] ?? new Float32Array(),
    none: attribute.kind === "text" ? 0 : Number.NaN,
  }));
  return (row, out, isFirst) => {
    for (const { attribute, codes, column, none } of sources) {
      const value = valueAt(attribute, row);
      if (Number.isNaN(value)) column[out] = isFirst ? none : (column[out - 1] ?? none);
      else column[out] = codes === null ? value : (codes[value] ?? none);
    }
  };
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Index in `known` of each name, -1 for the others. */
function indexByName(names: readonly string[], known: readonly string[]): Int32Array {
  const indexes = new Map(known.map((name, index) => [name, index]));
  return Int32Array.from(names, (name) => indexes.get(name) ?? -1);
}

/** Code of each name: 1 and up for the known ones, the number behind the last for the others. */
function codesByName(names: readonly string[], known: readonly string[]): Uint8Array {
  return Uint8Array.from(indexByName(names, known), (index) => (index < 0 ? known.length + 1 : index + 1));
}
