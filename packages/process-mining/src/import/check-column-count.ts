import { ImportRefusal } from "./import-refusal.ts";

/** @throws ImportRefusal for a log of more columns than are accepted */
export function checkColumnCount(count: number, maxColumns: number): void {
  if (count <= maxColumns) return;
  throw new ImportRefusal(
    "TooManyColumns",
    `The log has more than ${maxColumns} columns, the most accepted. Leave out those that aren't needed; where each activity has a column of its own, export the log with one row for each event.`,
  );
}
