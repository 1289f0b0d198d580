import { rankColumnName } from "./column-vocabulary.ts";
import { ImportRefusal } from "./import-refusal.ts";
import { columnRoles, type ColumnMapping, type ColumnRole, type DetectedBy } from "./import-result.ts";
import type { DetectedTimeFormat } from "../time/time-format.ts";
import { findClock } from "./pair-date-and-clock.ts";

export interface ColumnProfile {
  readonly name: string;
  /** Format of its times; null when most of its values are no times. A column of a time type has one of share 1. */
  readonly time: DetectedTimeFormat | null;
}

/** Index of the column for each role, and how it was found. */
export interface DetectedColumns {
  readonly roles: Partial<Record<ColumnRole, number>>;
  readonly detectedBy: Partial<Record<ColumnRole, DetectedBy>>;
  /** Index of the column with the time of day of a time whose column holds days. */
  readonly clocks: Partial<Record<TimeRole, number>>;
}

export type TimeRole = "timestamp" | "startTimestamp";

/**
 * Gives roles to columns: first what the caller names, then by column name, the best name of each role winning. Times
 * must hold times: a completion time goes before a start time, and the only time column is `timestamp` whatever it is
 * called. Roles that stay open are for `detectByContent`.
 */
export function detectColumns(columns: readonly ColumnProfile[], given: ColumnMapping): DetectedColumns {
  const roles: Partial<Record<ColumnRole, number>> = {};
  const detectedBy: Partial<Record<ColumnRole, DetectedBy>> = {};
  const assign = (role: ColumnRole, index: number | null, by: DetectedBy) => {
    if (index === null || roles[role] !== undefined) return;
    roles[role] = index;
    detectedBy[role] = by;
  };
  const clocks: Partial<Record<TimeRole, number>> = {};
  const isFree = (index: number) => !Object.values(roles).includes(index) && !Object.values(clocks).includes(index);
  for (const role of columnRoles) {
    const [name, clock, ...more] = [given[role] ?? []].flat();
    if (name === undefined) continue;
    assign(role, indexOfGiven(columns, role, name), "given");
    if (clock === undefined) continue;
    if (!isTimeRole(role) || more.length > 0) throw tooManyColumns(role);
    clocks[role] = indexOfGiven(columns, role, clock);
  }
  const best = (role: ColumnRole, accepts: (column: ColumnProfile) => boolean): number | null => {
    let found: number | null = null;
    let foundRank = Infinity;
    for (const [index, column] of columns.entries()) {
      const rank = isFree(index) && accepts(column) ? rankColumnName(column.name, role) : null;
      if (rank !== null && rank < foundRank) {
        found = index;
        foundRank = rank;
      }
    }
    return found;
  };
  const isTime = (column: ColumnProfile) => column.time !== null && column.time.kind !== "clock";
  assign("timestamp", best("timestamp", isTime), "name");
  if (roles.timestamp === undefined) {
    const times = columns.flatMap((column, index) => (isFree(index) && isRealTime(column) ? [index] : []));
    const [only] = times;
    if (times.length === 1 && only !== undefined) assign("timestamp", only, "content");
    else assign("timestamp", best("startTimestamp", isTime), "name");
  }
  assign("startTimestamp", best("startTimestamp", isTime), "name");
  pairClocks(columns, roles, clocks);
  assign(
    "caseId",
    best("caseId", (column) => !isRealTime(column)),
    "name",
  );
  assign(
    "activity",
    best("activity", (column) => !isTime(column)),
    "name",
  );
  assign(
    "resource",
    best("resource", (column) => !isTime(column)),
    "name",
  );
  assign(
    "lifecycle",
    best("lifecycle", (column) => !isTime(column)),
    "name",
  );
  return { roles, detectedBy, clocks };
}

/** Finds the time of day of each time whose column holds days, unless the caller named the columns. */
export function pairClocks(
  columns: readonly ColumnProfile[],
  roles: Partial<Record<ColumnRole, number>>,
  clocks: Partial<Record<TimeRole, number>>,
): void {
  for (const role of ["timestamp", "startTimestamp"] as const) {
    const day = roles[role];
    if (day === undefined || clocks[role] !== undefined) continue;
    const taken = new Set([...Object.values(roles), ...Object.values(clocks)]);
    const clock = findClock(columns, day, taken);
    if (clock !== null) clocks[role] = clock;
  }
}

const isTimeRole = (role: ColumnRole): role is TimeRole => role === "timestamp" || role === "startTimestamp";

const tooManyColumns = (role: ColumnRole): ImportRefusal =>
  new ImportRefusal(
    "ColumnNotFound",
    `The mapping names several columns as ${role}. Only timestamp and startTimestamp may have two: one of days and one of times of day.`,
  );

/** A time column that isn't a trace attribute and isn't a plain number. */
export const isRealTime = (column: ColumnProfile): boolean =>
  column.time !== null && column.time.kind !== "clock" && !column.time.isWeak && !/^(?:case:|@@)/i.test(column.name);

function indexOfGiven(columns: readonly ColumnProfile[], role: ColumnRole, name: string): number {
  const wanted = name.trim();
  const exact = columns.findIndex((column) => column.name.trim() === wanted);
  const index =
    exact >= 0 ? exact : columns.findIndex((column) => column.name.trim().toLowerCase() === wanted.toLowerCase());
  if (index >= 0) return index;
  const names = columns.map((column) => column.name);
  throw new ImportRefusal(
    "ColumnNotFound",
    `The mapping names "${name}" as ${role}, but the file has no such column. Its columns are: ${listNames(names)}.`,
    { columns: names },
  );
}

/** Column names for a message, cut after 30. */
export function listNames(names: readonly string[]): string {
  const shown = names
    .slice(0, 30)
    .map((name) => `"${name}"`)
    .join(", ");
  return names.length > 30 ? `${shown} and ${names.length - 30} more` : shown;
}
