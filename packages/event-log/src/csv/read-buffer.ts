import { BYTES_PER_UNIT } from "../plain/text-bytes.ts";

/** Longest line that DuckDB's CSV reader takes, and the size of the buffers it reads into, three of which are in use at a time. */
interface ReadBuffer {
  readonly maxLineBytes: number;
  readonly bufferBytes: number;
}

const mib = 1024 * 1024;
const USUAL: ReadBuffer = { maxLineBytes: 2 * mib, bufferBytes: 32 * mib };

/** For text that we wrote ourselves, whose longest line has so many characters. */
export function readBufferOf(longestLine: number): string {
  const maxLineBytes = Math.max(USUAL.maxLineBytes, BYTES_PER_UNIT * longestLine + mib);
  return readBufferSql({ maxLineBytes, bufferBytes: Math.max(USUAL.bufferBytes, maxLineBytes + mib) });
}

/** For a file as it was uploaded: a reader that ends at the first line that may be longer than `maxBytes`. */
export const strictReadBuffer = (maxBytes: number): string =>
  readBufferSql({ ...USUAL, maxLineBytes: Math.min(USUAL.maxLineBytes, maxBytes) });

const readBufferSql = ({ maxLineBytes, bufferBytes }: ReadBuffer): string =>
  `max_line_size = ${maxLineBytes}, buffer_size = ${bufferBytes}`;
