import { isRealTime, type ColumnProfile, type DetectedColumns } from "./detect-columns.ts";
import type { ColumnRole, DetectedBy } from "./import-result.ts";

const minRepetition = 1.2;

/**
 * Fills the roles of case, activity and time that names left open, by the values of the first rows. The case is the
 * column with the most values that still repeat; the activity is the text column that varies most within the case and
 * has few values; of several time columns the pair that is always ordered is start and end.
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
    const [first, second] = free().filter(({ column }) => isRealTime(column));
    if (first && second && isOrdered(rows, first.index, second.index)) {
      assign("timestamp", second.index);
      assign("startTimestamp", first.index);
    }
    assign("timestamp", first?.index ?? free().find(({ column }) => column.time !== null)?.index ?? null);
  }
  const candidates = () =>
    free()
      .filter(({ column }) => !isRealTime(column))
      .map(({ column, index }) => ({ column, index, distinct: countDistinct(rows, index) }));
  if (roles.caseId === undefined) {
    const repeating = candidates().filter(
      ({ distinct, index }) => distinct > 1 && countFilled(rows, index) >= distinct * minRepetition,
    );
    const [best] = repeating.sort((a, b) => b.distinct - a.distinct || a.index - b.index);
    // With one candidate only, it is the activity and there is no case.
    if (best !== undefined && (repeating.length > 1 || roles.activity !== undefined)) assign("caseId", best.index);
  }
  const caseIndex = roles.caseId;
  if (roles.activity === undefined && caseIndex !== undefined) {
    const repeating = candidates().filter(
      ({ distinct, index }) => distinct > 1 && countFilled(rows, index) > distinct && hasLetters(rows, index),
    );
    const ranked = repeating.map((entry) => ({ ...entry, variety: countPairs(rows, caseIndex, entry.index) }));
    const [best] = ranked.sort((a, b) => b.variety - a.variety || a.distinct - b.distinct);
    assign("activity", best?.index ?? null);
  }
  return { roles, detectedBy };
}

type Rows = readonly (readonly (string | null)[])[];

const countDistinct = (rows: Rows, index: number): number => new Set(rows.flatMap((row) => row[index] ?? [])).size;
const countFilled = (rows: Rows, index: number): number => rows.filter((row) => typeof row[index] === "string").length;
const hasLetters = (rows: Rows, index: number): boolean => rows.some((row) => /\p{L}/u.test(row[index] ?? ""));
const countPairs = (rows: Rows, a: number, b: number): number =>
  new Set(rows.map((row) => `${row[a] ?? ""}\u0000${row[b] ?? ""}`)).size;
const isOrdered = (rows: Rows, a: number, b: number): boolean =>
  rows.every((row) => {
    const [x, y] = [row[a], row[b]];
    return typeof x !== "string" || typeof y !== "string" || x <= y;
  });
