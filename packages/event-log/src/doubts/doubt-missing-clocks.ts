import { clockFormOf, clockOfText } from "../time/clock-column.ts";
import { scanSampled } from "../time/scan-time.ts";
import type { ColumnProfile } from "../columns/column-profile.ts";
import type { DetectedColumns } from "../columns/detect-columns.ts";
import type { Doubt } from "../terms/doubt.ts";

/** The least number of times for a doubt. */
const LEAST_TIMES = 3;
/** The least share of times without a time of day for a doubt. */
const LEAST_BLANK = 0.05;
/** Times of day of the others that show that midnight isn't one among them. */
const LEAST_OTHERS = 20;
const HOUR = 3600;
/** A clock of an hour alone: `14`, `14h`, `2 PM`, with or without its day. */
const HOUR_ALONE = /(?:^|[T ])\d{1,2} ?(?:h|uhr|[ap]\.?m\.?)?(?:Z| ?[+-]\d{2}:?\d{2})?$/i;
const POINTS = 3;

/** Days without a time of day, or at midnight exactly, and hours without minutes, in a column whose other times have them. */
export function doubtMissingClocks(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  { roles, clocks }: Pick<DetectedColumns, "roles" | "clocks">,
): Doubt[] {
  const index = clocks.timestamp ?? roles.timestamp ?? -1;
  const column = columns[index];
  if (column === undefined || (clocks.timestamp === undefined && column.time?.kind !== "moment")) return [];
  let [all, blank, midnight, hours, minutes] = [0, 0, 0, 0, 0];
  const others = new Map<number, number>();
  const hourTexts: string[] = [];
  const isClock = clocks.timestamp !== undefined;
  const form = isClock ? clockFormOf(rows.flatMap((row) => row[index] ?? [])) : undefined;
  for (const row of rows) {
    const text = row[index]?.trim() ?? "";
    const scanned = isClock ? clockOfText(text, form) : scanSampled(text);
    if (scanned === null || ("date" in scanned && (scanned.date === null || scanned.date.kind === "count"))) continue;
    all++;
    if (scanned.clock === null) blank++;
    else if (HOUR_ALONE.test(text)) {
      hours++;
      hourTexts.push(text);
    } else if (scanned.clock.seconds === 0 && scanned.clock.nanos === 0) midnight++;
    else {
      others.set(scanned.clock.seconds, (others.get(scanned.clock.seconds) ?? 0) + 1);
      if (scanned.clock.seconds % HOUR !== 0) minutes++;
    }
  }
  const doubtOf = (count: number, what: string, remedy: string): Doubt => ({
    kind: "LostClock",
    column: column.name,
    detail: `${count} of the ${all} times looked at have ${what}. ${remedy}`,
    count,
    points: POINTS,
  });
  const most = [...others.values()].reduce((left, right) => Math.max(left, right), 0);
  const isUnusual = others.size >= LEAST_OTHERS && midnight > 2 * most;
  const count = blank + (isUnusual ? midnight : 0);
  // The doubt about a column of times of day counts its blanks.
  const areLost = !isClock && others.size > 0 && count >= LEAST_TIMES && count >= LEAST_BLANK * all;
  const remedy = "where their order matters.";
  return [
    ...(areLost
      ? [
          doubtOf(
            count,
            `no time of day${blank === 0 ? ", or midnight for one" : ""}; their events are before all others of their day`,
            `Export the time of day of each event ${remedy}`,
          ),
        ]
      : []),
    ...(hours >= LEAST_TIMES && minutes >= LEAST_TIMES && minutes > hours
      ? [
          doubtOf(
            hours,
            `an hour without minutes, such as ${JSON.stringify(hourTexts[0])}, which was read as the full hour`,
            `Export the minutes of each event ${remedy}`,
          ),
        ]
      : []),
  ];
}
