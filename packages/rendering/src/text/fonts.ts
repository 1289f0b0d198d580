import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { woffToSfnt } from "./woff-to-sfnt.ts";

/** Files in the order in which a character is looked for; `null` stands for the weight. */
const FILES: readonly (readonly [folder: string, subset: string, weight: Weight | null])[] = [
  ["noto-sans", "noto-sans-latin", null],
  ["noto-sans", "noto-sans-latin-ext", null],
  ["noto-sans", "noto-sans-greek", null],
  ["noto-sans", "noto-sans-cyrillic", null],
  ["noto-sans-math", "noto-sans-math-latin", 400],
  ["noto-sans-sc", "noto-sans-sc-chinese-simplified", null],
  ["noto-sans-kr", "noto-sans-kr-korean", null],
];

export type Weight = 400 | 700;

/** How many fonts a weight has: Latin, Greek, Cyrillic, arrows and signs, Chinese and kana, Korean. */
export const FONT_COUNT = FILES.length;

/** Fonts that were unpacked before: a handful of megabytes. */
const unpacked = new Map<string, Buffer>();

/** The bytes of the font at `idx` in the order of look-up, as TrueType. */
export function readFont(weight: Weight, idx: number): Buffer {
  const [folder, subset, only] = FILES[idx] ?? ["noto-sans", "noto-sans-latin", null];
  const file = `@fontsource/${folder}/files/${subset}-${only ?? weight}-normal.woff`;
  let bytes = unpacked.get(file);
  if (bytes === undefined) {
    bytes = woffToSfnt(readFileSync(fileURLToPath(import.meta.resolve(file))));
    unpacked.set(file, bytes);
  }
  return bytes;
}
