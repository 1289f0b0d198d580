import { loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import { usageOf } from "./usage-of.ts";

/** What one operation cost, over all processes. */
export interface Cost {
  readonly opsPerSecond: number;
  readonly cpuMsPerOperation: number;
  /** By process. */
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly commitsPerOperation: number;
  readonly walBytesPerOperation: number;
}

/** Looks at processes, and at a ledger. */
export interface Meter {
  cpu(): Promise<ReadonlyMap<string, number>>;
  ledger(): Promise<{ readonly commits: number; readonly wal: number }>;
}
export const meterOf = (sql: pg.Pool, pids: ReadonlyMap<string, number>): Meter => ({
  async cpu() {
    const cpu = new Map<string, number>();
    for (const [name, pid] of pids) cpu.set(name, (await usageOf([pid])).cpuSeconds);
    return cpu;
  },
  async ledger() {
    const { rows } = await sql.query<{ commits: number; wal: number }>(
      `SELECT pg_stat_get_db_xact_commit((SELECT oid FROM pg_database WHERE datname = current_database()))::float8 AS commits,
         pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal`,
    );
    return { commits: rows[0]?.commits ?? 0, wal: rows[0]?.wal ?? 0 };
  },
});

/** An idle connection tells the server's statistics of its last transactions after ten seconds. */
const STATISTICS_MS = 10_500;

/** What `work` cost; it tells how many operations it ran. */
export async function costOf(meter: Meter, work: () => Promise<number>): Promise<Cost> {
  const [cpuBefore, before] = [await meter.cpu(), await meter.ledger()];
  const begun = performance.now();
  const operations = await work();
  const seconds = (performance.now() - begun) / 1000;
  const [cpuAfter, { wal }] = [await meter.cpu(), await meter.ledger()];
  await delay(STATISTICS_MS);
  const { commits } = await meter.ledger();
  const cpuMs = Object.fromEntries(
    Array.from(cpuAfter, ([name, used]) => [name, (1000 * (used - (cpuBefore.get(name) ?? 0))) / operations]),
  );
  return {
    opsPerSecond: operations / seconds,
    cpuMsPerOperation: Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0),
    cpuMs,
    commitsPerOperation: (commits - before.commits) / operations,
    walBytesPerOperation: (wal - before.wal) / operations,
  };
}

/** For people. */
export const figures = (cost: Cost): string =>
  `${cost.opsPerSecond.toFixed(0).padStart(5)}/s · CPU ${cost.cpuMsPerOperation.toFixed(2)} ms ` +
  `(${Object.entries(cost.cpuMs)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(", ")}) · ` +
  `${cost.commitsPerOperation.toFixed(1)} commits · ${(cost.walBytesPerOperation / 1000).toFixed(1)} kB WAL · load ${loadavg()[0]?.toFixed(1)}`;
