/** Share of a group that may be odd; a fit to its 90 % quantile doesn't hold where more values are beyond it. */
const MOST_OF_GROUP = 0.05;

/**
 * Findings in groups that keep to what the fit of their tail assumes. Where more of a group lies far out, the group has
 * two kinds of values, and those aren't exceptions: nothing is said of it.
 */
export function withinBreakdown<T>(
  found: readonly T[],
  groupOf: (one: T) => number,
  sizeOf: (one: T) => number,
): readonly T[] {
  const counts = new Map<number, number>();
  for (const one of found) counts.set(groupOf(one), (counts.get(groupOf(one)) ?? 0) + 1);
  return found.filter((one) => (counts.get(groupOf(one)) ?? 0) <= MOST_OF_GROUP * sizeOf(one));
}
