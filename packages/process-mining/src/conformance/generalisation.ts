/**
 * Generalisation of a net, 0 to 1: 1 − the mean over its transitions of 1 ÷ √(how often it fired in the replay), 1 for
 * one that never did. 1 for a net without transitions.
 * Source: Buijs, van Dongen and van der Aalst, Quality Dimensions in Process Discovery (2014).
 */
export function measureGeneralisation(firings: ArrayLike<number>): number {
  if (firings.length === 0) return 1;
  let sum = 0;
  for (let transition = 0; transition < firings.length; transition++) {
    const count = firings[transition] ?? 0;
    sum += count === 0 ? 1 : 1 / Math.sqrt(count);
  }
  return 1 - sum / firings.length;
}
