import { randomUUID } from "node:crypto";
import { loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { cpuMicroseconds, usageOf } from "./usage-of.ts";

/** What one operation cost, over all processes. */
export interface Cost {
  readonly opsPerSecond: number;
  readonly cpuMsPerOperation: number;
  /** By process. */
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly commitsPerOperation: number;
  /** Statements of clients, except BEGIN and COMMIT that go with another statement. */
  readonly statementsPerOperation: number;
  readonly walBytesPerOperation: number;
  /** Versions of rows that were replaced or deleted, of all tables. */
  readonly deadTuplesPerOperation: number;
}

/** The counters of a ledger so far, without the benchmark's own queries. */
interface LedgerFigures {
  readonly commits: number;
  readonly statements: number;
  readonly wal: number;
  readonly dead: number;
}

/** Settings of a server whose statements are counted. */
export const COUNTED = { shared_preload_libraries: "pg_stat_statements" };

/** Looks at processes, and at a ledger. What the benchmark's own queries cost the server is no part of it. */
export interface Meter {
  cpu(): Promise<ReadonlyMap<string, number>>;
  ledger(): Promise<LedgerFigures>;
}

/** The benchmark's own connection to a server, with its own account, so that its statements are counted separately. */
export async function openWatch(databaseUrl: string): Promise<pg.Pool> {
  const owner = new pg.Client({ connectionString: databaseUrl });
  await owner.connect();
  await owner.query("CREATE EXTENSION pg_stat_statements");
  const password = randomUUID();
  await owner.query(`CREATE ROLE bench SUPERUSER LOGIN PASSWORD '${password}'`);
  await owner.end();
  const url = new URL(databaseUrl);
  url.username = "bench";
  url.password = password;
  // Its processes live as long as the benchmark: what one has used is known until the end.
  return new pg.Pool({ connectionString: url.href, max: 64, idleTimeoutMillis: 0 });
}

/** Seconds of CPU that the server has spent on the benchmark's own connections. */
async function ownCpuSeconds(sql: pg.Pool): Promise<number> {
  const { rows } = await sql.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE usename = current_user");
  return (await cpuMicroseconds(rows.map(({ pid }) => pid))) / 1e6;
}

/** @param sql as `openWatch` gives it */
export const meterOf = (sql: pg.Pool, pids: ReadonlyMap<string, number>): Meter => ({
  async cpu() {
    const cpu = new Map<string, number>();
    for (const [name, pid] of pids) {
      const { cpuSeconds } = await usageOf([pid]);
      cpu.set(name, name === "postgres" ? cpuSeconds - (await ownCpuSeconds(sql)) : cpuSeconds);
    }
    return cpu;
  },
  async ledger() {
    const { rows } = await sql.query<LedgerFigures>(
      `SELECT (d.xact_commit - s.own)::float8 AS commits, s.others::float8 AS statements,
         pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal, (d.tup_updated + d.tup_deleted)::float8 AS dead
       FROM pg_stat_database d, (
         SELECT coalesce(sum(calls) FILTER (WHERE userid = me.oid), 0) AS own,
           coalesce(sum(calls) FILTER (WHERE userid <> me.oid AND query NOT IN ('BEGIN', 'COMMIT', 'ROLLBACK')), 0) AS others
         FROM pg_stat_statements, (SELECT oid FROM pg_roles WHERE rolname = current_user) me) s
       WHERE d.datname = current_database()`,
    );
    return rows[0] ?? { commits: 0, statements: 0, wal: 0, dead: 0 };
  },
});

/** An idle connection reports its last transactions to the server's statistics after ten seconds. */
const STATISTICS_MS = 10_500;

/** The counters of a server now, once its idle connections have reported theirs. */
export async function settledFigures(meter: Meter): Promise<LedgerFigures> {
  await delay(STATISTICS_MS);
  return meter.ledger();
}

/** The cost of `work`, which returns how many operations it ran. */
export async function costOf(meter: Meter, work: () => Promise<number>): Promise<Cost> {
  const [cpuBefore, before] = [await meter.cpu(), await meter.ledger()];
  const begun = performance.now();
  const operations = await work();
  if (operations === 0) throw new Error("all operations had ended before they were measured: take more of them");
  const seconds = (performance.now() - begun) / 1000;
  const [cpuAfter, { wal, statements }] = [await meter.cpu(), await meter.ledger()];
  const { commits, dead } = await settledFigures(meter);
  const cpuMs = Object.fromEntries(
    Array.from(cpuAfter, ([name, used]) => [name, (1000 * (used - (cpuBefore.get(name) ?? 0))) / operations]),
  );
  return {
    opsPerSecond: operations / seconds,
    cpuMsPerOperation: Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0),
    cpuMs,
    commitsPerOperation: (commits - before.commits) / operations,
    statementsPerOperation: (statements - before.statements) / operations,
    walBytesPerOperation: (wal - before.wal) / operations,
    deadTuplesPerOperation: (dead - before.dead) / operations,
  };
}

/** For people. */
export const figures = (cost: Cost): string =>
  `${cost.opsPerSecond.toFixed(0).padStart(5)}/s · CPU ${cost.cpuMsPerOperation.toFixed(2)} ms ` +
  `(${Object.entries(cost.cpuMs)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(", ")}) · ` +
  `${cost.commitsPerOperation.toFixed(1)} commits, ${cost.statementsPerOperation.toFixed(1)} statements, ${cost.deadTuplesPerOperation.toFixed(1)} dead rows · ${(cost.walBytesPerOperation / 1000).toFixed(1)} kB WAL · load ${loadavg()[0]?.toFixed(1)}`;
