/** Priorities of an operation, lowest first. */
export const PRIORITIES = ["Low", "Normal", "High", "Critical"] as const;
export type Priority = (typeof PRIORITIES)[number];

const CLASSES: readonly Priority[] = PRIORITIES.toReversed();

/** Tags per place in the queue. A tag counts thousandths of a CPU-unit second at weight 1. */
const QUANTUM = 250;

/** Places per priority. */
const SPAN = 524_000;

/** After this many tags the places of a priority repeat. The operations in the queue lie between two multiples of it. */
export const FAIR_LAP = QUANTUM * SPAN;

/**
 * Priorities are strict, with one exception: when operations of a priority wait and none has started for this many seconds, the
 * first of them goes before everything.
 */
export const AGEING_SEC: Readonly<Record<Exclude<Priority, "Critical">, number>> = { High: 60, Normal: 180, Low: 300 };

/** The first place, for operations that have run before and for those that have waited too long. */
export const FIRST_RANK = 1;

/**
 * The place of an operation in the queue, 2 to 2,096,001; the lowest runs first. Priorities are strict; within a priority the fair
 * tag decides, which the ledger wrote when the operation became ready.
 */
export const queueRank = (priority: Priority, fairTag: number): number =>
  FIRST_RANK + 1 + CLASSES.indexOf(priority) * SPAN + (Math.floor(fairTag / QUANTUM) % SPAN);

/** The place of an import in its queue, which has one class. Its laps are four times as long; what waits is seldom more than one. */
export const importRank = (fairTag: number): number =>
  FIRST_RANK + 1 + (Math.floor(fairTag / QUANTUM) % (SPAN * CLASSES.length));

/** Larger than any tag. */
const MOST_TAG = 1e15;

/** Sort key of waiting operations; the lowest comes first. */
export const waitingOrder = (priority: Priority, fairTag: number): number =>
  CLASSES.indexOf(priority) * MOST_TAG + fairTag;
