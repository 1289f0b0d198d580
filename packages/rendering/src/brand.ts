import { COLORS } from "./colors.ts";
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
  while (contrastWithWhite(dark) < LEAST_CONTRAST) dark = mixed(dark, 0, 0.08);
  return dark;
}

const channels = (color: string): number[] => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));

function mixed(color: string, towards: number, share: number): string {
  const parts = channels(color).map((value) => Math.round(value + (towards - value) * share));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** Source: WCAG 2.2, relative luminance and contrast ratio. */
function contrastWithWhite(color: string): number {
  const [red = 0, green = 0, blue = 0] = channels(color).map((value) => {
    const share = value / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
