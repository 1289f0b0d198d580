import { storableText } from "@longhaul/domain";
import type { StagedLog } from "./staged-log.ts";

const REPLACEMENT = "\uFFFD";

/** The name of a column without a name, by its index. */
export const nameOfUnnamed = (index: number): string => `column ${index + 1} (no name)`;

/**
 * Makes column names storable: replaces characters that no store can keep by U+FFFD, reports each change as a repair, and names
 * the unnamed columns.
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
