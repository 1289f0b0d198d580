// Operations of four phases that do nothing, through the real API and a real worker, on both queue backends, beside the same
// four steps written by plain SQL: pnpm bench operations [operations] [--json <file>]
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { cpuSecondsOf } from "./cpu-of.ts";
import { startProduct, type Backend, type Product } from "./start-product.ts";

const { values, positionals } = parseArgs({ options: { json: { type: "string" } }, allowPositionals: true });
const count = Number(positionals[0] ?? 2000);
/** Operations that a worker runs at once. */
const SLOTS = 16;
const env = {
  OPERATION_MODULES: new URL("./trivial-operations.ts", import.meta.url).href,
  WORKER_CPU_UNITS: String(SLOTS),
  WORKER_MEMORY_GB: "64",
};
const body = JSON.stringify({
  operationType: "Trivial",
  operationName: "Trivial",
  parameters: {},
  resourceAllocation: { cpuUnits: 1 },
});

/** What one operation cost, over all processes. */
interface Cost {
  readonly opsPerSecond: number;
  readonly cpuMsPerOperation: number;
  /** By process. */
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly commitsPerOperation: number;
  readonly walBytesPerOperation: number;
}

const post = async (product: Product): Promise<string> => {
  const response = await fetch(`${product.project}/async/operation`, {
    method: "POST",
    headers: { authorization: product.authorization, "content-type": "application/json" },
    body,
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { operationId: string }).operationId;
};

/** Runs `work` `times` times, at most `atOnce` at a time. */
async function repeat(times: number, atOnce: number, work: () => Promise<unknown>): Promise<void> {
  let left = times;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await work();
    }),
  );
}

interface Meter {
  (): Promise<{ readonly cpu: ReadonlyMap<string, number>; readonly commits: number; readonly wal: number }>;
}
const meterOf =
  (sql: pg.Pool, pids: ReadonlyMap<string, number>): Meter =>
  async () => {
    const { rows } = await sql.query<{ commits: number; wal: number }>(
      `SELECT (pg_stat_get_db_xact_commit((SELECT oid FROM pg_database WHERE datname = current_database())))::float8 AS commits,
       pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal`,
    );
    const cpu = new Map<string, number>();
    for (const [name, pid] of pids) cpu.set(name, await cpuSecondsOf([pid]));
    return { cpu, commits: rows[0]?.commits ?? 0, wal: rows[0]?.wal ?? 0 };
  };

/** What `work` cost, `operations` times over. @param seconds how long it took, where that isn't its own time */
async function costOf(meter: Meter, operations: number, work: () => Promise<number | void>): Promise<Cost> {
  const before = await meter();
  const begun = performance.now();
  const seconds = (await work()) ?? (performance.now() - begun) / 1000;
  // Postgres' figures arrive up to a second late.
  await delay(1100);
  const after = await meter();
  const cpuMs = Object.fromEntries(
    Array.from(after.cpu, ([name, used]) => [name, (1000 * (used - (before.cpu.get(name) ?? 0))) / operations]),
  );
  return {
    opsPerSecond: operations / seconds,
    cpuMsPerOperation: Object.values(cpuMs).reduce((sum, ms) => sum + ms, 0),
    cpuMs,
    commitsPerOperation: (after.commits - before.commits) / operations,
    walBytesPerOperation: (after.wal - before.wal) / operations,
  };
}

async function untilEnded(sql: pg.Pool, ids: readonly string[]): Promise<void> {
  for (;;) {
    const { rows } = await sql.query("SELECT FROM operations WHERE id = ANY ($1) AND ended_at IS NULL LIMIT 1", [ids]);
    if (rows.length === 0) return;
    await delay(5);
  }
}

/** Accepted before there is a worker, then run. */
async function drain(product: Product, sql: pg.Pool, meter: Meter): Promise<Cost> {
  await repeat(count, 32, async () => post(product));
  await sql.query("ANALYZE");
  return costOf(meter, count, async () => {
    await product.start("operations-worker");
    for (;;) {
      const { rows } = await sql.query<{ left: number; seconds: number }>(
        `SELECT count(*) FILTER (WHERE ended_at IS NULL)::int AS left,
           extract(epoch FROM max(ended_at) - min(started_at))::float8 AS seconds FROM operations`,
      );
      if (rows[0]?.left === 0) return rows[0].seconds;
      await delay(250);
    }
  });
}

