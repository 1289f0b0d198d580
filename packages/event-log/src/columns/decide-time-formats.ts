import { DATE_SHAPES, decideDateOrder, type DateShape, type OrderSample } from "../time/date-order.ts";
import { describeColumn, isAmerican, orderSamples, type ScannedColumn } from "../time/detect-time-format.ts";
import { shapeOfDate, type DateRule } from "../time/read-time.ts";
import type { DateOrder } from "../time/scanned-time.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import type { DatedColumn } from "./dated-columns.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { StagedProfile } from "./profile-columns.ts";

const ORDER_WORDS: Readonly<Record<DateOrder, string>> = {
  dmy: "day-month-year",
  mdy: "month-day-year",
  ymd: "year-month-day",
  ydm: "year-day-month",
};

export interface DecidedTimes {
  readonly times: readonly (DetectedTimeFormat | null)[];
  readonly doubts: readonly Doubt[];
}

/**
 * Decides which number of a date is day, month and year, by all rows of the log and all its columns of times that are
 * written alike: whoever exports a table writes its dates in one order.
 */
export function decideTimeFormats(
  dated: readonly DatedColumn[],
  profile: StagedProfile,
  caseIndex: number | undefined,
  pairs: readonly (readonly [start: number, end: number])[],
): DecidedTimes {
  const decided = new Map<string, { order: DateOrder; rivals: readonly DateOrder[] }>();
  const caseOf = (at: number): string | null =>
    caseIndex === undefined ? null : (profile.rows[at]?.[caseIndex] ?? null);
  const times = [...profile.times];
  const doubts: Doubt[] = [];
  for (const shape of DATE_SHAPES) {
    const groups = Map.groupBy(
      dated.filter(({ masks }) => masks.has(shape)),
      ({ column }) => separatorOf(column, shape),
    );
    for (const group of groups.values()) {
      for (const members of splitContradicting(group, shape)) {
        const masks = new Map<number, number>();
        for (const member of members)
          for (const [mask, count] of member.masks.get(shape) ?? []) masks.set(mask, (masks.get(mask) ?? 0) + count);
        const runs = members.flatMap((member) => runsOf(member, shape, profile.gapAt, caseOf));
        const starts = pairs.flatMap(([start, end]) => pairsOf(members, shape, start, end));
        const order = decideDateOrder({
          shape,
          masks,
          runs,
          pairs: starts,
          isAmerican: members.some(({ column }) => isAmerican(column.scanned)),
        });
        for (const member of members) decided.set(`${member.index} ${shape}`, order);
      }
    }
  }
  for (const { index, name, column, masks } of dated) {
    const before = times[index];
    if (before === null || before === undefined) continue;
    const rule: Record<DateShape, DateOrder> = { ...before.format.rule };
    let rivals: readonly DateOrder[] = [];
    for (const shape of masks.keys()) {
      const order = decided.get(`${index} ${shape}`);
      if (order === undefined) continue;
      rule[shape] = order.order;
      rivals = order.rivals.length > 0 ? order.rivals : rivals;
      if (order.rivals.length > 0) doubts.push(orderDoubt(name, order.order, order.rivals, masks.get(shape)));
    }
    times[index] = describeColumn(column, rule as unknown as DateRule, rivals.length > 0, 0) ?? before;
  }
  return { times, doubts };
}

function separatorOf({ scanned }: ScannedColumn, shape: DateShape): string {
  for (const entry of scanned)
    if (entry?.date?.kind === "numbers" && shapeOfDate(entry.date) === shape) return entry.date.separator;
  return "";
}

/** Columns that can't be of one order are decided one by one. */
function splitContradicting(group: readonly DatedColumn[], shape: DateShape): (readonly DatedColumn[])[] {
  const best = group.map(({ masks }) => {
    const counts = masks.get(shape) ?? new Map<number, number>();
    const readable = [0, 1, 2, 3].map((at) =>
      [...counts].reduce((sum, [mask, count]) => sum + (((mask >> at) & 1) === 1 ? count : 0), 0),
    );
    const most = Math.max(...readable);
    return readable.reduce((mask, count, at) => (count === most ? mask | (1 << at) : mask), 0);
  });
  return best.reduce((left, right) => left & right, 15) === 0 ? group.map((member) => [member]) : [group];
}

function runsOf(
  { column, rows }: DatedColumn,
  shape: DateShape,
  gapAt: number,
  caseOf: (at: number) => string | null,
): OrderSample[][] {
  const part = (isIn: (row: number) => boolean): OrderSample[] => {
    const kept = rows.flatMap((row, at) => (isIn(row) ? [{ row, at }] : []));
    return orderSamples(
      kept.map(({ at }) => column.scanned[at] ?? null),
      shape,
      (at) => caseOf(kept[at]?.row ?? -1),
    );
  };
  return [part((row) => row < gapAt), part((row) => row >= gapAt)];
}

function pairsOf(
  members: readonly DatedColumn[],
  shape: DateShape,
  start: number,
  end: number,
): (readonly [OrderSample, OrderSample])[] {
  const [from, to] = [members.find(({ index }) => index === start), members.find(({ index }) => index === end)];
  if (from === undefined || to === undefined) return [];
  const ends = new Map(to.rows.map((row, at) => [row, to.column.scanned[at] ?? null]));
  return from.rows.flatMap((row, at) => {
    const [left] = orderSamples([from.column.scanned[at] ?? null], shape);
    const [right] = orderSamples([ends.get(row) ?? null], shape);
    return left === undefined || right === undefined ? [] : [[left, right] as const];
  });
}

function orderDoubt(
  column: string,
  taken: DateOrder,
  rivals: readonly DateOrder[],
  masks: ReadonlyMap<number, number> | undefined,
): Doubt {
  const count = [...(masks?.values() ?? [])].reduce((sum, value) => sum + value, 0);
  const others = rivals.map((order) => ORDER_WORDS[order]).join(" or ");
  return {
    kind: "DateOrder",
    column,
    detail: `All dates read as ${others} as well as ${ORDER_WORDS[taken]}, which was taken. Give timestampFormat if that is wrong.`,
    count,
    points: 20,
  };
}
