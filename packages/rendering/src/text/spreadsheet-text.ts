/** First characters that spreadsheets take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** The text with an apostrophe in front where a spreadsheet would take it for a formula. */
export function spreadsheetText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
