/** Priorities of an operation, lowest first. */
export const PRIORITIES = ["Low", "Normal", "High", "Critical"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** How many seconds of waiting a priority is worth against Critical: what makes Low old enough to win in the end. */
const HEAD_START_SEC: Readonly<Record<Priority, number>> = { Critical: 0, High: 120, Normal: 900, Low: 3600 };

const RANK_SPAN = 2_097_150;

/**
 * The place of an operation in the queue: the lower, the sooner; 1 to 2,097,151.
 *
 * Earliest-virtual-start order: the second of creation plus the head start that its priority gives away. A Low
 * operation is therefore overtaken by Critical ones for an hour at most. Ranks wrap after 24 days, which is longer
 * than an operation may wait (its timeout is at most 7 days); the reconciler repairs the order around a wrap.
 */
export function queueRank(priority: Priority, createdAt: Date): number {
  return 1 + (Math.floor(virtualStartMs(priority, createdAt) / 1000) % RANK_SPAN);
}

/** What the queue is ordered by, in milliseconds: of two operations, the one with the lower comes first. */
export const virtualStartMs = (priority: Priority, createdAt: Date): number =>
  createdAt.getTime() + 1000 * HEAD_START_SEC[priority];
