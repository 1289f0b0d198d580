import type { ColumnFacts } from "./column-facts.ts";
import { nameFit } from "./name-fit.ts";
import { enoughRows } from "./rank-candidates.ts";

/** The column whose name says best that it has the role, and whose values don't say that it hasn't. */
export function findNamed(
  columns: readonly ColumnFacts[],
  role: "resource" | "lifecycle",
  taken: ReadonlySet<number>,
  rows: number,
): number | null {
  const fits = columns.flatMap((column, index) => {
    const name = nameFit(column.name, role);
    const isUnique = rows >= enoughRows && column.distinct > column.filled * 0.95;
    return name < 0.5 || taken.has(index) || column.time?.isWeak === false || isUnique || column.filled === 0
      ? []
      : [{ index, name }];
  });
  return fits.toSorted((a, b) => b.name - a.name || a.index - b.index)[0]?.index ?? null;
}
