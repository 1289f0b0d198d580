import type { EventAttribute, EventLog } from "@longhaul/event-log";
import { findHindsight, type Hindsight } from "./hindsight.ts";
import { visibleEnd } from "./visible-rows.ts";

/** Attributes that models learn from. */
export interface ChosenAttributes {
  readonly used: readonly EventAttribute[];
  /** Those that aren't, and why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: Hindsight | "tells too little" | "not read" }[];
}

/** More attributes would cost more training time than their information is worth. */
const MOST_USED = 12;
/** Prefixes on which attributes are compared. */
const MOST_ROWS = 10_000;
const QUANTILES = 8;
const MOST_CODES = 30;
const hourMs = 3_600_000;

/** Prefixes of cases, with the target that attributes have to predict. */
interface Sample {
  readonly rows: readonly number[];
  readonly caseOf: readonly number[];
  readonly activity: readonly number[];
  /** What came next, −1 for the end. */
  readonly next: readonly number[];
  /** Logarithm of the hours that remained. */
  readonly remaining: readonly number[];
}

/**
 * Chooses the attributes that, given the latest activity, explain most of the next one or of the remaining time (adjusted share
 * explained), on prefixes of cases that had ended before `untilMs`; those that were computed from whole cases are
 * left out.
 */
export function chooseAttributes(
  log: EventLog,
  attributes: readonly EventAttribute[],
  cases: Uint32Array,
  untilMs: number,
): ChosenAttributes {
  const leftOut: { name: string; reason: ChosenAttributes["leftOut"][number]["reason"] }[] = [];
  const sample = samplePrefixes(log, cases, untilMs);
  const judged = attributes.flatMap((attribute) => {
    const hindsight = findHindsight(log, attribute, cases, untilMs);
    if (hindsight !== null) {
      leftOut.push({ name: attribute.name, reason: hindsight });
      return [];
    }
    const bins = binValues(attribute, sample);
    return [{ attribute, told: Math.max(explainedClasses(sample, bins), explainedVariance(sample, bins)) }];
  });
  const ranked = judged.toSorted((a, b) => b.told - a.told || (a.attribute.name < b.attribute.name ? -1 : 1));
  const used = ranked.slice(0, MOST_USED).filter(({ told }) => told > 0);
  leftOut.push(
    ...ranked
      .slice(used.length)
      .map(({ attribute }) => ({ name: attribute.name, reason: "tells too little" as const })),
  );
  return { used: used.map(({ attribute }) => attribute), leftOut };
}

function samplePrefixes(log: EventLog, cases: Uint32Array, untilMs: number): Sample {
  const sample = {
    rows: [] as number[],
    caseOf: [] as number[],
    activity: [] as number[],
    next: [] as number[],
    remaining: [] as number[],
  };
  let total = 0;
  for (const owner of cases) total += (log.caseOffsets[owner + 1] ?? 0) - (log.caseOffsets[owner] ?? 0);
  const stride = Math.max(1, Math.ceil(total / MOST_ROWS));
  for (let at = 0; at < cases.length; at += stride) {
    const owner = cases[at] ?? 0;
    const end = log.caseOffsets[owner + 1] ?? 0;
    if (visibleEnd(log, owner, untilMs) < end) continue;
    const endMs = log.endMs[end - 1] ?? 0;
    for (let row = log.caseOffsets[owner] ?? 0; row < end; row++) {
      sample.rows.push(row);
      sample.caseOf.push(owner);
      sample.activity.push(log.activity[row] ?? 0);
      sample.next.push(row + 1 < end ? (log.activity[row + 1] ?? 0) : -1);
      sample.remaining.push(Math.log1p(Math.max(0, endMs - (log.endMs[row] ?? 0)) / hourMs));
    }
  }
  return sample;
}

/** For each prefix the bin of the latest value so far; 0 = none yet. */
function binValues(attribute: EventAttribute, { rows, caseOf }: Sample): number[] {
  let latest = Number.NaN;
  const values = rows.map((row, at) => {
    if (caseOf[at] !== caseOf[at - 1]) latest = Number.NaN;
    const value = valueAt(attribute, row);
    if (!Number.isNaN(value)) latest = value;
    return latest;
  });
  if (attribute.kind === "text")
    return values.map((value) => (Number.isNaN(value) ? 0 : Math.min(value, MOST_CODES) + 1));
  const ascending = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  const cuts = Array.from(
    { length: QUANTILES - 1 },
    (_, cut) => ascending[Math.floor(((cut + 1) * ascending.length) / QUANTILES)] ?? 0,
  );
  return values.map((value) => (Number.isNaN(value) ? 0 : 1 + cuts.filter((cut) => value >= cut).length));
}

/** The value of a row: a number, or the code of a text; NaN where it has none. */
export function valueAt(attribute: EventAttribute, row: number): number {
  if (attribute.kind === "number") return attribute.numbers[row] ?? Number.NaN;
  const code = attribute.codes[row] ?? 0;
  return code === 0 ? Number.NaN : code - 1;
}

/** Share of the Gini impurity of what came next, within latest activities, that the bins explain; adjusted. */
function explainedClasses({ activity, next }: Sample, bins: readonly number[]): number {
  const impurity = (cell: (at: number) => number): { readonly sum: number; readonly cells: number } => {
    const counts = new Map<number, Map<number, number>>();
    for (let at = 0; at < next.length; at++) {
      const key = cell(at);
      const classes = counts.get(key) ?? new Map<number, number>();
      counts.set(key, classes);
      const label = next[at] ?? -1;
      classes.set(label, (classes.get(label) ?? 0) + 1);
    }
    let sum = 0;
    for (const classes of counts.values()) {
      let [all, squares] = [0, 0];
      for (const count of classes.values()) {
        all += count;
        squares += count * count;
      }
      sum += all - squares / all;
    }
    return { sum, cells: counts.size };
  };
  return adjusted(next.length, impurity(coarse(activity)), impurity(fine(activity, bins)));
}

/** The same of the variance of the remaining time. */
function explainedVariance({ activity, remaining }: Sample, bins: readonly number[]): number {
  const variance = (cell: (at: number) => number): { readonly sum: number; readonly cells: number } => {
    const sums = new Map<number, { count: number; sum: number; squares: number }>();
    for (let at = 0; at < remaining.length; at++) {
      const key = cell(at);
      const one = sums.get(key) ?? { count: 0, sum: 0, squares: 0 };
      sums.set(key, one);
      const value = remaining[at] ?? 0;
      one.count++;
      one.sum += value;
      one.squares += value * value;
    }
    let sum = 0;
    for (const one of sums.values()) sum += Math.max(0, one.squares - (one.sum * one.sum) / one.count);
    return { sum, cells: sums.size };
  };
  return adjusted(remaining.length, variance(coarse(activity)), variance(fine(activity, bins)));
}

const coarse =
  (activity: readonly number[]) =>
  (at: number): number =>
    activity[at] ?? 0;
const fine =
  (activity: readonly number[], bins: readonly number[]) =>
  (at: number): number =>
    (activity[at] ?? 0) * (MOST_CODES + 2) + (bins[at] ?? 0);

/** One less the ratio of what is left to what there was, each by its degrees of freedom. */
function adjusted(
  rows: number,
  before: { readonly sum: number; readonly cells: number },
  after: { readonly sum: number; readonly cells: number },
): number {
  if (before.sum <= 0 || rows <= after.cells || rows <= before.cells) return 0;
  return 1 - after.sum / (rows - after.cells) / (before.sum / (rows - before.cells));
}
