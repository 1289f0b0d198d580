import { storableText } from "@longhaul/domain";
import type { StagedLog } from "./staged-log.ts";

const REPLACEMENT = "\uFFFD";

/** What a column without a name is called, by its place from 0. */
export const nameOfUnnamed = (index: number): string => `column ${index + 1} (no name)`;

/**
 * The log with U+FFFD in names of columns for what no store can keep, which is told as a repair of each, and a name for those
 * that have none.
 */
export function withStorableNames(log: StagedLog): StagedLog {
  const columns = log.columns.map((column, index) => ({
    ...column,
    name: column.name === "" ? nameOfUnnamed(index) : storableText(column.name),
  }));
  const repaired = columns.filter(({ name }) => name.includes(REPLACEMENT));
  log.tally.addMany(
    "Invalid Encoding",
    repaired.length,
    repaired.map(({ name }) => ({ element: "name of a column", column: name })),
    true,
  );
  const { plain } = log;
  return {
    ...log,
    columns,
    ...(plain === undefined ? {} : { plain: { ...plain, stage: async () => withStorableNames(await plain.stage()) } }),
  };
}
