/** Rows as lines of aligned columns, below their titles. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string[] {
  const cells = [titles, ...rows.map((row) => row.map((cell) => oneLine(String(cell ?? ""))))];
  const widths = titles.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? "").length)));
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** Names with their values, one a line. */
export function list(entries: readonly (readonly [name: string, value: string | number | undefined])[]): string[] {
  const present = entries.filter((entry): entry is readonly [string, string | number] => entry[1] !== undefined);
  const width = Math.max(0, ...present.map(([name]) => name.length));
  return present.map(([name, value]) => `${name.padEnd(width)}  ${oneLine(String(value))}`);
}

const oneLine = (text: string): string =>
  text
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter(Boolean)
    .join(" ");

/** A bar of so many characters. */
export function bar(percentage: number, width: number): string {
  const full = Math.round((Math.max(0, Math.min(100, percentage)) / 100) * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

/** Bytes in words. */
export function sizeText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const at = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1000 ** at;
  return `${at === 0 ? value : value.toFixed(1)} ${units[at] ?? ""}`;
}
