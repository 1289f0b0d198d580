import type { Dictionary } from "../../parquet/parquet-column.ts";

/** The different texts of a column of a role, and how many rows have each. */
export interface KnownTexts {
  readonly texts: Dictionary;
  readonly counts: Int32Array;
}

const [BLANK, QUOTE, APOSTROPHE, PLUS, DASH, DOT, ZERO, NINE, EQUALS, UNDERSCORE] = [
  32, 34, 39, 43, 45, 46, 48, 57, 61, 95,
];
const [UPPER_A, UPPER_E, UPPER_Z, LOWER_A, LOWER_E, LOWER_Z] = [65, 69, 90, 97, 101, 122];
const FIRST_OF_MORE_BYTES = 128;

/**
 * Whether texts may be twins, which differ in what a reader hardly sees, or numbers that a spreadsheet rounded. True for more
 * than `doubtTexts` finds, and told much faster.
 */
export function mayBeDoubted({ count, bytes, starts, lengths }: Dictionary): boolean {
  let [hasUpper, hasLower, hasDash, hasGap] = [false, false, false, false];
  for (let number = 0; number < count; number++) {
    const start = starts[number] ?? 0;
    const end = start + (lengths[number] ?? 0);
    const first = bytes[start] ?? 0;
    const isNumber = (first >= ZERO && first <= NINE) || first === PLUS || first === DASH;
    if (first === ZERO || first === APOSTROPHE || first === EQUALS) return true;
    if (bytes[end - 1] === ZERO && bytes[end - 2] === DOT) return true;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte >= FIRST_OF_MORE_BYTES || byte === QUOTE) return true;
      if (byte === BLANK && bytes[at + 1] === BLANK && at + 1 < end) return true;
      if (isNumber && (byte === UPPER_E || byte === LOWER_E)) return true;
      if (byte >= LOWER_A) hasLower ||= byte <= LOWER_Z;
      else if (byte >= UPPER_A) {
        hasUpper ||= byte <= UPPER_Z;
        hasGap ||= byte === UNDERSCORE;
      } else {
        hasDash ||= byte === DASH;
        hasGap ||= byte === BLANK;
      }
    }
  }
  return (hasUpper && hasLower) || (hasDash && hasGap);
}
