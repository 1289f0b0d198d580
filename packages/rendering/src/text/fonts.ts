import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { woffToSfnt } from "./woff-to-sfnt.ts";

/** Fonts that were unpacked before: a handful of megabytes. */
const unpacked = new Map<string, Buffer>();

/** The bytes of a font by its module specifier, as TrueType. */
export function readFont(path: string): Buffer {
  let bytes = unpacked.get(path);
  if (bytes === undefined) {
    bytes = woffToSfnt(readFileSync(fileURLToPath(import.meta.resolve(path))));
    unpacked.set(path, bytes);
  }
  return bytes;
}
