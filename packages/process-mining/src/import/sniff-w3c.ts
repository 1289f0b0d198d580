import type { CsvDialect } from "./csv-dialect.ts";

/** Lines of comments above a log, one of which names its columns. */
const FIELDS = /^((?:#[^\r\n]*\r?\n)*?)#fields(?::[ \t]*|\t)([^\r\n]*)\r?\n((?:#[^\r\n]*\r?\n)*)/i;

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
  const [all = "", , fields = ""] = FIELDS.exec(text) ?? [];
  const delimiter = fields.includes("\t") ? "\t" : " ";
  const names = fields.trim().split(delimiter);
  if (names.length < 2) return null;
  return { dialect: { delimiter, quote: '"', escape: '"' }, names, above: all.split(/\r?\n/).slice(0, -1) };
}
