/** Rows of a group of a table of usual width, so that a reader finds work for several threads in it. */
const ROWS_PER_GROUP = 122_880;
/** Values that a group may have before it is written; until then it is held in memory. */
const VALUES_PER_GROUP = 5_000_000;
const LEAST_ROWS_PER_GROUP = 2048;
/** Memory that the dictionaries of all columns of text may take together while a group is written. */
const DICTIONARY_BYTES = 2 ** 25;
const MOST_DICTIONARY_BYTES = 2 ** 20;

/** Rows of a group of a table of so many columns. */
export function parquetRowsPerGroup(columns: number): number {
  return Math.max(LEAST_ROWS_PER_GROUP, Math.min(ROWS_PER_GROUP, Math.floor(VALUES_PER_GROUP / columns)));
}

/** Options of DuckDB's COPY for a table that we keep: what writing one takes of memory doesn't grow with its columns. */
export function parquetOptions(columns: number): string {
  const dictionary = Math.min(MOST_DICTIONARY_BYTES, Math.floor(DICTIONARY_BYTES / columns));
  return `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${parquetRowsPerGroup(columns)}, STRING_DICTIONARY_PAGE_SIZE_LIMIT ${dictionary}`;
}
