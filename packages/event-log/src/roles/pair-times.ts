import type { Doubt } from "../terms/doubt.ts";
import type { ColumnRole } from "../terms/import-result.ts";
import { spanName } from "../text/span-words.ts";
import { isTime, type ColumnFacts } from "./column-facts.ts";
import { nameFit, namesOther } from "./name-fit.ts";
import { enoughRows } from "./rank-candidates.ts";
import { variesInside } from "./role-evidence.ts";

export interface PairedTimes {
  readonly timestamp: number | undefined;
  readonly startTimestamp: number | undefined;
  readonly doubts: readonly Doubt[];
}

/** Least fit of a name that is one of a start. */
const NAMED = 0.45;
/** Share of the rows in which a start may lie behind its end, by how it was found. */
const MOST_AFTER = { named: 0.3, unnamed: 0.03 } as const;
/** Share of the variation inside cases that a time of events has at least, of that of another. */
const VARIES = { named: 0.3, unnamed: 0.8 } as const;
const ENDS_VARY = 0.2;
const FEW_ROWS = 10;
const POINTS = 2;
/** Nothing is known of how long steps take. */
const POINTS_OF_TURNED = 10;

const named = (index: number | undefined, columns: readonly ColumnFacts[]): string => columns[index ?? -1]?.name ?? "";

/** How well a column's name is one of an event's start or of its end. */
export function spanFit(name: string, role: "timestamp" | "startTimestamp"): number {
  const span = spanName(name);
  const own = nameFit(name, role);
  const isSide = span?.side === (role === "timestamp" ? "end" : "start");
  return isSide && span.rest === "" && !namesOther(name, role) ? Math.max(own, 0.75) : own;
}

/**
 * Finds the start and the end of events where one of them is chosen as their time. The other is a column whose name says
 * so, or one that varies inside cases as the chosen does and lies before it (or behind a start) in nearly every row; a pair
 * that no name shows is reported. What is planned, due or only recorded later is neither.
 */
export function pairTimes(
  columns: readonly ColumnFacts[],
  roles: Partial<Record<ColumnRole, number>>,
  given: Partial<Record<ColumnRole, number>>,
): PairedTimes {
  const { timestamp, startTimestamp } = roles;
  const found = { timestamp, startTimestamp, doubts: [] };
  const owner = columns[roles.caseId ?? -1];
  const chosen = columns[timestamp ?? -1];
  if (owner === undefined || chosen === undefined || chosen.seconds === null) return found;
  const isStart = spanFit(chosen.name, "startTimestamp") > spanFit(chosen.name, "timestamp");
  if (isStart && given.timestamp === undefined && startTimestamp === undefined) {
    const end = nearest(columns, roles, owner, chosen, "end");
    if (end !== null)
      return { timestamp: end, startTimestamp: timestamp, doubts: orderDoubts(columns, timestamp, end) };
  }
  if (startTimestamp !== undefined) return found;
  const start = namedStart(columns, roles, owner, chosen) ?? nearest(columns, roles, owner, chosen, "start");
  if (start === null) return { ...found, doubts: doubtTurned(columns, roles, chosen) };
  return { timestamp, startTimestamp: start, doubts: orderDoubts(columns, start, timestamp) };
}

/** A doubt about a pair that only one name or none shows. */
function orderDoubts(columns: readonly ColumnFacts[], start: number | undefined, end: number | undefined): Doubt[] {
  const [from, to] = [named(start, columns), named(end, columns)];
  if (spanFit(from, "startTimestamp") >= NAMED) return [];
  return [
    {
      kind: "RoleUncertain",
      column: from,
      detail: `"${from}" was taken as the start of events that end at "${to}", since it lies before it in each row. Name the column in the mapping if that is wrong.`,
      points: POINTS,
    },
  ];
}

