import type { ColumnFacts } from "./column-facts.ts";

/**
 * How much a column looks like the case, 0–1: its values recur, the events of one lie close in time or stand together in the
 * file, and other columns are the same in all of them. Measures, running numbers and constants don't.
 */
export function caseEvidence(candidate: ColumnFacts, time: ColumnFacts, others: readonly ColumnFacts[]): number {
  const { distinct, filled, codes } = candidate;
  if (distinct < 2 || filled === 0) return 0;
  const perValue = filled / distinct;
  const repeats = perValue < 1.05 ? 0 : Math.min(1, (perValue - 1) / 0.8);
  if (repeats === 0) return 0;
  // Every value on dozens of rows, and few of them: a person, a department, a kind.
  const isCategory = distinct <= 30 && perValue > 40 ? 0.3 : 1;
  const isMeasure = candidate.fractions > 0.02 ? 0.2 : 1;
  const together = togetherness(codes, distinct);
  const close = closeness(candidate, time);
  const shared = Math.min(
    1,
    others.filter((other) => other !== candidate && isSharedInside(candidate, other)).length / 2,
  );
  return Math.min(
    1,
    isCategory *
      isMeasure *
      repeats *
      (0.25 + 0.45 * Math.max(together, close) + 0.15 * Math.min(together, close) + 0.25 * shared),
  );
}

/** How much more often than by chance two neighbouring rows have the same value. */
function togetherness(codes: Int32Array, distinct: number): number {
  let equal = 0;
  for (let at = 1; at < codes.length; at++) if (codes[at] === codes[at - 1] && (codes[at] ?? -1) >= 0) equal++;
  const chance = 1 / distinct;
  const share = equal / Math.max(1, codes.length - 1);
  return Math.max(0, Math.min(1, (share - chance) / (1 - chance) / 0.6));
}

/** How much closer in time than by chance the rows of one value lie: 1 = all at once, 0 = spread over the whole log. */
function closeness({ codes }: ColumnFacts, { seconds }: ColumnFacts): number {
  if (seconds === null) return 0;
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  const counts = new Map<number, number>();
  let least = Infinity;
  let most = -Infinity;
  for (const [at, code] of codes.entries()) {
    const time = seconds[at] ?? Number.NaN;
    if (code < 0 || Number.isNaN(time)) continue;
    least = Math.min(least, time);
    most = Math.max(most, time);
    first.set(code, Math.min(first.get(code) ?? Infinity, time));
    last.set(code, Math.max(last.get(code) ?? -Infinity, time));
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  let sum = 0;
  let expected = 0;
  for (const [code, count] of counts) {
    if (count < 2) continue;
    sum += (last.get(code) ?? 0) - (first.get(code) ?? 0);
    expected += ((most - least) * (count - 1)) / (count + 1);
  }
  return expected <= 0 ? 0 : Math.max(0, 1 - sum / expected);
}

/** Whether another column varies over the log but not inside the values of this one. */
function isSharedInside({ codes, distinct, filled }: ColumnFacts, other: ColumnFacts): boolean {
  if (other.distinct < 2 || other.distinct >= filled * 0.95 || filled <= distinct) return false;
  const value = new Map<number, number>();
  let compared = 0;
  let equal = 0;
  for (const [at, code] of codes.entries()) {
    if (code < 0) continue;
    const own = other.codes[at] ?? -1;
    const before = value.get(code);
    value.set(code, own);
    if (before === undefined) continue;
    compared++;
    if (before === own) equal++;
  }
  return compared >= 10 && equal >= compared * 0.98;
}

/**
 * How much a column looks like the activity of a case, 0–1: a few texts that recur over the cases, vary within one, and follow
 * each other in an order.
 */
export function activityEvidence(candidate: ColumnFacts, owner: ColumnFacts): number {
  const { distinct, filled, letters, codes } = candidate;
  if (filled === 0 || (distinct > filled * 0.6 && filled > 20) || candidate.fractions > 0.1) return 0;
  const cases = new Map<number, Set<number>>();
  for (const [at, code] of codes.entries()) {
    const caseCode = owner.codes[at] ?? -1;
    if (code < 0 || caseCode < 0) continue;
    const known = cases.get(code);
    if (known) known.add(caseCode);
    else cases.set(code, new Set([caseCode]));
  }
  let recurring = 0;
  for (const code of codes) if ((cases.get(code)?.size ?? 0) >= 2) recurring++;
  const pairs = [...cases.values()].reduce((sum, set) => sum + set.size, 0);
  const varies = Math.max(0, Math.min(1, (pairs / Math.max(1, owner.distinct) - 1) / 1.2));
  const order = 1 - Math.max(0, Math.min(1, disorder(codes, owner.codes)));
  const base = (letters >= 0.5 ? 0.25 : 0.05) + 0.2 * (recurring / filled) + 0.2 * (filled / codes.length);
  return Math.min(1, varies * (base + 0.4 * order));
}

/** Uncertainty about the next value in a case when the one before is known, as a share of that without knowing it. */
function disorder(codes: Int32Array, owners: Int32Array): number {
  const previous = new Map<number, number>();
  const pairs = new Map<number, number>();
  const befores = new Map<number, number>();
  const afters = new Map<number, number>();
  const count = (counts: Map<number, number>, key: number): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let total = 0;
  for (const [at, code] of codes.entries()) {
    const owner = owners[at] ?? -1;
    if (owner < 0 || code < 0) continue;
    const before = previous.get(owner) ?? -1;
    previous.set(owner, code);
    count(pairs, (before + 1) * 1e6 + code);
    count(befores, before);
    count(afters, code);
    total++;
  }
  // With the correction of Miller and Madow (1955) for small samples, which look more orderly than they are.
  const entropy = (counts: Map<number, number>): number =>
    [...counts.values()].reduce((sum, times) => sum - (times / total) * Math.log(times / total), 0) +
    (counts.size - 1) / (2 * total);
  const without = entropy(afters);
  return without <= 0 ? 1 : (entropy(pairs) - entropy(befores)) / without;
}

/** How much a column looks like the time of events, 0–1: filled, and different inside cases. */
export function timeEvidence(candidate: ColumnFacts, owner: ColumnFacts): number {
  const { time, seconds, filled, codes } = candidate;
  if (time === null || seconds === null) return 0;
  const strength = time.isFaint ? 0.25 : time.isWeak ? 0.75 : 1;
  const kind = time.kind === "date" ? 0.9 : 1;
  return (
    time.share *
    strength *
    kind *
    (filled / Math.max(1, codes.length)) *
    (0.2 + 0.8 * variesInside(seconds, owner.codes))
  );
}

/** With fewer cases, one with several rows is no evidence. */
const FEWEST_CASES = 4;

/** Share of the cases with several events in which a time isn't the same throughout; 1 where no case has several. */
export function variesInside(seconds: Float64Array, owners: Int32Array): number {
  const first = new Map<number, number>();
  const several = new Set<number>();
  const varying = new Set<number>();
  for (const [at, owner] of owners.entries()) {
    const time = seconds[at] ?? Number.NaN;
    if (owner < 0 || Number.isNaN(time)) continue;
    const before = first.get(owner);
    if (before === undefined) first.set(owner, time);
    else {
      several.add(owner);
      if (before !== time) varying.add(owner);
    }
  }
  // Among several cases one may hold a row twice.
  const isByChance = several.size === 0 || (several.size === 1 && first.size > FEWEST_CASES);
  return isByChance ? 1 : varying.size / several.size;
}
