/**
 * Encodings that a text can be in, by their usual name, with all other names that they are known by, as
 * the Encoding Standard and common programs write them. Names are compared without case, blanks, `-`, `_` and `:`.
 */
const NAMES: Readonly<Record<string, string>> = {
  "utf-8": "utf8 utf8bom utf8sig utf8mb4 unicode11utf8 cp65001 65001",
  "utf-16le": "utf16le utf16 unicode ucs2 ucs2le iso10646ucs2 cp1200 1200",
  "utf-16be": "utf16be ucs2be unicodefffe cp1201 1201",
  "utf-32le": "utf32le utf32 ucs4 ucs4le cp12000",
  "utf-32be": "utf32be ucs4be cp12001",
  "windows-1250": "windows1250 cp1250 xcp1250 win1250 ms1250 1250 ansi1250",
  "windows-1251": "windows1251 cp1251 xcp1251 win1251 ms1251 1251 ansi1251",
  "windows-1252":
    "windows1252 cp1252 xcp1252 win1252 ms1252 1252 ansi1252 ansi latin1 l1 iso88591 iso885911987 isoir100 88591 cp819 ibm819 ascii usascii ansix341968 we8mswin1252 we8iso8859p1 windowslatin1 westerneuropean",
  "windows-1253": "windows1253 cp1253 xcp1253 win1253 ms1253 1253",
  "windows-1254": "windows1254 cp1254 xcp1254 win1254 ms1254 1254 iso88599 latin5 l5 iso885991989 isoir148 88599",
  "windows-1255": "windows1255 cp1255 xcp1255 win1255 ms1255 1255",
  "windows-1256": "windows1256 cp1256 xcp1256 win1256 ms1256 1256",
  "windows-1257": "windows1257 cp1257 xcp1257 win1257 ms1257 1257",
  "windows-1258": "windows1258 cp1258 xcp1258 win1258 ms1258 1258",
  "windows-874": "windows874 cp874 874 dos874 tis620 iso885911",
  "iso-8859-2": "iso88592 latin2 l2 iso885921987 isoir101 88592",
  "iso-8859-3": "iso88593 latin3 l3 isoir109 88593",
  "iso-8859-4": "iso88594 latin4 l4 isoir110 88594",
  "iso-8859-5": "iso88595 cyrillic isoir144 88595",
  "iso-8859-6": "iso88596 arabic asmo708 ecma114 isoir127 88596",
  "iso-8859-7": "iso88597 greek greek8 ecma118 elot928 isoir126 88597",
  "iso-8859-8": "iso88598 iso88598i iso88598e hebrew visual logical isoir138 88598",
  "iso-8859-10": "iso885910 latin6 l6 isoir157",
  "iso-8859-13": "iso885913 latin7 l7",
  "iso-8859-14": "iso885914 latin8 l8",
  "iso-8859-15": "iso885915 latin9 l9 885915 cp28605 we8iso8859p15",
  "iso-8859-16": "iso885916 latin10 l10",
  "koi8-r": "koi8r koi koi8 cskoi8r cp20866 20866",
  "koi8-u": "koi8u koi8ru cp21866 21866",
  macintosh: "macintosh mac macroman xmacroman csmacintosh cp10000 10000",
  macturkish: "macturkish xmacturkish cp10081",
  macgreek: "macgreek xmacgreek cp10006",
  maccyrillic: "maccyrillic xmaccyrillic xmacukrainian cp10007",
  maccenteuro: "maccenteuro xmaccentraleurroman xmacce maclatin2 maccentraleurope cp10029",
  cp437: "cp437 ibm437 437 dos437 oem437 dos oem",
  cp737: "cp737 ibm737 737",
  cp775: "cp775 ibm775 775",
  cp850: "cp850 ibm850 850 dos850 oem850 we8pc850",
  cp852: "cp852 ibm852 852 dos852 oem852",
  cp855: "cp855 ibm855 855",
  cp857: "cp857 ibm857 857",
  cp858: "cp858 ibm858 858 ibm00858",
  cp860: "cp860 ibm860 860",
  cp861: "cp861 ibm861 861",
  cp862: "cp862 ibm862 862",
  cp863: "cp863 ibm863 863",
  cp865: "cp865 ibm865 865",
  cp866: "cp866 ibm866 866 csibm866 dos866",
  cp869: "cp869 ibm869 869",
  cp1125: "cp1125 ibm1125 1125",
  shift_jis: "shiftjis sjis mskanji xsjis csshiftjis windows31j windows932 cp932 ms932 ibm943 932",
  "euc-jp": "eucjp xeucjp ujis cp51932 eucjpms",
  gb18030: "gb18030 gbk gb2312 xgbk chinese csgb2312 gb231280 isoir58 cp936 ms936 936 euccn hzgb windows936 cp54936",
  big5: "big5 big5hkscs cnbig5 csbig5 xxbig5 cp950 ms950 950 big5eten windows950",
  "euc-kr":
    "euckr cp949 ms949 949 windows949 uhc ksc5601 ksc56011987 ksc56011989 cseuckr csksc56011987 korean isoir149 cp51949",
};

const byLabel = new Map(
  Object.entries(NAMES).flatMap(([name, labels]) => labels.split(" ").map((label) => [label, name] as const)),
);
const keyOf = (label: string): string => label.toLowerCase().replace(/[\s_:.()-]/g, "");

/** Names of the encodings that texts are read in. */
export const encodingNames: readonly string[] = Object.keys(NAMES);

/** The name of the encoding that a label means, or null when it means none. */
export const findEncoding = (label: string): string | null => byLabel.get(keyOf(label)) ?? null;

/** Names of encodings whose labels are most like one that is unknown, the nearest first. */
export function nearestEncodings(label: string, count = 3): string[] {
  const wanted = keyOf(label);
  const distances = new Map<string, number>();
  for (const [known, name] of byLabel) {
    distances.set(name, Math.min(distances.get(name) ?? Infinity, dissimilarity(wanted, known)));
  }
  return [...distances]
    .toSorted(([, a], [, b]) => a - b)
    .slice(0, count)
    .map(([name]) => name);
}

/** 0 for the same, 1 for nothing in common: by pairs of characters (Dice's coefficient). */
function dissimilarity(left: string, right: string): number {
  const pairs = (text: string): Set<string> => new Set(Array.from(text, (_, at) => text.slice(at, at + 2)));
  const [a, b] = [pairs(left), pairs(right)];
  const common = [...a].filter((pair) => b.has(pair)).length;
  return 1 - (2 * common) / Math.max(1, a.size + b.size);
}
