import type { Priority } from "./report.ts";

/** The colours of reports, in every format. */
export const COLORS = {
  navy: "#12355b",
  blue: "#2f6fad",
  orange: "#d9822b",
  green: "#2f8132",
  red: "#b42318",
  text: "#1f2933",
  muted: "#52606d",
  line: "#d5dde5",
  tile: "#eef4fa",
  white: "#ffffff",
  /** Small texts on the cover, and tiles of figures there. */
  onCover: "#b8d4ee",
  coverTile: "#1d4a78",
} as const;

const PRIORITY_COLORS: Readonly<Record<Priority, string>> = {
  High: COLORS.red,
  Medium: COLORS.orange,
  Low: COLORS.muted,
};

/** The colour in which the priority of an advice is written. */
export function priorityColor(priority: Priority): string {
  return PRIORITY_COLORS[priority];
}
