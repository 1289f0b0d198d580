/**
 * Quantile of ascending values by linear interpolation between the closest ranks: position (n − 1)·q.
 * Source: Hyndman and Fan, Sample Quantiles in Statistical Packages (1996), type 7; the default of NumPy and R.
 * NaN when there are no values.
 */
export function quantile(ascending: ArrayLike<number>, q: number): number {
  if (ascending.length === 0) return Number.NaN;
  const position = (ascending.length - 1) * q;
  const low = Math.floor(position);
  const below = ascending[low] ?? Number.NaN;
  const above = ascending[Math.min(low + 1, ascending.length - 1)] ?? below;
  return below + (above - below) * (position - low);
}
