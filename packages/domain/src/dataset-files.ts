/** States of an uploaded row that wasn't imported as it is. */
export const ROW_STATES = ["rejected", "repaired", "doubtful"] as const;
export type RowState = (typeof ROW_STATES)[number];

/** Key of the rows that lack only a time, stored beside the table. */
export const untimedKey = (tableKey: string): string => besideTable(tableKey, "untimed.parquet");

/** Key of the list of rows in one state (JSON Lines), stored beside the table. */
export const rowListKey = (tableKey: string, state: RowState): string => besideTable(tableKey, `${state}.jsonl`);

/** Key of the last bytes of an upload, for a preview that reads only the beginning and the end. */
export const previewTailKey = (sourceKey: string): string => besideTable(sourceKey, "tail");

const besideTable = (tableKey: string, name: string): string => tableKey.slice(0, tableKey.lastIndexOf("/") + 1) + name;
