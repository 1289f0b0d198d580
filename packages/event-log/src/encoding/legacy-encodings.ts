/** An encoding that isn't Unicode, as iconv-lite names it. */
export interface LegacyEncoding {
  readonly name: string;
  /** Languages that it was made for. */
  readonly languages: readonly string[];
  /** How rare it is: -ln of how often it is met beside the commonest of its languages. */
  readonly rarity: number;
}

const WESTERN = ["de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is", "ca"];
const CENTRAL = ["pl", "cs", "sk", "hu", "sl", "hr", "ro", "sq", "de"];
const BALTIC = ["lt", "lv", "et", "pl"];
const CYRILLIC = ["ru", "uk", "bg", "sr", "mk", "be"];
const JAPANESE = ["ja"];

const family = (languages: readonly string[], rarities: Readonly<Record<string, number>>): LegacyEncoding[] =>
  Object.entries(rarities).map(([name, rarity]) => ({ name, languages, rarity }));

/** Encodings that files of practice have, with the languages by which they are recognised. */
export const LEGACY_ENCODINGS: readonly LegacyEncoding[] = [
  ...family(WESTERN, { "windows-1252": 0, "iso-8859-15": 1.5, macintosh: 2, cp850: 1, cp437: 1.5 }),
  ...family(["pt"], { cp860: 3 }),
  ...family(["fr"], { cp863: 3 }),
  ...family(["da", "nb", "sv", "fi", "is"], { cp865: 3 }),
  ...family(CENTRAL, { "windows-1250": 0, "iso-8859-2": 0.5, cp852: 1, maccenteuro: 2 }),
  ...family(["ro"], { "iso-8859-16": 3 }),
  ...family(BALTIC, { "windows-1257": 0, "iso-8859-13": 1, "iso-8859-4": 2, cp775: 1.5 }),
  ...family(["tr"], { "windows-1254": 0, cp857: 1, macturkish: 2 }),
  ...family(["vi"], { "windows-1258": 0 }),
  ...family(CYRILLIC, { "windows-1251": 0, "iso-8859-5": 1, maccyrillic: 1.5, cp855: 2 }),
  ...family(["ru", "bg", "be"], { "koi8-r": 0.3, cp866: 0.5 }),
  ...family(["uk", "ru"], { "koi8-u": 0.8, cp1125: 1 }),
  ...family(["el"], { "windows-1253": 0, "iso-8859-7": 0.5, cp737: 1, cp869: 2, macgreek: 2 }),
  ...family(["he"], { "windows-1255": 0, "iso-8859-8": 0.5, cp862: 1 }),
  ...family(["ar", "fa"], { "windows-1256": 0, "iso-8859-6": 0.5 }),
  ...family(["th"], { "windows-874": 0 }),
  ...family(JAPANESE, { shift_jis: 0, "euc-jp": 0.5 }),
  ...family(["zhHans", "zhHant"], { gb18030: 0 }),
  ...family(["zhHant"], { big5: 0 }),
  ...family(["ko"], { "euc-kr": 0 }),
];
