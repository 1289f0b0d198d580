import type { CsvDialect } from "./csv-dialect.ts";

/** The line that names the columns: `#Fields: date time`, and Zeek's `#fields` with tabs. */
const FIELDS = /^#fields[:\t]/i;
/** Lines of comments above a log, at most, and characters that they are in. */
const [MOST_LINES, MOST_CHARACTERS] = [100, 100_000];

/** What such a log says of itself. */
interface SniffedW3c {
  readonly dialect: CsvDialect;
  readonly names: readonly string[];
  /** The lines above its first record. */
  readonly above: readonly string[];
}

/**
 * A log in W3C's Extended Log Format, or in that of Zeek: its columns stand in a line of comments, `#Fields: date time c-ip`, and
 * blanks or tabs between its values. Null for any other text.
 */
export function sniffW3c(text: string): SniffedW3c | null {
  if (!text.startsWith("#")) return null;
  const lines = text.slice(0, MOST_CHARACTERS).split(/\r?\n/, MOST_LINES);
  const end = lines.findIndex((line) => !line.startsWith("#"));
  const above = lines.slice(0, Math.max(0, end));
  const fields = above.find((line) => FIELDS.test(line))?.slice("#fields:".length);
  if (fields === undefined) return null;
  const delimiter = fields.includes("\t") ? "\t" : " ";
  const names = fields.trim().split(delimiter);
  if (names.length < 2) return null;
  return { dialect: { delimiter, quote: '"', escape: '"' }, names, above };
}
