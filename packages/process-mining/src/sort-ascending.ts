const RADIX_SORT_FROM = 4096;
const DIGIT_BITS = 11;
const DIGITS = 2 ** DIGIT_BITS;
/** Place of each digit of a value's 64 bits: the lower word in three, then the higher in three. */
const PASSES = [
  { word: 0, shift: 0 },
  { word: 0, shift: 11 },
  { word: 0, shift: 22 },
  { word: 1, shift: 0 },
  { word: 1, shift: 11 },
  { word: 1, shift: 22 },
] as const;

/**
 * Sort numbers ascending, in place, as `Float64Array.sort` does. Many that are neither negative nor NaN are sorted by the
 * digits of their bits, least significant first, whose order is theirs; linear, with room for as many values again.
 * Source: Knuth, The Art of Computer Programming, volume 3 (2nd edition 1998), section 5.2.5, algorithm R.
 */
export function sortAscending(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  if (values.length < RADIX_SORT_FROM || !values.every((value) => value >= 0 && !Object.is(value, -0)))
    return values.sort();
  // Words by value: the lower first, as on every machine that is supported.
  let from = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  let to = new Int32Array(2 * values.length);
  for (const { word, shift } of PASSES) {
    if (!moveByDigit(from, to, word, shift)) continue;
    [from, to] = [to, from];
  }
  if (from.buffer !== values.buffer) to.set(from);
  return values;
}

/** One pass: a stable counting sort by one digit; false, and nothing moved, when all values share it. */
function moveByDigit(from: Int32Array, to: Int32Array, word: number, shift: number): boolean {
  const next = new Int32Array(DIGITS);
  for (let at = word; at < from.length; at += 2) {
    const digit = ((from[at] ?? 0) >>> shift) & (DIGITS - 1);
    next[digit] = (next[digit] ?? 0) + 1;
  }
  let before = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = next[digit] ?? 0;
    if (2 * count === from.length) return false;
    next[digit] = before;
    before += count;
  }
  for (let at = 0; at < from.length; at += 2) {
    const digit = ((from[at + word] ?? 0) >>> shift) & (DIGITS - 1);
    const place = next[digit] ?? 0;
    next[digit] = place + 1;
    to[2 * place] = from[at] ?? 0;
    to[2 * place + 1] = from[at + 1] ?? 0;
  }
  return true;
}
