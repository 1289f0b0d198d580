// Operations of four phases that do nothing, through the real API and a real worker, on both queue backends, beside the same
// four steps written by plain SQL: pnpm bench operations [operations] [--backend redis] [--parts plain,drain,1,64] [--json <file>]
import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { usageOf } from "./usage-of.ts";
import { findOnPath } from "../src/find-on-path.ts";
import { startProduct, type Backend, type Product } from "./start-product.ts";

const { values, positionals } = parseArgs({
  options: {
    json: { type: "string" },
    backend: { type: "string" },
    parts: { type: "string", default: "plain,drain,1,16,64" },
  },
  allowPositionals: true,
});
const count = Number(positionals[0] ?? 2000);
const parts = new Set(values.parts.split(","));
/** Operations that are under way at once, end to end. */
const inFlights = [1, 8, 16, 64, 512].filter((inFlight) => parts.has(String(inFlight)));
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
  cpu(): Promise<ReadonlyMap<string, number>>;
  ledger(): Promise<{ readonly commits: number; readonly wal: number }>;
}
const meterOf = (sql: pg.Pool, pids: ReadonlyMap<string, number>): Meter => ({
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
async function costOf(meter: Meter, work: () => Promise<number>): Promise<Cost> {
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

/** Waits until no more than `left` operations are to end. @returns how many are left */
async function untilLeft(sql: pg.Pool, left: number): Promise<number> {
  for (;;) {
    const { rows } = await sql.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM operations WHERE status IN ('Initiated', 'Running')",
    );
    const n = rows[0]?.n ?? 0;
    if (n <= left) return n;
    await delay(100);
  }
}

/** Accepted before there is a worker, then run. The first fifth warms the worker up. */
async function drain(product: Product, sql: pg.Pool, meter: Meter): Promise<Cost> {
  await repeat(count, 32, async () => post(product));
  await sql.query("ANALYZE");
  await product.start("operations-worker");
  const left = await untilLeft(sql, 0.8 * count);
  return costOf(meter, async () => left - (await untilLeft(sql, 0)));
}

/** Each accepted, run and seen to have ended before the next of its lane. */
async function endToEnd(product: Product, sql: pg.Pool, meter: Meter, inFlight: number) {
  const operations = inFlight === 1 ? Math.min(100, count) : count;
  const { rows } = await sql.query<{ since: string }>("SELECT clock_timestamp()::text AS since");
  const waiting = new Map<string, () => void>();
  let isOver = false;
  const poll = async (): Promise<void> => {
    while (!isOver) {
      const ended = await sql.query<{ id: string }>(
        "SELECT id FROM operations WHERE id = ANY ($1) AND ended_at IS NOT NULL",
        [[...waiting.keys()]],
      );
      for (const { id } of ended.rows) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
      await delay(5);
    }
  };
  const polling = poll();
  const cost = await costOf(meter, async () => {
    await repeat(operations, inFlight, async () => {
      const id = await post(product);
      await new Promise<void>((resolve) => {
        waiting.set(id, resolve);
      });
    });
    isOver = true;
    return operations;
  });
  await polling;
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
  const cost = await costOf(meter, async () => {
    await repeat(count, SLOTS, run);
    return count;
  });
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
  if (values.backend !== undefined && values.backend !== backend) continue;
  if (backend === "redis" && findOnPath("redis-server") === null) {
    say("redis: this machine has no redis-server");
    continue;
  }
  const product = await startProduct(backend, env);
  const sql = new pg.Pool({ connectionString: product.databaseUrl, max: 64 });
  const meter = meterOf(sql, product.pids);
  const plain = parts.has("plain") ? await plainSql(product.databaseUrl, meter) : null;
  if (plain !== null) say(`${backend}: plain SQL         ${figures(plain)}`);
  const drained = parts.has("drain") ? await drain(product, sql, meter) : null;
  if (drained !== null) say(`${backend}: drain             ${figures(drained)}`);
  else await product.start("operations-worker");
  const runs = [];
  for (const inFlight of inFlights) {
    const run = await endToEnd(product, sql, meter, inFlight);
    runs.push(run);
    say(
      `${backend}: ${String(inFlight).padStart(3)} in flight     ${figures(run)} · to start ${run.msToStart?.toFixed(1)} ms, to end p50 ${run.msToEndP50?.toFixed(1)}, p99 ${run.msToEndP99?.toFixed(1)} ms`,
    );
  }
  results[backend] = { plainSql: plain, drain: drained, endToEnd: runs };
  await sql.end();
  await product.stop();
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
