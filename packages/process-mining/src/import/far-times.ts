import { cellText } from "./cell-text.ts";
import type { DuckDbSession } from "./duckdb-session.ts";

/** A time is far from the middle half of all beyond so many times its width, these at most so many days, and so many days. */
export const FAR_TIMES = { widths: 10, mostDays: 36_500, days: 365 } as const;

/**
 * SQL that is true for times of a column further from the middle half of all than ten times its width and a year; null
 * where the column holds no time. `time` and `relation` are SQL.
 */
export async function farTimes(
  session: DuckDbSession,
  time: string,
  relation: string,
): Promise<((sql: string) => string) | null> {
  const { widths, mostDays, days } = FAR_TIMES;
  const [[low, high] = []] = await session.query(
    `SELECT epoch_us(low - width), epoch_us(high + width) FROM (
       SELECT make_timestamp(epoch_us(least(a, b))) AS low, make_timestamp(epoch_us(greatest(a, b))) AS high,
         to_days(CAST(${days} + least(${widths} * (epoch(b) - epoch(a)) / 86400, ${mostDays}) AS INTEGER)) AS width
       FROM (SELECT approx_quantile(${time}, 0.25) AS a, approx_quantile(${time}, 0.75) AS b FROM ${relation}))`,
  );
  if (low === null || low === undefined || high === null || high === undefined) return null;
  const [first, last] = [cellText(low), cellText(high)];
  return (sql) => `(${sql} < make_timestamp(${first}) OR ${sql} > make_timestamp(${last}))`;
}
