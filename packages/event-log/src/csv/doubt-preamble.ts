import type { Doubt } from "../terms/doubt.ts";

/** A quoted line is cut to this length. */
const MOST_CHARACTERS = 60;

/** The doubt about lines of a title or notes above a table, which were not read as data. */
export function doubtPreamble(lines: readonly string[]): Doubt[] {
  const first = lines.find((line) => line.trim() !== "");
  if (first === undefined) return [];
  const quoted = JSON.stringify(first.slice(0, MOST_CHARACTERS));
  return [
    {
      kind: "Preamble",
      detail: `${lines.length === 1 ? "A line above the table was" : `${lines.length} lines above the table were`} taken for a title or notes and not read as data: ${quoted}. Delete ${lines.length === 1 ? "it" : "them"} if the table was found in the wrong place.`,
      count: lines.length,
      points: 0,
    },
  ];
}
