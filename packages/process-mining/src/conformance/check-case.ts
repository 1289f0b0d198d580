import type { EventLog } from "@longhaul/event-log";
import type { Rule, RuleCheck, RuleType } from "./rule.ts";

/** The steps of a case that a rule is about, in the order of the log. */
interface Steps {
  /** Rows of the activity and of the other one. */
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly firstRow: number;
  readonly lastRow: number;
  /** Whether the second of two rows comes soon enough after the first. */
  readonly isInTime: (from: number, to: number) => boolean;
  readonly resourceOf: (row: number) => number;
}

type Check = (steps: Steps, times: number) => RuleCheck;

const once = (isKept: boolean): RuleCheck => ({ activations: 1, violations: isKept ? 0 : 1 });

/** Judges each of the rows for itself. */
const each = (rows: readonly number[], isKept: (row: number, place: number) => boolean): RuleCheck => ({
  activations: rows.length,
  violations: rows.reduce((sum, row, place) => sum + (isKept(row, place) ? 0 : 1), 0),
});

const both =
  (one: Check, other: Check): Check =>
  (steps, times) => {
    const [a, b] = [one(steps, times), other(steps, times)];
    return { activations: a.activations + b.activations, violations: a.violations + b.violations };
  };

/** How many of ascending rows are less than one: found by halving, as cases may be very long. */
function countBelow(rows: readonly number[], row: number): number {
  let from = 0;
  let to = rows.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((rows[middle] ?? 0) < row) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The first of ascending rows that is greater, or -1. */
const after = (rows: readonly number[], row: number): number => rows[countBelow(rows, row + 1)] ?? -1;
/** The last of ascending rows that is less, or -1. */
const before = (rows: readonly number[], row: number): number => rows[countBelow(rows, row) - 1] ?? -1;
const has = (rows: readonly number[], row: number): boolean => rows[countBelow(rows, row)] === row;

const response: Check = ({ first, second, isInTime }) =>
  each(first, (row) => {
    const next = after(second, row);
    return next >= 0 && isInTime(row, next);
  });
const precedence: Check = ({ first, second, isInTime }) =>
  each(second, (row) => {
    const last = before(first, row);
    return last >= 0 && isInTime(last, row);
  });
const alternateResponse: Check = ({ first, second, isInTime }) =>
  each(first, (row, place) => {
    const next = after(second, row);
    return next >= 0 && next < (first[place + 1] ?? Number.POSITIVE_INFINITY) && isInTime(row, next);
  });
const alternatePrecedence: Check = ({ first, second, isInTime }) =>
  each(second, (row, place) => {
    const last = before(first, row);
    return last >= 0 && last > (second[place - 1] ?? -1) && isInTime(last, row);
  });
const chainResponse: Check = ({ first, second, isInTime }) =>
  each(first, (row) => has(second, row + 1) && isInTime(row, row + 1));
const chainPrecedence: Check = ({ first, second, isInTime }) =>
  each(second, (row) => has(first, row - 1) && isInTime(row - 1, row));

const CHECKS: Readonly<Record<RuleType, Check>> = {
  existence: ({ first }, times) => once(first.length >= times),
  absence: ({ first }) => once(first.length === 0),
  exactly: ({ first }, times) => once(first.length === times),
  atMostTimes: ({ first }, times) => once(first.length <= times),
  init: ({ first, firstRow }) => once(first[0] === firstRow),
  end: ({ first, lastRow }) => once(first.at(-1) === lastRow),
  choice: ({ first, second }) => once(first.length + second.length > 0),
  exclusiveChoice: ({ first, second }) => once(first.length > 0 !== second.length > 0),
  respondedExistence: ({ first, second }) => each(first, () => second.length > 0),
  coExistence: ({ first, second }) => each([...first, ...second], () => first.length > 0 && second.length > 0),
  notCoExistence: ({ first, second }) => ({
    activations: first.length + second.length,
    violations: first.length > 0 && second.length > 0 ? 1 : 0,
  }),
  response,
  precedence,
  succession: both(response, precedence),
  notSuccession: ({ first, second }) => each(first, (row) => after(second, row) < 0),
  alternateResponse,
  alternatePrecedence,
  alternateSuccession: both(alternateResponse, alternatePrecedence),
  chainResponse,
  chainPrecedence,
  chainSuccession: both(chainResponse, chainPrecedence),
  notChainSuccession: ({ first, second }) => each(first, (row) => !has(second, row + 1)),
  fourEyes: ({ first, second, resourceOf }) => {
    const who = new Set(first.map(resourceOf).filter((resource) => resource >= 0));
    const known = second.filter((row) => resourceOf(row) >= 0);
    return who.size === 0 ? each([], () => true) : each(known, (row) => !who.has(resourceOf(row)));
  },
};

/** How a case keeps a rule; activities that the log doesn't have occur in none. */
export function caseChecker(log: EventLog, rule: Rule): (owner: number) => RuleCheck {
  const numberOf = (name: string | undefined): number => (name === undefined ? -1 : log.activities.indexOf(name));
  const [activity, other] = [numberOf(rule.activity), numberOf(rule.other)];
  const mostMs = 1000 * (rule.withinSec ?? Number.POSITIVE_INFINITY);
  const isInTime = (from: number, to: number): boolean => (log.endMs[to] ?? 0) - (log.endMs[from] ?? 0) <= mostMs;
  const resourceOf = (row: number): number => log.resource?.[row] ?? -1;
  const check = CHECKS[rule.type];
  return (owner) => {
    const firstRow = log.caseOffsets[owner] ?? 0;
    const end = log.caseOffsets[owner + 1] ?? 0;
    const first: number[] = [];
    const second: number[] = [];
    for (let row = firstRow; row < end; row++) {
      const code = log.activity[row];
      if (code === activity) first.push(row);
      if (code === other) second.push(row);
    }
    return check({ first, second, firstRow, lastRow: end - 1, isInTime, resourceOf }, rule.times ?? 1);
  };
}
