import type { TimeZone } from "../time/time-zone.ts";
import { createWallClock } from "../time/wall-clock.ts";
import type { Doubt } from "../terms/doubt.ts";
import type { DuckDbSession } from "../duckdb/duckdb-session.ts";
import type { ImportedColumn } from "../terms/import-result.ts";
import { isLocal } from "./doubt-zones.ts";
import { sqlText } from "../text/sql-text.ts";

const DAY = 86_400;
const YEAR = 366 * DAY;
/** Clocks aren't changed twice in so many days, but for Morocco's Ramadan, a month long. */
const STEP = 20 * DAY;
/** Bounds what looking for changes costs. */
const MOST_YEARS = 80;
const POINTS = 1;

/** A time in UTC at which clocks go back, and by how many seconds. */
interface ChangeBack {
  readonly at: number;
  readonly by: number;
}

/**
 * Local times in an hour that clocks show twice, because summer time ends in it: nothing says which of the two is meant, and
 * the import takes the first. `samples` are values of each column as the file has them, by the table's name.
 */
export async function doubtRepeatedHours(
  session: DuckDbSession,
  tablePath: string,
  columns: readonly Omit<ImportedColumn, "nulls">[],
  zone: TimeZone,
  samples: (sourceName: string) => readonly string[],
): Promise<Doubt[]> {
  if (zone.kind !== "named") return [];
  const doubts: Doubt[] = [];
  for (const { name, role, sourceName = name } of columns) {
    if (role !== "timestamp" && role !== "startTimestamp") continue;
    if (!samples(sourceName).slice(0, 100).some(isLocal)) continue;
    const table = `read_parquet(${sqlText(tablePath)})`;
    // Placeholders for unknown times lie far from all others.
    const [[first, last] = []] = await session.query(
      `SELECT greatest(min(t), approx_quantile(t, 0.05) - ${YEAR}), least(max(t), approx_quantile(t, 0.95) + ${YEAR}) FROM (SELECT epoch(${name}) AS t FROM ${table})`,
    );
    const ranges = changesBack(zone.name, Number(first), Number(last)).map(
      ({ at, by }) => `epoch(${name}) >= ${at - by} AND epoch(${name}) < ${at + by}`,
    );
    if (ranges.length === 0) continue;
    const [[found] = []] = await session.query(`SELECT count(*) FROM ${table} WHERE ${ranges.join(" OR ")}`);
    const count = Number(found);
    if (count === 0) continue;
    doubts.push({
      kind: "RepeatedHour",
      column: sourceName,
      detail: `${count} ${count === 1 ? "time lies" : "times lie"} in an hour that clocks in ${zone.name} show twice, as summer time ends; the first was taken, so that events may be an hour early and in another order. Export times in UTC or with their offset.`,
      count,
      points: POINTS,
    });
  }
  return doubts;
}

/** When the clocks of a zone go back between two times. */
function changesBack(zone: string, first: number, last: number): ChangeBack[] {
  if (Number.isNaN(first) || Number.isNaN(last) || last - first > MOST_YEARS * YEAR) return [];
  const clock = createWallClock(zone);
  const offset = (seconds: number): number => clock(seconds * 1000) / 1000 - seconds;
  const changes: ChangeBack[] = [];
  for (let from = Math.floor(first) - DAY; from < last + DAY; from += STEP) {
    let [low, high] = [from, from + STEP];
    const by = offset(low) - offset(high);
    if (by <= 0) continue;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(middle) === offset(from)) low = middle;
      else high = middle;
    }
    changes.push({ at: high, by });
  }
  return changes;
}
