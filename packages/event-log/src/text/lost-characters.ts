import iconv from "iconv-lite";

/** Encodings that UTF-8 is most often taken for. */
const TAKEN_FOR = ["win1252", "latin1"] as const;
/** A letter that the first of two or more bytes of UTF-8 becomes, and one of which the second becomes some. */
const DOUBLE =
  /[\u00C2-\u00F4][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]/u;

/**
 * The text that one was before its UTF-8 was read as another encoding and written as UTF-8 again: "PrÃ¼fung" was "Prüfung". Null
 * for all others.
 */
export function beforeDoubleEncoding(text: string): string | null {
  if (!DOUBLE.test(text)) return null;
  for (const encoding of TAKEN_FOR) {
    const bytes = iconv.encode(text, encoding);
    if (iconv.decode(bytes, encoding) !== text) continue;
    const before = bytes.toString("utf8");
    if (!before.includes("\uFFFD") && before.length < text.length) return before;
  }
  return null;
}
