const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text for HTML, XML and attributes; control characters, which XML can't hold, are left out. */
export function escapeMarkup(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t\n\r]/gu, "").replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
