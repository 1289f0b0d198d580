/** Characters that XML 1.0 has no place for, in whatever form: control characters, lone surrogates, non-characters. */
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
  // Attributes would lose these, or make blanks of them.
  ["\n", "&#10;"],
  ["\r", "&#13;"],
  ["\t", "&#9;"],
]);

/** The text with U+FFFD for what XML can't hold. */
export function xmlCharacters(text: string): string {
  return text.replace(NOT_XML, "\ufffd");
}

/** A text as XML content or attribute. */
export function escapeXml(text: string): string {
  return xmlCharacters(text).replace(/[&<>"'\n\r\t]/gu, (character) => ENTITIES.get(character) ?? character);
}
