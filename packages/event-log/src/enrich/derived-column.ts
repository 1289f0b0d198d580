import { parseTimeZone, utc } from "../time/time-zone.ts";
import { sqlText } from "../text/sql-text.ts";

/** Columns that can be derived from an event table, in the order in which they are added. */
export const DERIVED_COLUMNS = ["case_duration", "hour", "weekday", "shift", "case_variant", "event_index"] as const;

export type DerivedColumn = (typeof DERIVED_COLUMNS)[number];

/** A part of the day, from its first hour to the first of the next one; 0 to 23. */
export interface Shift {
  readonly name: string;
  readonly fromHour: number;
}

/** Three shifts of eight hours, as in industry. */
export const USUAL_SHIFTS: readonly Shift[] = [
  { name: "Morning", fromHour: 6 },
  { name: "Afternoon", fromHour: 14 },
  { name: "Night", fromHour: 22 },
];

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Name in the table, and SQL over `event_rows` and the tables of `prepareFacts`. Times of day are those of a zone. */
export function derivedColumnSql(
  column: DerivedColumn,
  options: { readonly timezone?: string; readonly shifts?: readonly Shift[] },
): { readonly name: string; readonly sql: string } {
  const local = localTime("event_rows.timestamp", options.timezone);
  switch (column) {
    case "case_duration":
      return { name: "case_duration_sec", sql: "case_facts.case_duration_sec" };
    case "case_variant":
      return { name: "case_variant", sql: "case_variants.case_variant" };
    case "event_index":
      return { name: "event_index", sql: "event_places.event_index" };
    case "hour":
      return { name: "event_hour", sql: `hour(${local})` };
    case "weekday":
      return { name: "event_weekday", sql: `[${WEEKDAYS.map(sqlText).join(", ")}][isodow(${local})]` };
    case "shift":
      return { name: "event_shift", sql: shiftSql(`hour(${local})`, options.shifts ?? USUAL_SHIFTS) };
  }
}

/** The last shift that has begun; before the first one of a day, the last of the day before goes on. */
function shiftSql(hour: string, shifts: readonly Shift[]): string {
  const latestFirst = shifts.toSorted((a, b) => b.fromHour - a.fromHour);
  const cases = latestFirst.map(({ name, fromHour }) => `WHEN ${hour} >= ${fromHour} THEN ${sqlText(name)}`);
  return `CASE WHEN ${hour} IS NULL THEN NULL ${cases.join(" ")} ELSE ${sqlText(latestFirst[0]?.name ?? "")} END`;
}

function localTime(sql: string, timezone: string | undefined): string {
  const zone = parseTimeZone(timezone);
  if (zone === utc) return sql;
  if (zone.kind === "fixed") return `(${sql} + INTERVAL (${zone.minutes}) MINUTE)`;
  return `timezone(${sqlText(zone.name)}, ${sql} AT TIME ZONE 'UTC')`;
}
