/**
 * Median of `values` from index `from` up to, not including, `to`, in linear expected time; that part of the array is
 * reordered. NaN for an empty range; no value may be NaN.
 * Source: Hoare, Algorithm 65: Find (1961), with the median of three as pivot.
 */
export function medianInPlace(values: Float64Array, from: number, to: number): number {
  const count = to - from;
  if (count <= 0) return Number.NaN;
  const middle = from + (count >> 1);
  const upper = selectInPlace(values, from, to - 1, middle);
  if (count % 2 === 1) return upper;
  let lower = Number.NEGATIVE_INFINITY;
  for (let at = from; at < middle; at++) lower = Math.max(lower, values[at] ?? Number.NEGATIVE_INFINITY);
  return lower + (upper - lower) / 2;
}

/** Put the value of rank `rank` at its place, smaller ones before and larger ones behind it, and return it. */
function selectInPlace(values: Float64Array, first: number, last: number, rank: number): number {
  let low = first;
  let high = last;
  while (low < high) {
    const pivot = medianOfThree(values[low] ?? 0, values[(low + high) >>> 1] ?? 0, values[high] ?? 0);
    let left = low;
    let right = high;
    while (left <= right) {
      while ((values[left] ?? 0) < pivot) left++;
      while ((values[right] ?? 0) > pivot) right--;
      if (left <= right) {
        const swapped = values[left] ?? 0;
        values[left] = values[right] ?? 0;
        values[right] = swapped;
        left++;
        right--;
      }
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank] ?? Number.NaN;
}

/** The middle one. */
export function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
