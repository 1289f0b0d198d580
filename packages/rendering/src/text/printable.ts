/** The text without what XML and fonts can't hold: control characters and halves of characters. */
export function printable(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, "");
}
