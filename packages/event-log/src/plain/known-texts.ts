import type { Dictionary } from "../parquet/parquet-column.ts";

/** The different texts of a column of a role, and how many rows have each. */
export interface KnownTexts {
  readonly texts: Dictionary;
  readonly counts: Int32Array;
}

const [BLANK, APOSTROPHE, PLUS, DASH, DOT, ZERO, NINE, EQUALS] = [32, 39, 43, 45, 46, 48, 57, 61];
/** Kinds of bytes, as bits: a text's kinds are those of its bytes together. */
const [FIGURE, UPPER, LOWER, HYPHEN, GAP, E, SURE] = [1, 2, 4, 8, 16, 32, 64];
/** Signs that twins have, or texts as programs write them. */
const SURE_SIGNS = '"&%\\<,';
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  const sign = String.fromCodePoint(byte);
  if (byte >= 128 || SURE_SIGNS.includes(sign)) return SURE;
  if (/\d/.test(sign)) return FIGURE;
  if (/[A-Z]/.test(sign)) return sign === "E" ? UPPER | E : UPPER;
  if (/[a-z]/.test(sign)) return sign === "e" ? LOWER | E : LOWER;
  return sign === "-" ? HYPHEN : sign === " " || sign === "_" ? GAP : 0;
});
/** Signs that are put before an id, or around it. */
const BEFORE_IDS: ReadonlySet<number> = new Set(Buffer.from("#({["));
/** Figures that spreadsheets keep, and of numbers that lose one place in scripts; characters of a UUID without dashes. */
const [KEPT, LOSES_ONE, OF_UUID] = [15, 18, 32];

/**
 * Whether texts may be twins, which differ in what a reader hardly sees, numbers that were rounded, or written as programs write
 * them. True for more than `doubtTexts` finds, and much faster.
 */
export function mayBeDoubted({ count, bytes, starts, lengths }: Dictionary): boolean {
  let [seen, long, rounded] = [0, 0, 0];
  let [isPlainUuid, isPlainStart, isMarkedStart] = [false, false, false];
  for (let number = 0; number < count; number++) {
    const start = starts[number] ?? 0;
    const length = lengths[number] ?? 0;
    const end = start + length;
    const first = bytes[start] ?? 0;
    if (first === ZERO || first === APOSTROPHE || first === EQUALS) return true;
    if (bytes[end - 1] === ZERO && bytes[end - 2] === DOT) return true;
    let kinds = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] ?? 0;
      kinds |= KINDS[byte] ?? 0;
      if (byte === BLANK && bytes[at + 1] === BLANK && at + 1 < end) return true;
    }
    if ((kinds & SURE) !== 0) return true;
    if ((kinds & E) !== 0 && ((first >= ZERO && first <= NINE) || first === PLUS || first === DASH)) return true;
    if (kinds === FIGURE && length > KEPT) {
      long++;
      if (bytes[end - 1] === ZERO && (length <= LOSES_ONE || bytes[end - 2] === ZERO)) rounded++;
    }
    isPlainUuid ||= length === OF_UUID && (kinds & HYPHEN) === 0;
    if (BEFORE_IDS.has(first)) isMarkedStart = true;
    else isPlainStart = true;
    seen |= kinds;
  }
  const has = (kind: number): boolean => (seen & kind) !== 0;
  if ((isMarkedStart && isPlainStart) || (long > 0 && rounded === long)) return true;
  return (has(UPPER) && has(LOWER)) || (has(HYPHEN) && (has(GAP) || isPlainUuid));
}
