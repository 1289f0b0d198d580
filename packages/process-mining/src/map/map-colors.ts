/** A scale from the rarest to the most frequent. */
export type ColorScale = readonly [from: readonly [number, number, number], to: readonly [number, number, number]];

/** Both ends carry dark text with a contrast above 7:1. */
export const NODE_COLORS: ColorScale = [
  [244, 248, 252],
  [140, 190, 232],
];

export const EDGE_COLORS: ColorScale = [
  [172, 187, 202],
  [16, 78, 139],
];

/** A colour of the scale as `#rrggbb`; `share` from 0 to 1. */
export function mixColor([from, to]: ColorScale, share: number): string {
  const channels = from.map((value, at) => Math.round(value + ((to[at] ?? value) - value) * share));
  return `#${channels.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Borders of activities that deviate from the reference model. */
export const DEVIATION_BORDERS = {
  notAllowed: { color: "#d9822b", style: "rounded,filled" },
  skipped: { color: "#7b3fa0", style: "rounded,filled,dashed" },
} as const;