/** A column whose name says the start of what the chosen column ends, but which lies behind it in too many rows to be that. */
function doubtTurned(
  columns: readonly ColumnFacts[],
  roles: Partial<Record<ColumnRole, number>>,
  end: ColumnFacts,
): Doubt[] {
  const span = spanName(end.name);
  if (span?.side !== "end") return [];
  const start = columns.find((column, index) => {
    const own = spanName(column.name);
    return own?.side === "start" && own.rest === span.rest && mayPair(columns, index, roles);
  });
  const share = start === undefined ? 0 : shareAfter(start, end);
  if (start === undefined || share <= MOST_AFTER.named) return [];
  const given = JSON.stringify({ startTimestamp: end.name, timestamp: start.name });
  return [
    {
      kind: "StartAfterEnd",
      column: start.name,
      detail: `"${start.name}" lies behind "${end.name}" in ${Math.round(100 * share)} % of the rows looked at, so that it was not taken as the start of events. ${share > 1 - MOST_AFTER.named ? `The two columns seem to be turned round: give ${given} in the mapping if they are.` : "Correct the source."}`,
      points: POINTS_OF_TURNED,
    },
  ];
}

/** A column of starts by its name: before the end in most rows, and not the same throughout a case whose ends vary. */
function namedStart(
  columns: readonly ColumnFacts[],
  roles: Partial<Record<ColumnRole, number>>,
  owner: ColumnFacts,
  end: ColumnFacts,
): number | null {
  const fits = columns.flatMap((column, index) => {
    const name = spanFit(column.name, "startTimestamp");
    if (name < NAMED || !mayPair(columns, index, roles)) return [];
    return isBeside(column, end, owner, "named") && shareAfter(column, end) <= MOST_AFTER.named
      ? [{ index, name }]
      : [];
  });
  return fits.toSorted((a, b) => b.name - a.name || a.index - b.index)[0]?.index ?? null;
}

/** The column of times nearest to another that lie on one side of it in nearly every row. */
function nearest(
  columns: readonly ColumnFacts[],
  roles: Partial<Record<ColumnRole, number>>,
  owner: ColumnFacts,
  other: ColumnFacts,
  side: "start" | "end",
): number | null {
  const fits = columns.flatMap((column, index) => {
    if (!mayPair(columns, index, roles) || namesOther(column.name, "timestamp")) return [];
    if (side === "start" && (spanFit(column.name, "timestamp") > 0 || namesOther(column.name, "startTimestamp")))
      return [];
    if (!isBeside(column, other, owner, "unnamed")) return [];
    const [from, to] = side === "start" ? [column, other] : [other, column];
    const gaps = gapsOf(from, to);
    if (gaps.length < FEW_ROWS || gaps.filter((gap) => gap > 0).length * 2 < gaps.length) return [];
    if (gaps.filter((gap) => gap < 0).length > MOST_AFTER.unnamed * gaps.length) return [];
    return [{ index, gap: gaps.toSorted((a, b) => a - b)[gaps.length >> 1] ?? 0 }];
  });
  return fits.toSorted((a, b) => a.gap - b.gap || a.index - b.index)[0]?.index ?? null;
}

const mayPair = (
  columns: readonly ColumnFacts[],
  index: number,
  roles: Partial<Record<ColumnRole, number>>,
): boolean => {
  const column = columns[index];
  return column !== undefined && column.seconds !== null && isTime(column) && !Object.values(roles).includes(index);
};

/** Whether a column's times change inside the cases about as another's do. */
function isBeside(column: ColumnFacts, other: ColumnFacts, owner: ColumnFacts, by: "named" | "unnamed"): boolean {
  if (owner.codes.length < enoughRows && by === "named") return true;
  if (column.seconds === null || other.seconds === null) return false;
  const varies = variesInside(other.seconds, owner.codes);
  return varies <= ENDS_VARY ? by === "named" : variesInside(column.seconds, owner.codes) >= VARIES[by] * varies;
}

/** Seconds from starts to ends, of the rows that have both. */
function gapsOf({ seconds: starts }: ColumnFacts, { seconds: ends }: ColumnFacts): number[] {
  if (starts === null || ends === null) return [];
  return [...starts].flatMap((start, at) => {
    const gap = (ends[at] ?? Number.NaN) - start;
    return Number.isNaN(gap) ? [] : [gap];
  });
}

function shareAfter(start: ColumnFacts, end: ColumnFacts): number {
  const gaps = gapsOf(start, end);
  return gaps.length < FEW_ROWS ? 0 : gaps.filter((gap) => gap < 0).length / gaps.length;
}
