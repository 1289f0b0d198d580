import { isRealTime, pairClocks, type ColumnProfile, type DetectedColumns } from "./detect-columns.ts";
import type { ColumnRole, DetectedBy } from "./import-result.ts";

const minRepetition = 1.2;

/**
 * Fills the roles of case, activity and time that names left open, by the values of the first rows. The time is the time
 * column with the most values; where a second one has nearly as many and is never later, that one is the start. The case
 * is the column with the most values that still repeat. The activity is a text column that varies within the case, and
 * of those the one whose next value in a case is told best by the one before: a process has an order, its resources and
 * other attributes have less.
 */
export function detectByContent(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  named: DetectedColumns,
): DetectedColumns {
  const roles: Partial<Record<ColumnRole, number>> = { ...named.roles };
  const detectedBy: Partial<Record<ColumnRole, DetectedBy>> = { ...named.detectedBy };
  const assign = (role: ColumnRole, index: number | null) => {
    if (index === null || roles[role] !== undefined) return;
    roles[role] = index;
    detectedBy[role] = "content";
  };
  const free = () =>
    columns.flatMap((column, index) => (Object.values(roles).includes(index) ? [] : [{ column, index }]));
  if (roles.timestamp === undefined) {
    const times = free()
      .filter(({ column }) => isRealTime(column))
      .map(({ index }) => ({ index, distinct: countDistinct(rows, index) }))
      .toSorted((a, b) => b.distinct - a.distinct || a.index - b.index);
    const [first, second] = times;
    const isPair = first !== undefined && second !== undefined && second.distinct * 2 >= first.distinct;
    if (isPair && isOrdered(rows, first.index, second.index)) {
      assign("timestamp", second.index);
      assign("startTimestamp", first.index);
    } else if (isPair && isOrdered(rows, second.index, first.index)) {
      assign("timestamp", first.index);
      assign("startTimestamp", second.index);
    }
    assign("timestamp", first?.index ?? free().find(({ column }) => column.time !== null)?.index ?? null);
  }
  const repeating = (): { index: number; distinct: number }[] =>
    free().flatMap(({ column, index }) => {
      const distinct = isRealTime(column) ? 0 : countDistinct(rows, index);
      return distinct > 1 && countFilled(rows, index) >= distinct * minRepetition ? [{ index, distinct }] : [];
    });
  if (roles.caseId === undefined) {
    const candidates = repeating();
    const [best] = candidates
      .filter(({ index }) => !hasFractions(rows, index))
      .toSorted((a, b) => b.distinct - a.distinct || a.index - b.index);
    // With one candidate only, it is the activity and there is no case.
    if (best !== undefined && (candidates.length > 1 || roles.activity !== undefined)) assign("caseId", best.index);
  }
  const caseIndex = roles.caseId;
  if (roles.activity === undefined && caseIndex !== undefined) {
    const cases = countDistinct(rows, caseIndex);
    const [best] = repeating()
      .filter(({ index }) => hasLetters(rows, index) && countPairs(rows, caseIndex, index) >= cases * minRepetition)
      .map((entry) => ({ ...entry, disorder: measureDisorder(rows, caseIndex, entry.index) }))
      .toSorted((a, b) => a.disorder - b.disorder || b.distinct - a.distinct || a.index - b.index);
    assign("activity", best?.index ?? null);
  }
  const clocks = { ...named.clocks };
  pairClocks(columns, roles, clocks);
  return { roles, detectedBy, clocks };
}

type Rows = readonly (readonly (string | null)[])[];

const countDistinct = (rows: Rows, index: number): number => new Set(rows.flatMap((row) => row[index] ?? [])).size;
const countFilled = (rows: Rows, index: number): number => rows.filter((row) => typeof row[index] === "string").length;
const hasLetters = (rows: Rows, index: number): boolean => rows.some((row) => /\p{L}/u.test(row[index] ?? ""));
const hasFractions = (rows: Rows, index: number): boolean => rows.some((row) => /^-?\d+\.\d+$/.test(row[index] ?? ""));
const countPairs = (rows: Rows, a: number, b: number): number =>
  new Set(rows.map((row) => `${row[a] ?? ""}\u0000${row[b] ?? ""}`)).size;

/** Uncertainty about the next value in a case when the one before is known, as a share of that without knowing it. */
function measureDisorder(rows: Rows, caseIndex: number, index: number): number {
  const previous = new Map<string, string>();
  const pairs = new Map<string, number>();
  const befores = new Map<string, number>();
  const afters = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let total = 0;
  for (const row of rows) {
    const [caseId, value] = [row[caseIndex], row[index]];
    if (typeof caseId !== "string" || typeof value !== "string") continue;
    const before = previous.get(caseId) ?? "";
    previous.set(caseId, value);
    count(pairs, `${before}\u0000${value}`);
    count(befores, before);
    count(afters, value);
    total++;
  }
  // With the correction of Miller and Madow (1955) for small samples, which look more orderly than they are.
  const entropy = (counts: Map<string, number>): number =>
    [...counts.values()].reduce((sum, times) => sum - (times / total) * Math.log(times / total), 0) +
    (counts.size - 1) / (2 * total);
  const without = entropy(afters);
  return without === 0 ? 1 : (entropy(pairs) - entropy(befores)) / without;
}

const isOrdered = (rows: Rows, a: number, b: number): boolean =>
  rows.every((row) => {
    const [x, y] = [row[a], row[b]];
    return typeof x !== "string" || typeof y !== "string" || x <= y;
  });
