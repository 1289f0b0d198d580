import { isUtf8 } from "node:buffer";
import { open } from "node:fs/promises";
import { lastCharacterBoundary, TO_JAPANESE } from "../encoding/utf8-checker.ts";
import { detectUnicodeMark } from "../encoding/unicode-mark.ts";
import type { ImportBounds } from "../terms/import-bounds.ts";
import type { PreparedText } from "../encoding/prepare-text.ts";
import { LEAST_PLAIN_BYTES } from "./plain-csv.ts";

/** What is sniffed of most files. */
const HEAD_BYTES = 512 * 1024;

/**
 * Takes a file that begins as UTF-8 for UTF-8 as a whole; the reader of the plain file detects where it isn't. Null when it
 * begins otherwise, or is too small to be worth it.
 */
export async function assumeText(
  path: string,
  bounds: ImportBounds,
  leastBytes = LEAST_PLAIN_BYTES,
): Promise<PreparedText | null> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    if (size < leastBytes) return null;
    bounds.checkGrowth(size, size, "The file takes");
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const head = buffer.subarray(0, bytesRead);
    const mark = detectUnicodeMark(head);
    if ((mark !== null && mark !== "utf-8") || head.includes(0) || head.includes(TO_JAPANESE)) return null;
    if (!isUtf8(head.subarray(0, bytesRead < size ? lastCharacterBoundary(head) : bytesRead))) return null;
  } finally {
    await file.close();
  }
  return {
    path,
    encoding: "utf-8",
    doubts: [],
    repairs: null,
    isValidUtf8: true,
    hasQuotes: true,
    hasReplacements: false,
    hasLongLine: false,
  };
}
