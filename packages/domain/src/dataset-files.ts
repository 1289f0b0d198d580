/** What became of a row of an upload that is not simply in the table. */
export const ROW_STATES = ["rejected", "repaired", "doubtful"] as const;
export type RowState = (typeof ROW_STATES)[number];

/** Where the rows of an upload are stored that only lack a time: beside its table. */
export const untimedKey = (tableKey: string): string => besideTable(tableKey, "untimed.parquet");

/** Where the list of an upload's rows of one state is stored, as JSON Lines: beside its table. */
export const rowListKey = (tableKey: string, state: RowState): string => besideTable(tableKey, `${state}.jsonl`);

/** Where the last bytes of an upload are stored of which only the beginning and the end are looked at. */
export const previewTailKey = (sourceKey: string): string => besideTable(sourceKey, "tail");

const besideTable = (tableKey: string, name: string): string => tableKey.slice(0, tableKey.lastIndexOf("/") + 1) + name;
