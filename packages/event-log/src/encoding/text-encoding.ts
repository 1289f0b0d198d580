import type { Doubt } from "../terms/doubt.ts";
import { ISO_2022_JP } from "./text-decoder.ts";
import { decideEncoding } from "./decide-encoding.ts";
import type { UnicodeEncoding } from "./unicode-mark.ts";
import type { Utf8Check } from "./utf8-checker.ts";

/** How the bytes of a text are to be read. */
export interface TextEncoding {
  readonly encoding: string;
  /** With `utf-8` that isn't wholly valid: the encoding of the lines that aren't; null when there is none. */
  readonly strays: string | null;
  readonly isValidUtf8: boolean;
  readonly doubts: readonly Doubt[];
}

/** The encoding that the caller named, else that of the byte-order mark, else the one that fits the bytes. */
export function textEncodingOf(
  given: string | undefined,
  mark: UnicodeEncoding | null,
  found: Utf8Check,
): TextEncoding {
  const plain = { strays: null, doubts: [] };
  // "UTF-16" says nothing about the order of bytes, which the mark does.
  if (mark !== null && given?.slice(0, 6) === mark.slice(0, 6)) given = mark;
  if (given !== undefined) return { ...plain, encoding: given, isValidUtf8: given === "utf-8" && found.valid };
  if (mark !== null && mark !== "utf-8") return { ...plain, encoding: mark, isValidUtf8: false };
  if (found.ascii && found.hasEscapes) return { ...plain, encoding: ISO_2022_JP, isValidUtf8: false };
  if (found.valid) return { ...plain, encoding: "utf-8", isValidUtf8: true };
  return { ...decideEncoding(found.cells), isValidUtf8: false };
}
