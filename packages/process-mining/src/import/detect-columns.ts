import { storableText } from "@longhaul/domain";
import type { Doubt } from "./doubt.ts";
import { ImportRefusal } from "./import-refusal.ts";
import { columnRoles, type ColumnMapping, type ColumnRole, type DetectedBy } from "./import-result.ts";
import { findClock } from "./pair-date-and-clock.ts";
import { chooseRoles, type ChosenRoles } from "./roles/choose-roles.ts";
import { chooseRolesInFileOrder } from "./roles/file-order.ts";
import { columnFacts } from "./roles/column-facts.ts";
import type { ColumnProfile } from "./column-profile.ts";

/** Index of the column for each role, and how it was found. */
export interface DetectedColumns {
  readonly roles: Partial<Record<ColumnRole, number>>;
  readonly detectedBy: Partial<Record<ColumnRole, DetectedBy>>;
  /** Index of the column with the time of day of a time whose column holds days. */
  readonly clocks: Partial<Record<TimeRole, number>>;
  readonly candidates: ChosenRoles["candidates"];
  readonly doubts: readonly Doubt[];
}

export type TimeRole = "timestamp" | "startTimestamp";

/**
 * Gives roles to columns: what the caller names, and for the rest what names and values of a sample tell, as `chooseRoles` says.
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
  const chosen = choose(columnFacts(names, times, rows), given);
  const roles = { ...chosen.roles };
  pairClocks(columns, roles, clocks);
  return { ...chosen, roles, clocks };
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
