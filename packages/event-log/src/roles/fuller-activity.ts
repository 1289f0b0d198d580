import type { Doubt } from "../terms/doubt.ts";
import type { ColumnFacts } from "./column-facts.ts";
import { nameFit } from "./name-fit.ts";

/** Share of the rows that lack an activity, from which another column is sought. */
const LEAST_BLANK = 0.05;
/** A name that is one of an activity, if a worse one. */
const LEAST_FIT = 0.5;
const POINTS = 2;

/**
 * A column that names the steps which another one leaves blank, as engines have ids for all tasks and names for some: it is filled
 * in all rows, and each of its values has one name at most. Null where there is none.
 */
export function fullerActivity(
  columns: readonly ColumnFacts[],
  activity: number,
  taken: ReadonlySet<number>,
): { readonly index: number; readonly doubt: Doubt } | null {
  const named = columns[activity];
  if (named === undefined || named.codes.length - named.filled < LEAST_BLANK * named.codes.length) return null;
  const index = columns.findIndex(
    (column, at) =>
      at !== activity &&
      !taken.has(at) &&
      column.filled === column.codes.length &&
      column.distinct < column.filled / 2 &&
      nameFit(column.name, "activity") >= LEAST_FIT &&
      hasOneName(column, named),
  );
  const full = columns[index];
  if (full === undefined) return null;
  return {
    index,
    doubt: {
      kind: "RoleUncertain",
      column: full.name,
      detail: `"${full.name}" was taken as activity, since "${named.name}" is empty in ${named.codes.length - named.filled} of the ${named.codes.length} rows looked at. Name the column in the mapping if that is wrong.`,
      points: POINTS,
    },
  };
}

/** Whether all rows of a value have the same name, as far as they have one, and other values another. */
function hasOneName({ codes }: ColumnFacts, { codes: names }: ColumnFacts): boolean {
  const nameOf = new Map<number, number>();
  for (const [at, code] of codes.entries()) {
    const name = names[at] ?? -1;
    if (name < 0) continue;
    if ((nameOf.get(code) ?? name) !== name) return false;
    nameOf.set(code, name);
  }
  return true;
}
