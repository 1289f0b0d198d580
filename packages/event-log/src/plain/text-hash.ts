/** Texts are read by words, so this many bytes behind the last must be there to be read. */
export const SLACK_BYTES = 4;

/** The first `count` bytes, 0 to 3, of a word that was read with the first byte lowest. */
export function firstBytes(word: number, count: number): number {
  return word & ((1 << (8 * count)) - 1);
}

/** One more word of a text taken into its hash, which begins as 0. */
export function mixWord(hash: number, word: number): number {
  return (Math.imul(hash, 0x9e3779b1) + word) | 0;
}

/** The hash of a text of this many bytes whose words have been taken in, the last one filled up with zeros. */
export function finishHash(hash: number, length: number): number {
  const folded = Math.imul((hash + length) ^ (hash >>> 15), 0x85ebca6b);
  return folded ^ (folded >>> 13);
}

/** Hash of the text from byte `from` up to, not including, `to`; 32 bits. */
export function hashText(source: DataView, from: number, to: number): number {
  let hash = 0;
  let at = from;
  for (; at + 4 <= to; at += 4) hash = mixWord(hash, source.getInt32(at, true));
  if (at < to) hash = mixWord(hash, firstBytes(source.getInt32(at, true), to - at));
  return finishHash(hash, to - from);
}
