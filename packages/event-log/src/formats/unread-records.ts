import type { Doubt } from "../terms/doubt.ts";

/** Records that stand at one place of a document and were not read. */
export interface UnreadRecords {
  readonly place: string;
  readonly count: number;
  readonly isLikeEvents: boolean;
}

/** Events may be among them. */
const POINTS = 10;
const MOST_NAMED = 10;
/** A few objects that don't look like events are settings. */
const LEAST_TOLD = 3;

/** The doubt about records that were not read; those that look like events come first. */
export function doubtUnread(all: readonly UnreadRecords[]): Doubt[] {
  const reported = all
    .filter(({ count, isLikeEvents }) => isLikeEvents || count >= LEAST_TOLD)
    .toSorted((left, right) => Number(right.isLikeEvents) - Number(left.isLikeEvents) || right.count - left.count);
  if (reported.length === 0) return [];
  const named = reported.slice(0, MOST_NAMED).map(({ place, count }) => `${JSON.stringify(place)} (${count})`);
  const count = reported.reduce((sum, unread) => sum + unread.count, 0);
  const isLog = reported.some(({ isLikeEvents }) => isLikeEvents);
  return [
    {
      kind: "UnreadRecords",
      detail: `The document has records in several places, and those of one were read. Those that were not: ${named.join(", ")}${reported.length > MOST_NAMED ? ", …" : ""}. ${isLog ? "They look like events: put them into one array if they belong to the log" : "Put them into one array with the events if they belong to the log"}.`,
      count,
      points: isLog ? POINTS : 0,
    },
  ];
}
