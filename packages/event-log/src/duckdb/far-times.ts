import { cellText } from "../text/cell-text.ts";
import type { DuckDbSession } from "./duckdb-session.ts";

/** A time is far from the middle half of all beyond so many times its width, these at most so many days, and so many days. */
export const FAR_TIMES = { widths: 10, mostDays: 36_500, days: 365 } as const;

/** Times before the first and behind the last are far from the middle half of all: microseconds since 1970. */
export interface FarBounds {
  readonly first: number;
  readonly last: number;
}

/** What lies between the quartiles of all times, widened by ten times its width and a year; null where the column holds no time. `time` and `relation` are SQL. */
export async function farBounds(session: DuckDbSession, time: string, relation: string): Promise<FarBounds | null> {
  const { widths, mostDays, days } = FAR_TIMES;
  const [[low, high] = []] = await session.query(
    `SELECT epoch_us(low - width), epoch_us(high + width) FROM (
       SELECT make_timestamp(epoch_us(least(a, b))) AS low, make_timestamp(epoch_us(greatest(a, b))) AS high,
         to_days(CAST(${days} + least(${widths} * (epoch(b) - epoch(a)) / 86400, ${mostDays}) AS INTEGER)) AS width
       FROM (SELECT approx_quantile(${time}, 0.25) AS a, approx_quantile(${time}, 0.75) AS b FROM ${relation}))`,
  );
  if (low === null || low === undefined || high === null || high === undefined) return null;
  return { first: Number(cellText(low)), last: Number(cellText(high)) };
}

/** SQL that is true for times beyond the bounds. */
export const isFarSql = ({ first, last }: FarBounds, time: string): string =>
  `(${time} < make_timestamp(${first}) OR ${time} > make_timestamp(${last}))`;
