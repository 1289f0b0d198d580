import { xmlCharacters } from "@longhaul/domain";

/**
 * Lines of text as a quoted DOT string for a label. The backslash starts Graphviz's own escapes and `&` an HTML
 * entity, so both are escaped with the quote; the lines are centred.
 */
export function dotText(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    xmlCharacters(line).replaceAll("&", "&amp;").replaceAll("\\", "\\\\").replaceAll('"', '\\"'),
  );
  return `"${escaped.join("\\n")}"`;
}
