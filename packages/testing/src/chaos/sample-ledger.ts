import type { Acknowledged } from "./clients.ts";
import type { Stores } from "./create-stores.ts";
import { lasting } from "./product.ts";
import { percentileOf } from "./percentile-of.ts";

/** How a ledger under load was at one time. */
export interface Sample {
  readonly second: number;
  /** Dead rows of all tables, as the statistics know them. */
  readonly deadRows: number;
  /** Bytes of WAL since the first sample. */
  readonly walBytes: number;
  /** Operations that have not ended. */
  readonly open: number;
  /** The age of the oldest that has not begun. */
  readonly oldestWaitingMs: number;
  /** Acceptances since the sample before. */
  readonly accepted: number;
  readonly acceptP50Ms: number;
  readonly acceptP99Ms: number;
}

const FIGURES = `SELECT
  (SELECT sum(n_dead_tup) FROM pg_stat_user_tables)::float8 AS dead,
  pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal,
  count(*)::int AS open,
  coalesce(extract(epoch FROM now() - min(created_at) FILTER (WHERE status = 'Initiated' AND NOT blocked)), 0)::float8 * 1000 AS oldest
  FROM operations WHERE status IN ('Initiated', 'Running')`;

/** Looks at a ledger at even intervals until `end` aborts. @param acceptMs grows with each acceptance */
export async function sampleLedger(
  { query }: Pick<Stores, "query">,
  { acceptMs }: Pick<Acknowledged, "acceptMs">,
  { end, everyMs }: { readonly end: AbortSignal; readonly everyMs: number },
): Promise<Sample[]> {
  const samples: Sample[] = [];
  const begunAt = performance.now();
  let [seen, firstWal] = [0, 0];
  while (!end.aborted) {
    const [row] = await query<{ dead: number; wal: number; open: number; oldest: number }>(FIGURES);
    if (row === undefined) throw new Error("the ledger tells no figures");
    if (samples.length === 0) firstWal = row.wal;
    const latest = acceptMs.slice(seen);
    seen = acceptMs.length;
    samples.push({
      second: Math.round((performance.now() - begunAt) / 1000),
      deadRows: row.dead,
      walBytes: row.wal - firstWal,
      open: row.open,
      oldestWaitingMs: Math.round(row.oldest),
      accepted: latest.length,
      acceptP50Ms: percentileOf(latest, 0.5),
      acceptP99Ms: percentileOf(latest, 0.99),
    });
    await lasting(everyMs);
  }
  return samples;
}
