import { COLORS } from "./colors.ts";
import { channelsOf, contrastOf } from "./contrast.ts";
import type { Report } from "./report.ts";

/** Of white text on it; the least that WCAG 2.2 asks of texts. */
const LEAST_CONTRAST = 4.5;

/** Gives the colour that stands for one of ours in a report: the brand's for those that are ours by looks alone. */
export type Paint = (color: string) => string;

export function paintOf({ brand }: Pick<Report, "brand">): Paint {
  const color = brand?.color;
  if (color === undefined) return (own) => own;
  const main = darkened(color);
  const pale = mixed(main, 255, 0.7);
  const ours = new Map<string, string>([
    [COLORS.navy, main],
    [COLORS.blue, main],
    [COLORS.onCover, pale],
    [COLORS.coverTile, mixed(main, 255, 0.15)],
  ]);
  return (own) => ours.get(own) ?? own;
}

/** The title with the company that the report is of, for the foot of pages. */
export function footerOf({ brand, title }: Pick<Report, "brand" | "title">): string {
  return brand?.company === undefined ? title : `${brand.company} · ${title}`;
}

/** The logo as an address that holds it. */
export function logoUrl({ brand }: Pick<Report, "brand">): string | null {
  return brand?.logo === undefined ? null : `data:${brand.logo.mediaType};base64,${brand.logo.base64}`;
}

function darkened(color: string): string {
  let dark = color.toLowerCase();
  while (contrastOf(dark, COLORS.white) < LEAST_CONTRAST) dark = mixed(dark, 0, 0.08);
  return dark;
}

function mixed(color: string, towards: number, share: number): string {
  const parts = channelsOf(color).map((value) => Math.round(value + (towards - value) * share));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
