/** What a number in a cell means by its format. */
export type CellKind = "number" | "date" | "time";

/** Formats that every workbook has (ECMA-376 part 1, 18.8.30), those of dates and times. */
const BUILT_IN: ReadonlyMap<number, CellKind> = new Map<number, CellKind>([
  ...[14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58].map(
    (id) => [id, "date"] as const,
  ),
  ...[18, 19, 20, 21, 32, 33, 45, 47].map((id) => [id, "time"] as const),
]);

/** The kind of a number format by its id, and its code where the workbook defines it. */
export function kindOfFormat(id: number, code: string | undefined): CellKind {
  if (code === undefined) return BUILT_IN.get(id) ?? "number";
  // Quoted and escaped text, colours, conditions and locales say nothing; [h] counts hours beyond a day, a duration.
  const bare = code
    .replaceAll(/"[^"]*"|\\.|_.|\*./g, "")
    .replaceAll(/\[(?!(?:h+|m+|s+)\])[^[\]]*\]/gi, "")
    .replaceAll(/general/gi, "");
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return "number";
  const [first = ""] = bare.split(";");
  if (/[yd]|m{3,}/i.test(first)) return "date";
  if (/[hs]/i.test(first)) return "time";
  return /^m+$/i.test(first.trim()) ? "date" : "number";
}

const DAY_MS = 86_400_000;

/**
 * The text of a day number of Excel's: `2024-02-05`, `2024-02-05T08:30:00` or `08:30:00`, with milliseconds where there
 * are some. The calendar of 1900 has a 29 February that never was; null for what is no day of it.
 */
export function serialText(serial: number, kind: "date" | "time", isFrom1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return null;
  const shift = isFrom1904 ? 1462 : serial < 60 ? 1 : 0;
  const date = new Date(Date.UTC(1899, 11, 30) + Math.round((serial + shift) * DAY_MS));
  const text = date.toISOString();
  const time = text.slice(11, 23).replace(/\.000$/, "");
  if (kind === "time" && serial < 1) return time;
  const day = text.slice(0, 10);
  return time === "00:00:00" && Number.isInteger(serial) && kind === "date" ? day : `${day}T${time}`;
}
