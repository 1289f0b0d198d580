import { clockFormOf, clockOfText } from "../time/clock-column.ts";
import { scanSampled } from "../time/scan-time.ts";
import type { ColumnProfile } from "../columns/column-profile.ts";
import type { DetectedColumns } from "../columns/detect-columns.ts";
import type { Doubt } from "../terms/doubt.ts";

const HOUR = 3600;
/** The least number of times of either kind for a doubt. */
const LEAST_TIMES = 3;
const POINTS = 20;

/** Times without AM or PM in a column whose others have them: each may be in the morning or in the afternoon. */
export function doubtHalfMarked(
  columns: readonly ColumnProfile[],
  rows: readonly (readonly (string | null)[])[],
  { roles, clocks }: Pick<DetectedColumns, "roles" | "clocks">,
): Doubt[] {
  return (["timestamp", "startTimestamp"] as const).flatMap((role) => {
    const clockIndex = clocks[role];
    const index = clockIndex ?? roles[role] ?? -1;
    const form = clockIndex === undefined ? undefined : clockFormOf(rows.flatMap((row) => row[index] ?? []));
    let marked = 0;
    const bare: string[] = [];
    for (const row of rows) {
      const text = row[index] ?? "";
      const clock = (clockIndex === undefined ? scanSampled(text) : clockOfText(text, form))?.clock ?? null;
      if (clock === null) continue;
      if (clock.hasMeridiem) marked++;
      // A clock of 24 hours says that it is one.
      else if (clock.seconds >= 13 * HOUR || (clock.seconds < HOUR && clock.seconds > 0)) return [];
      else if (clock.seconds > 0) bare.push(text);
    }
    if (marked < LEAST_TIMES || bare.length < LEAST_TIMES) return [];
    const column = columns[index]?.name ?? "";
    return [
      {
        kind: "LostClock" as const,
        column,
        detail: `${bare.length} of the ${bare.length + marked} times looked at have neither AM nor PM (such as ${JSON.stringify(bare[0])}), though the others do. They were read as times before noon, and may be 12 hours early. Export times of 24 hours, or all with AM and PM.`,
        count: bare.length,
        examples: bare.slice(0, 5).map((value) => ({ column, value })),
        points: POINTS,
      },
    ];
  });
}
