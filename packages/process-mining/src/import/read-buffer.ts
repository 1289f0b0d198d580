/** Longest line that DuckDB's CSV reader takes, and the size of the buffers it reads into. */
export interface ReadBuffer {
  readonly maxLineBytes: number;
  readonly bufferBytes: number;
}

const mib = 1024 * 1024;

/** What the reader takes by default. */
export const usual: ReadBuffer = { maxLineBytes: 2 * mib, bufferBytes: 32 * mib };

/** Enough for 16 Mi characters of any script; three buffers of it are in use at a time. */
export const longest: ReadBuffer = { maxLineBytes: 64 * mib, bufferBytes: 66 * mib };

export const readBufferSql = ({ maxLineBytes, bufferBytes }: ReadBuffer): string =>
  `max_line_size = ${maxLineBytes}, buffer_size = ${bufferBytes}`;
