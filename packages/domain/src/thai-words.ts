let words: Intl.Segmenter | null = null;

/** Whether a text has Thai in it, which is written without spaces between words. */
export const isThai = (text: string): boolean => /\p{Script=Thai}/u.test(text);

/** The words of a text in which Thai stands, with what stands between them. */
export function thaiWordsOf(text: string): string[] {
  words ??= new Intl.Segmenter("th", { granularity: "word" });
  return Array.from(words.segment(text), ({ segment }) => segment);
}
