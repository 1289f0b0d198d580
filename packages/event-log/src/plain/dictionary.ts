import type { Dictionary } from "../parquet/parquet-column.ts";
import { HEAD_BYTES, type PackedTexts } from "./text-table.ts";

/** Where each of the packed texts stands; the words are shared, not copied. */
export function dictionaryOf({ count, words }: PackedTexts): Dictionary {
  const starts = new Int32Array(count);
  const lengths = new Int32Array(count);
  let at = 0;
  for (let number = 0; number < count; number++) {
    const length = words[at / 4 + 1] ?? 0;
    starts[number] = at + HEAD_BYTES;
    lengths[number] = length;
    at += HEAD_BYTES + 4 * ((length + 3) >>> 2);
  }
  return { count, bytes: new Uint8Array(words.buffer, words.byteOffset, words.byteLength), starts, lengths };
}
