/** Where the rows of an upload are stored that only lack a time: beside its table. */
export const untimedKey = (tableKey: string): string => tableKey.replace(/[^/]*$/, "untimed.parquet");
