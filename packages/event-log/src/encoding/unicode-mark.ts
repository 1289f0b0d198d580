export type UnicodeEncoding = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be";

const LARGEST_CODE_POINT = 0x10ffff;
const HEAD_BYTES = 4096;
/** Share of ASCII that a text in unmarked UTF-16 has at least; times and delimiters are. */
const LEAST_ASCII = 0.2;

/**
 * Finds the encoding by a byte-order mark, or by the zero bytes of unmarked UTF-16 and UTF-32. A mark of UTF-16 with a
 * U+0000 behind it isn't taken for that of UTF-32, and one without any text isn't either.
 */
export function detectUnicodeMark(head: Uint8Array): UnicodeEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  const view = new DataView(head.buffer, head.byteOffset, Math.min(head.length, HEAD_BYTES));
  if (holdsCodePoints(view, true)) return "utf-32le";
  if (holdsCodePoints(view, false)) return "utf-32be";
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  return detectUnmarkedUtf16(view);
}

/** Four bytes of any other text are hardly ever a code point, as these have eleven bits that are zero. */
function holdsCodePoints(view: DataView, isLittleEndian: boolean): boolean {
  const units = Math.floor(view.byteLength / 4);
  let zeros = 0;
  for (let at = 0; at < units; at++) {
    const codePoint = view.getUint32(4 * at, isLittleEndian);
    if (codePoint > LARGEST_CODE_POINT) return false;
    if (codePoint === 0) zeros++;
  }
  return units >= 2 && zeros <= units / 2;
}

function detectUnmarkedUtf16(view: DataView): "utf-16le" | "utf-16be" | null {
  const units = Math.floor(view.byteLength / 2);
  let evenZeros = 0;
  let oddZeros = 0;
  for (let at = 0; at < units; at++) {
    if (view.getUint8(2 * at) === 0) evenZeros++;
    if (view.getUint8(2 * at + 1) === 0) oddZeros++;
  }
  const least = Math.max(2, LEAST_ASCII * units);
  // Some characters, such as 一, have a zero byte in the other place.
  if (oddZeros > least && evenZeros < oddZeros / 10) return "utf-16le";
  if (evenZeros > least && oddZeros < evenZeros / 10) return "utf-16be";
  return null;
}
