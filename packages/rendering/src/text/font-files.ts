export type Weight = 400 | 700;

/** A font of reports in one weight. */
export interface FontFile {
  /** As a module specifier. */
  readonly path: string;
  /** Characters that no earlier font has and this one may have: for others it isn't opened. */
  readonly mayHave: RegExp;
}

const ANY = /./su;

/** Fonts in the order in which a character is looked for; `null` stands for the weight. */
const FONTS: readonly (readonly [folder: string, subset: string, weight: Weight | null, mayHave: RegExp])[] = [
  ["noto-sans", "noto-sans-latin", null, ANY],
  ["noto-sans", "noto-sans-latin-ext", null, ANY],
  ["noto-sans", "noto-sans-greek", null, ANY],
  ["noto-sans", "noto-sans-cyrillic", null, ANY],
  ["noto-sans-hebrew", "noto-sans-hebrew-hebrew", null, /[\p{Script=Hebrew}\u0307\u200c-\u2010\u25cc]/u],
  // Before the signs, which have Arabic letters for formulas.
  [
    "noto-sans-arabic",
    "noto-sans-arabic-arabic",
    null,
    /[\p{Script=Arabic}\u0600-\u06ff\u2011\u204f\u2e41\ufd3e\ufd3f]/u,
  ],
  ["noto-sans-devanagari", "noto-sans-devanagari-devanagari", null, /[\p{scx=Deva}\u0953\u0954]/u],
  ["noto-sans-bengali", "noto-sans-bengali-bengali", null, /[\p{scx=Beng}]/u],
  ["noto-sans-tamil", "noto-sans-tamil-tamil", null, /[\p{scx=Taml}]/u],
  ["noto-sans-telugu", "noto-sans-telugu-telugu", null, /[\p{scx=Telu}]/u],
  ["noto-sans-thai", "noto-sans-thai-thai", null, /[\p{scx=Thai}\u0e3f]/u],
  // Arrows and signs.
  ["noto-sans-math", "noto-sans-math-latin", 400, ANY],
  // Chinese and kana, 2.5 MB.
  ["noto-sans-sc", "noto-sans-sc-chinese-simplified", null, /[\u2000-\u33ff\u4e00-\u9fff\ufe10-\uffef]/u],
  // Korean, as large.
  ["noto-sans-kr", "noto-sans-kr-korean", null, /[\u2000-\u22ff\u3100-\u32ff\uac00-\ud7af]/u],
];

/** The fonts of a weight in the order of look-up. */
export function fontFiles(weight: Weight): FontFile[] {
  return FONTS.map(([folder, subset, only, mayHave]) => {
    const path = `@fontsource/${folder}/files/${subset}-${only ?? weight}-normal.woff`;
    return { path, mayHave };
  });
}
