import { groupedNumber } from "../numbers/grouped-number.ts";

/**
 * 0.5 for what is just rare enough, growing with every factor of ten to 1 at a hundredth of that share.
 * @param share - how often it happens, at most `rareShare`
 */
export function rarityScore(share: number, rareShare: number): number {
  return 0.5 + 0.5 * Math.min(1, Math.max(0, Math.log10(rareShare / share) / 2));
}

/** 0.5 for one in 10,000, growing with every factor of ten to 1 at one in 10²⁰. */
export function improbabilityScore(pValue: number): number {
  return 0.5 + 0.5 * Math.min(1, Math.max(0, (-Math.log10(pValue) - 4) / 16));
}

/** How improbable, in words. */
export function oddsText(pValue: number): string {
  if (pValue < 1e-9) return "less than one in a billion";
  return `one in ${groupedNumber(Number((1 / pValue).toPrecision(2)))}`;
}
