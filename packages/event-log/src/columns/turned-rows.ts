import { byCase, countSteps, type SampleEvent } from "./sample-events.ts";

/** A date of a column, in seconds. */
export interface TurnableDate extends SampleEvent {
  readonly time: number;
  /** With day and month turned round; null where that makes no other date. */
  readonly other: number | null;
  /** What another column of the same row says, such as the start of what ends here. */
  readonly beside: number | null;
}

const DAY = 86_400;
/** A date with day and month turned round lies about a month from where it belongs, or more. */
export const FAR = 20 * DAY;
/** Times of the largest usual gap. */
const MUCH_FARTHER = 4;
/** Number of gaps, or rows, that show what is usual. */
const FEWEST = 5;
/** Share of the steps that may go backward among dates that are in order. */
const FEW_BACKWARD = 0.05;

/**
 * The dates of single rows that have day and month turned round, while the others stand as they should: those that lie a month
 * or more outside of the dates around them, in the file or in their case, or of the other time in their row, and lie among them
 * when they are turned back. That holds only for lists that are in order of time once they are.
 */
export function turnedRows(dates: readonly TurnableDate[]): ReadonlySet<TurnableDate> {
  const found = new Set<TurnableDate>();
  let isOrderly = false;
  for (const lists of [[dates], byCase(dates) as readonly (readonly TurnableDate[])[]]) {
    const suspects = misplacedIn(lists);
    // A file of one case after another is in order within each, and tells nothing across them.
    if (!isInOrder(lists, suspects) || !isInOrder(lists.flatMap(changesOfCase), suspects)) continue;
    isOrderly = true;
    for (const date of suspects) found.add(date);
  }
  // Which of two times of a row is turned, only an order tells.
  return isOrderly ? found : new Set(besideOthers(dates));
}

type Dates = readonly TurnableDate[];

/** Neighbours of different cases. */
const changesOfCase = (list: Dates): readonly Dates[] =>
  list.flatMap((date, at) => {
    const before = list[at - 1];
    return before === undefined || before.caseKey === date.caseKey ? [] : [[before, date]];
  });

function misplacedIn(lists: readonly Dates[]): ReadonlySet<TurnableDate> {
  const { forward, backward } = countSteps(lists);
  // A file may be written newest first.
  const ordered = backward > forward ? lists.map((list) => list.toReversed()) : lists;
  const gaps = usualGaps(ordered);
  const gap = gaps.length < FEWEST ? null : gaps.reduce((most, each) => Math.max(most, each), 0);
  const between = new Map(ordered.flatMap((list) => misplacedBetween(list)));
  // One between two that are turned looks turned itself.
  const inside = [...between].flatMap(([date, around]) => (around.every((each) => between.has(each)) ? [] : [date]));
  const found = new Set(inside);
  const atEnds = gap === null ? [] : ordered.flatMap((list) => misplacedAtEnds(list.filter((date) => !found.has(date)), gap)); // prettier-ignore
  return new Set([...inside, ...atEnds]);
}

/** Dates that lie outside of two around them, the next ones or the next that can't be turned, with these two. */
function misplacedBetween(list: Dates): (readonly [TurnableDate, Dates])[] {
  const sureAfter: (TurnableDate | undefined)[] = [];
  for (let at = list.length - 1, next: TurnableDate | undefined; at >= 0; at--) {
    sureAfter[at] = next;
    if (list[at]?.other === null) next = list[at];
  }
  let sureBefore: TurnableDate | undefined;
  return list.flatMap((date, at) => {
    const around = [
      [list[at - 1], list[at + 1]],
      [sureBefore, sureAfter[at]],
    ] as const;
    if (date.other === null) sureBefore = date;
    const pairs = around.flatMap(([before, after]) =>
      before !== undefined && after !== undefined && isOutside(date, before.time, after.time) ? [[before, after]] : [],
    );
    return pairs.slice(-1).map((pair) => [date, pair] as const);
  });
}

/** The first and the last date where they lie much farther from the next than any other does. */
function misplacedAtEnds(list: Dates, gap: number): Dates {
  const far = Math.max(FAR, MUCH_FARTHER * gap);
  const [first, second] = list;
  const [last, before] = [list.at(-1), list.at(-2)];
  if (first === undefined || second === undefined || last === undefined || before === undefined) return [];
  return [
    ...(isOutside(first, second.time - gap, second.time, far) ? [first] : []),
    ...(isOutside(last, before.time, before.time + gap, far) ? [last] : []),
  ];
}

/** Whether a date lies far outside of two times, and between them when it is turned. */
const isOutside = ({ time, other }: TurnableDate, from: number, to: number, far = FAR): boolean =>
  other !== null && other >= from && other <= to && (time < from - far || time > to + far);

/** Gaps between neighbours that can't be turned. */
function usualGaps(lists: readonly (readonly TurnableDate[])[]): number[] {
  return lists.flatMap((list) =>
    list.flatMap(({ time, other }, at) => {
      const before = list[at - 1];
      return before === undefined || other !== null || before.other !== null ? [] : [Math.abs(time - before.time)];
    }),
  );
}

function isInOrder(lists: readonly (readonly TurnableDate[])[], turned: ReadonlySet<TurnableDate>): boolean {
  const back = lists.map((list) =>
    list.map((date) => (turned.has(date) ? { ...date, time: date.other ?? date.time } : date)),
  );
  const [asRead, turnedBack] = [backwardSteps(lists), backwardSteps(back)];
  const size = lists.reduce((sum, list) => sum + list.length, 0);
  // A last date that is turned to a later one makes no step backward.
  return turnedBack <= FEW_BACKWARD * size && (turned.size === 0 || asRead > turnedBack || asRead === 0);
}

/** Steps backward, or forward where those are fewer: a file may be written newest first. */
export function backwardSteps(lists: readonly (readonly SampleEvent[])[]): number {
  const { forward, backward } = countSteps(lists);
  return Math.min(forward, backward);
}

/** Those that are much farther from the other time of their row than any that can't be turned. */
function besideOthers(dates: readonly TurnableDate[]): readonly TurnableDate[] {
  const sure = dates.flatMap(({ time, other, beside }) =>
    other === null && beside !== null ? [Math.abs(time - beside)] : [],
  );
  if (sure.length < FEWEST) return [];
  const largest = sure.reduce((most, span) => Math.max(most, span), 0);
  return dates.filter(
    ({ time, other, beside }) =>
      other !== null &&
      beside !== null &&
      Math.abs(other - beside) <= largest &&
      Math.abs(time - beside) > Math.max(FAR, MUCH_FARTHER * largest),
  );
}
