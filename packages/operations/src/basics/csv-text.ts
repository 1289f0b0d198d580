import { spreadsheetText } from "@longhaul/rendering/spreadsheet-text";

/** What a field may hold; null and undefined are empty fields. */
export type CsvValue = string | number | null | undefined;

function field(value: CsvValue): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? spreadsheetText(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * CSV with a header (RFC 4180, CRLF). Texts that a spreadsheet would run as a formula get an apostrophe in front.
 */
export function csvText(columns: readonly string[], rows: Iterable<readonly CsvValue[]>): string {
  const lines = [columns.map(field).join(",")];
  for (const row of rows) lines.push(row.map(field).join(","));
  return `${lines.join("\r\n")}\r\n`;
}
