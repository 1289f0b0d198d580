import { storableText } from "@longhaul/domain";
import type { Doubt } from "../terms/doubt.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";
import { columnRoles, type ColumnMapping, type ColumnRole, type DetectedBy } from "../terms/import-result.ts";
import { clocksOfNoEvent } from "./event-clocks.ts";
import { findClock, findClockPair } from "./pair-date-and-clock.ts";
import { chooseRoles, type ChosenRoles } from "../roles/choose-roles.ts";
import { chooseRolesInFileOrder } from "../roles/file-order.ts";
import { columnFacts } from "../roles/column-facts.ts";
import { judgeSharedDay, type Overnight } from "./shared-day.ts";
import type { ColumnProfile } from "./column-profile.ts";

/** Index of the column for each role, and how it was found. */
export interface DetectedColumns {
  readonly roles: Partial<Record<ColumnRole, number>>;
  readonly detectedBy: Partial<Record<ColumnRole, DetectedBy>>;
  /** Index of the column with the time of day of a time whose column holds days. */
  readonly clocks: Partial<Record<TimeRole, number>>;
  /** How events are read whose start and end have one day, and which end past midnight. */
  readonly overnight?: Overnight;
  readonly candidates: ChosenRoles["candidates"];
  readonly doubts: readonly Doubt[];
}

export type TimeRole = "timestamp" | "startTimestamp";

/**
 * Gives roles to columns: those that the caller names, and for the rest by `chooseRoles`, from names and values of a sample.
 * @param hasTimes - false for a log whose events are in the order of the file
 */
export function detectColumns(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  mapping: ColumnMapping,
  hasTimes = true,
): DetectedColumns {
  const given: Partial<Record<ColumnRole, number>> = {};
  const clocks: Partial<Record<TimeRole, number>> = {};
  for (const role of columnRoles) {
    const [name, clock, ...more] = [mapping[role] ?? []].flat();
    if (name === undefined) continue;
    given[role] = indexOfGiven(columns, role, name);
    if (clock === undefined) continue;
    if (!isTimeRole(role) || more.length > 0) throw tooManyColumns(role);
    clocks[role] = indexOfGiven(columns, role, clock);
  }
  const clockColumns = new Set(Object.values(clocks));
  const names = columns.map(({ name }) => name);
  const times = columns.map(({ time }, index) => (clockColumns.has(index) ? null : time));
  const choose = hasTimes ? chooseRoles : chooseRolesInFileOrder;
  // A day that the caller gives to the start may be that of the end too.
  const { startTimestamp: givenStart, ...others } = given;
  const mayShare = hasTimes && clocks.startTimestamp !== undefined && given.timestamp === undefined;
  const chosen = choose(columnFacts(names, times, rows), mayShare ? others : given);
  const roles = { ...chosen.roles, ...(mayShare && givenStart !== undefined ? { startTimestamp: givenStart } : {}) };
  const isGiven = Object.keys(clocks).length > 0;
  const strange = isGiven
    ? new Set<number>()
    : clocksOfNoEvent(columns, rows, { caseId: roles.caseId, day: roles.timestamp });
  const ofEvents = columns.map((column, index) => (strange.has(index) ? { ...column, time: null } : column));
  const overnight = shareDay(ofEvents, rows, roles, clocks);
  pairClocks(ofEvents, roles, clocks);
  const detectedBy = detectedByOf(chosen.detectedBy, roles, given);
  return { ...chosen, roles, detectedBy, clocks, ...(overnight === undefined ? {} : { overnight }) };
}

/** A start that shares the day of its end is told by the names of their clocks. */
function detectedByOf(
  detectedBy: ChosenRoles["detectedBy"],
  { startTimestamp }: Partial<Record<ColumnRole, number>>,
  given: Partial<Record<ColumnRole, number>>,
): ChosenRoles["detectedBy"] {
  if (startTimestamp === undefined) return detectedBy;
  if (given.startTimestamp !== undefined) return { ...detectedBy, startTimestamp: "given" };
  return detectedBy.startTimestamp === undefined ? { ...detectedBy, startTimestamp: "name" } : detectedBy;
}

/** Gives one day to the start and the end of events that have clocks for both; undefined where they don't share one. */
function shareDay(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  roles: Partial<Record<ColumnRole, number>>,
  clocks: Partial<Record<TimeRole, number>>,
): Overnight | undefined {
  const { timestamp: day, startTimestamp, caseId } = roles;
  if (day === undefined || (startTimestamp !== undefined && startTimestamp !== day)) return undefined;
  const { timestamp: givenEnd, startTimestamp: givenStart } = clocks;
  const isGiven = givenEnd !== undefined && givenStart !== undefined;
  const pair = isGiven
    ? { start: givenStart, end: givenEnd }
    : findClockPair(columns, day, { start: givenStart, end: givenEnd });
  if (pair === null) return undefined;
  const judged = judgeSharedDay(columns, rows, { caseId, day, ...pair });
  if (judged === null && !isGiven) return undefined;
  roles.startTimestamp = day;
  clocks.startTimestamp = pair.start;
  clocks.timestamp = pair.end;
  return judged?.overnight ?? null;
}

/** Finds the time of day of each time whose column holds days, unless the caller named the columns. */
function pairClocks(
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

function indexOfGiven(columns: readonly ColumnProfile[], role: string, name: string): number {
  const wanted = storableText(name).trim();
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
