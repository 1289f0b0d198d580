import type { Doubt } from "../terms/doubt.ts";

type Rows = readonly (readonly (string | null)[])[];

/** The least number of rows, and of different texts in them, for a doubt. */
const [LEAST_ROWS, LEAST_TEXTS] = [3, 2];
/** Share of the rows up to which the rest is swapped, and not the other way round. */
const MOST_ROWS = 0.9;
const POINTS = 30;

/**
 * Rows whose case is an activity of others and whose activity is written as cases are, as a file has that was put together
 * from two whose columns stand in another order.
 */
export function doubtSwappedColumns(
  rows: Rows,
  {
    names,
    caseId,
    activity,
  }: { readonly names: readonly string[]; readonly caseId: number; readonly activity: number },
): Doubt[] {
  const activities = new Set(rows.map((row) => row[activity]));
  // In nearly all logs no case is called as an activity is, which is told fast.
  const suspects = rows.filter((row) => activities.has(row[caseId]) && row[caseId] !== row[activity]);
  if (suspects.length < LEAST_ROWS) return [];
  const textOf = (row: readonly (string | null)[], index: number): string => row[index]?.trim() ?? "";
  const shapes = new Set(rows.map((row) => shapeOf(textOf(row, caseId))));
  const swapped = suspects.filter((row) => {
    const step = textOf(row, activity);
    return /\p{L}/u.test(textOf(row, caseId)) && /\d/.test(step) && shapes.has(shapeOf(step));
  });
  const texts = new Set(swapped.map((row) => textOf(row, caseId)));
  if (swapped.length < LEAST_ROWS || swapped.length > MOST_ROWS * rows.length || texts.size < LEAST_TEXTS) return [];
  const shown = [...texts].slice(0, 3).map((text) => JSON.stringify(text));
  const [owner, step] = [names[caseId] ?? "", names[activity] ?? ""];
  return [
    {
      kind: "RoleUncertain",
      column: owner,
      detail: `In ${swapped.length} of the ${rows.length} rows looked at, "${owner}" holds what others have in "${step}", such as ${shown.join(", ")}: the file seems to be put together from two whose columns stand in another order. Put the columns of both in one order.`,
      count: swapped.length,
      examples: [...texts].slice(0, 5).map((value) => ({ column: owner, value })),
      points: POINTS,
    },
  ];
}

/** How a text is written: `C-1004` and `C-17` are alike. */
const shapeOf = (text: string): string => text.replace(/\d+/g, "0").replace(/\p{L}+/gu, "a");
