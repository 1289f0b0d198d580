/** Priorities of an operation, lowest first. */
export const PRIORITIES = ["Low", "Normal", "High", "Critical"] as const;
export type Priority = (typeof PRIORITIES)[number];

const CLASSES: readonly Priority[] = PRIORITIES.toReversed();

/** How much of the fair order has one place in the queue, in thousandths of a CPU unit's second at weight 1. */
const QUANTUM = 250;

/** Places of one priority. */
const SPAN = 524_000;

/** The tags of a priority repeat their places after so much; what is queued at a time lies between two multiples of it. */
export const FAIR_LAP = QUANTUM * SPAN;

/**
 * Priorities are strict, but one that none of its operations was started of for so many seconds, while some wait, goes first
 * with the first of them.
 */
export const AGEING_SEC: Readonly<Record<Exclude<Priority, "Critical">, number>> = { High: 60, Normal: 180, Low: 300 };

/** The place of what goes before everything: what has run before, and what has waited for too long. */
export const FIRST_RANK = 1;

/**
 * The place of an operation in the queue: the lower, the sooner; 2 to 2,096,001. Priorities are strict; within one the fair tag
 * decides, which the ledger wrote when the operation became ready.
 */
export const queueRank = (priority: Priority, fairTag: number): number =>
  FIRST_RANK + 1 + CLASSES.indexOf(priority) * SPAN + (Math.floor(fairTag / QUANTUM) % SPAN);

/** The place of an import in its queue, which has one class. Its laps are four times as long; what waits is seldom more than one. */
export const importRank = (fairTag: number): number =>
  FIRST_RANK + 1 + (Math.floor(fairTag / QUANTUM) % (SPAN * CLASSES.length));

/** Beyond any tag. */
const MOST_TAG = 1e15;

/** What operations that wait are ordered by: of two, the one with the lower number comes first. */
export const waitingOrder = (priority: Priority, fairTag: number): number =>
  CLASSES.indexOf(priority) * MOST_TAG + fairTag;
