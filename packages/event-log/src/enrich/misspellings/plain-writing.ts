/** Letters of Latin scripts that no decomposition makes plain. */
const AS_PLAIN = new Map(
  Object.entries({ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i" }),
);
/** As people write letters who don't have them. */
const AS_TWO = new Map(Object.entries({ ä: "ae", ö: "oe", ü: "ue", ø: "oe", å: "aa" }));
/** Cyrillic and Greek letters that look like Latin ones. */
const LOOKS_LATIN = new Map(
  Array.from("аеѕіјорсухвкмнтο", (letter, at) => [letter, Array.from("aesijopcyxbkmhto")[at] ?? ""]),
);

/** Whether two words in small letters differ only in how letters are written: prüfen, pruefen, prufen; reçu, recu. */
export function areWrittenAlike(a: string, b: string): boolean {
  // One letter is a sign, and another one with an accent.
  if (Array.from(a).length < 2 || Array.from(b).length < 2) return a === b;
  return plain(a) === plain(b) || plain(inTwo(a)) === plain(inTwo(b));
}

const replaced = (word: string, by: ReadonlyMap<string, string>): string =>
  Array.from(word, (letter) => by.get(letter) ?? letter).join("");

const inTwo = (word: string): string => replaced(word.normalize("NFC"), AS_TWO);

function plain(word: string): string {
  const latin = /\p{Script=Latin}/u.test(word) ? replaced(word, LOOKS_LATIN) : word;
  return replaced(latin.normalize("NFD").replaceAll(/\p{M}+/gu, ""), AS_PLAIN);
}
