/** So many steps are aimed at. */
const STEPS = 5;

/** What a step may be, times a power of ten, and from which wanted one on it is. */
const NICE = [
  [10, Math.sqrt(50)],
  [5, Math.sqrt(10)],
  [2, Math.sqrt(2)],
] as const;

/**
 * Round whole numbers at even distances, from 0 or below the least value to the greatest or above it, at least two. Steps are 1,
 * 2 or 5 times a power of ten (Heckbert, Nice Numbers for Graph Labels, 1990), whichever is nearest by ratio.
 */
export function niceTicks(values: Iterable<number>): [low: number, ...others: number[], high: number] {
  let [low, high] = [0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const wanted = high / STEPS - low / STEPS;
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const [factor] = NICE.find(([, from]) => wanted / power >= from) ?? [1];
  const step = factor * power;
  let [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  // Quotients of very large numbers are rounded.
  while (first * step > low) first--;
  while (last * step < high || last === first) last++;
  const between = Array.from({ length: last - first - 1 }, (_, idx) => (first + idx + 1) * step);
  return [first * step, ...between, last * step];
}
