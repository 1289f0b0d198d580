import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Fonts in the order in which a character is looked for. */
const FILES = [
  "noto-sans/files/noto-sans-latin",
  "noto-sans/files/noto-sans-latin-ext",
  "noto-sans/files/noto-sans-greek",
  "noto-sans/files/noto-sans-cyrillic",
  "noto-sans-sc/files/noto-sans-sc-chinese-simplified",
];

export type Weight = 400 | 700;

/** The bytes of each font that together write Latin, Greek, Cyrillic and Chinese, by the order of look-up. */
export function readFonts(weight: Weight): Buffer[] {
  return FILES.map((file) =>
    readFileSync(fileURLToPath(import.meta.resolve(`@fontsource/${file}-${weight}-normal.woff`))),
  );
}
