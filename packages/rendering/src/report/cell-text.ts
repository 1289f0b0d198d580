import type { Cell } from "./report.ts";

/** The cell as people read it. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (cell === null) return "–";
  return typeof cell === "string" ? cell : cell.text;
}

/** Which columns hold figures alone, and are set to the right. */
export function figureColumns(columnCount: number, rows: readonly (readonly Cell[])[]): boolean[] {
  return Array.from(
    { length: columnCount },
    (_, idx) => rows.every((row) => typeof row[idx] !== "string") && rows.some((row) => (row[idx] ?? null) !== null),
  );
}