/** Each accepted, run and seen to have ended before the next of its lane. */
async function endToEnd(product: Product, sql: pg.Pool, meter: Meter, inFlight: number) {
  const operations = inFlight === 1 ? 100 : count;
  const { rows } = await sql.query<{ since: string }>("SELECT clock_timestamp()::text AS since");
  const cost = await costOf(meter, operations, async () =>
    repeat(operations, inFlight, async () => untilEnded(sql, [await post(product)])),
  );
  const waits = await sql.query<{ started: number; p50: number; p99: number }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY 1000 * extract(epoch FROM started_at - created_at))::float8 AS started,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::float8 AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY ms)::float8 AS p99
     FROM operations, LATERAL (SELECT 1000 * extract(epoch FROM ended_at - created_at) AS ms) t WHERE created_at >= $1::timestamptz`,
    [rows[0]?.since],
  );
  return {
    inFlight,
    ...cost,
    msToStart: waits.rows[0]?.started,
    msToEndP50: waits.rows[0]?.p50,
    msToEndP99: waits.rows[0]?.p99,
  };
}

/** The floor: a row, four steps with their outputs and an end, each a transaction, by prepared statements on as many connections. */
async function plainSql(databaseUrl: string, meter: Meter): Promise<Cost> {
  const sql = new pg.Pool({ connectionString: databaseUrl, max: SLOTS });
  await sql.query("CREATE TABLE plain_runs (id text PRIMARY KEY, step integer NOT NULL, ended_at timestamptz)");
  await sql.query("CREATE TABLE plain_steps (id text, step integer, output jsonb, PRIMARY KEY (id, step))");
  const run = async (): Promise<void> => {
    const id = randomUUID();
    await sql.query({ name: "run", text: "INSERT INTO plain_runs VALUES ($1, 0)", values: [id] });
    for (let step = 1; step <= 4; step++)
      await sql.query({
        name: "step",
        text: `WITH s AS (INSERT INTO plain_steps VALUES ($1, $2, $3)) UPDATE plain_runs SET step = $2 WHERE id = $1`,
        values: [id, step, { number: step }],
      });
    await sql.query({ name: "end", text: "UPDATE plain_runs SET ended_at = now() WHERE id = $1", values: [id] });
  };
  const cost = await costOf(meter, count, async () => repeat(count, SLOTS, run));
  await sql.end();
  return cost;
}

const figures = (cost: Cost): string =>
  `${cost.opsPerSecond.toFixed(0).padStart(5)}/s · CPU ${cost.cpuMsPerOperation.toFixed(2)} ms ` +
  `(${Object.entries(cost.cpuMs)
    .map(([name, ms]) => `${name} ${ms.toFixed(2)}`)
    .join(", ")}) · ` +
  `${cost.commitsPerOperation.toFixed(1)} commits · ${(cost.walBytesPerOperation / 1000).toFixed(1)} kB WAL · load ${loadavg()[0]?.toFixed(1)}`;
const say = (line: string): unknown => process.stdout.write(`${line}\n`);

const results: Record<string, unknown> = {};
for (const backend of ["redis", "postgres"] as const satisfies readonly Backend[]) {
  const product = await startProduct(backend, env);
  if (product === null) {
    say("redis: this machine has no redis-server");
    continue;
  }
  const sql = new pg.Pool({ connectionString: product.databaseUrl, max: 64 });
  const meter = meterOf(sql, product.pids);
  const plain = await plainSql(product.databaseUrl, meter);
  say(`${backend}: plain SQL         ${figures(plain)}`);
  const drained = await drain(product, sql, meter);
  say(`${backend}: drain             ${figures(drained)}`);
  const runs = [];
  for (const inFlight of [1, 16, 64]) {
    const run = await endToEnd(product, sql, meter, inFlight);
    runs.push(run);
    say(
      `${backend}: ${String(inFlight).padStart(2)} in flight      ${figures(run)} · to start ${run.msToStart?.toFixed(1)} ms, to end p50 ${run.msToEndP50?.toFixed(1)}, p99 ${run.msToEndP99?.toFixed(1)} ms`,
    );
  }
  results[backend] = { plainSql: plain, drain: drained, endToEnd: runs };
  await sql.end();
  await product.stop();
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
