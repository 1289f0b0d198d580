import type { EventsByCase } from "./sort-events-by-case.ts";

const INSERTION_SORT_UP_TO = 32;

/**
 * Put the rows `from` up to, not including, `to` in the order of time: by completion, or by (start, completion) where
 * the log has start times; an event without a start counts as started when it completed. Stable: ties keep their
 * order. Rows that are in order already, the usual case, cost one comparison each.
 */
export function sortCaseByTime(events: EventsByCase, from: number, to: number): void {
  let row = from + 1;
  while (row < to && compare(events, row - 1, row) <= 0) row++;
  if (row >= to) return;
  const order = new Uint32Array(to - from);
  for (let at = 0; at < order.length; at++) order[at] = from + at;
  if (order.length <= INSERTION_SORT_UP_TO) insertionSort(events, order);
  else order.sort((a, b) => compare(events, a, b) || a - b);
  permute(events.activity, order, from);
  permute(events.endMs, order, from);
  if (events.startMs !== null) permute(events.startMs, order, from);
  if (events.resource !== null) permute(events.resource, order, from);
  if (events.lifecycle !== null) permute(events.lifecycle, order, from);
  if (events.fileRow !== null) permute(events.fileRow, order, from);
}

function compare(events: EventsByCase, a: number, b: number): number {
  const endA = events.endMs[a] ?? 0;
  const endB = events.endMs[b] ?? 0;
  if (events.startMs === null) return endA - endB;
  const startA = events.startMs[a] ?? Number.NaN;
  const startB = events.startMs[b] ?? Number.NaN;
  return (Number.isNaN(startA) ? endA : startA) - (Number.isNaN(startB) ? endB : startB) || endA - endB;
}

function insertionSort(events: EventsByCase, order: Uint32Array): void {
  for (let at = 1; at < order.length; at++) {
    const moved = order[at] ?? 0;
    let gap = at;
    while (gap > 0 && compare(events, order[gap - 1] ?? 0, moved) > 0) {
      order[gap] = order[gap - 1] ?? 0;
      gap--;
    }
    order[gap] = moved;
  }
}

function permute(
  column: Uint16Array | Uint32Array | Int32Array | Float64Array,
  order: Uint32Array,
  from: number,
): void {
  const before = column.slice(from, from + order.length);
  for (let at = 0; at < order.length; at++) column[from + at] = before[(order[at] ?? 0) - from] ?? 0;
}
