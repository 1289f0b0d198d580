/**
 * 0.5 for what is just rare enough, growing with every factor of ten to 1 at a hundredth of that share.
 * @param share - how often it happens, at most `rareShare`
 */
export function rarityScore(share: number, rareShare: number): number {
  return 0.5 + 0.5 * Math.min(1, Math.max(0, Math.log10(rareShare / share) / 2));
}

/** 0.5 at the limit, growing towards 1 with the distance. */
export function distanceScore(distance: number, limit: number): number {
  return 1 - limit / (2 * Math.max(distance, limit));
}
