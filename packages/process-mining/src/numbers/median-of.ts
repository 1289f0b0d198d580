import { medianInPlace } from "./median-in-place.ts";

/** The median of all the values, which are reordered; NaN when there are none. */
export function medianOf(values: Float64Array): number {
  return medianInPlace(values, 0, values.length);
}
