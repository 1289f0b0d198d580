/**
 * The scale on which trees learn hours: log(1 + hours ÷ unit), which is linear up to about the unit and logarithmic beyond it.
 * What remains often differs by orders of magnitude; on this scale the longest cases don't outweigh all
 * others in where trees are split, and a median is the same on both scales, so that leaves still hold it.
 */
export interface TimeScale {
  /** The median of the training targets, so that the trees don't depend on the process's pace. */
  readonly unitHours: number;
}

/** The place of hours on the scale. */
export const placeOfHours = ({ unitHours }: TimeScale, hours: number): number => Math.log1p(hours / unitHours);

/** The hours at a place on the scale, never below 0. */
export const hoursAtPlace = ({ unitHours }: TimeScale, place: number): number =>
  unitHours * Math.expm1(Math.max(0, place));
