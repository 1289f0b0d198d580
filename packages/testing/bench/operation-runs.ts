import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { costOf, settledFigures, type Cost, type Meter } from "./operation-cost.ts";
import type { Product } from "./start-product.ts";

/** What is run, and by which means it is measured. */
export interface Bench {
  readonly product: Product;
  readonly sql: pg.Pool;
  readonly meter: Meter;
  /** Operations of a run. */
  readonly count: number;
}

/** Operations that a worker runs at once. */
export const SLOTS = 16;

const post = async (product: Product, operationType: string): Promise<string> => {
  const response = await fetch(`${product.project}/async/operation`, {
    method: "POST",
    headers: { authorization: product.authorization, "content-type": "application/json" },
    body: JSON.stringify({ operationType, operationName: operationType, parameters: {} }),
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

/** How many operations are to end. */
async function countLeft(sql: pg.Pool): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM operations WHERE status IN ('Initiated', 'Running')",
  );
  return rows[0]?.n ?? 0;
}

/** Waits until no operation is to end. */
async function untilNoneLeft(sql: pg.Pool): Promise<void> {
  for (;;) {
    const { rowCount } = await sql.query(
      "SELECT FROM operations WHERE status IN ('Initiated', 'Running') AND timeout_at IS NOT NULL LIMIT 1",
    );
    if (rowCount === 0) return;
    await delay(100);
  }
}

/** Accepted before there is a worker, then run. The first fifth warms the worker up. */
export async function drain({ product, sql, meter, count }: Bench): Promise<Cost> {
  await repeat(count, 32, async () => post(product, "Trivial"));
  await sql.query("ANALYZE");
  const before = await settledFigures(meter);
  await product.start("operations-worker");
  while ((await countLeft(sql)) > 0.8 * count) await delay(100);
  const cost = await costOf(meter, async () => {
    // Counted once the meters are read: what ends before that isn't part of the cost.
    const left = await countLeft(sql);
    await untilNoneLeft(sql);
    return left;
  });
  // Busy connections tell of their transactions late: these are of all operations, with those that warmed the worker up.
  const after = await meter.ledger();
  return {
    ...cost,
    commitsPerOperation: (after.commits - before.commits) / count,
    deadTuplesPerOperation: (after.dead - before.dead) / count,
  };
}

export interface EndToEndOptions {
  readonly operationType?: string;
  /** Resolves when what the operations left to do is done, too. */
  readonly settled?: () => Promise<void>;
}

/** Each accepted, run and seen to have ended before the next of its lane. */
export async function endToEnd(
  { product, sql, meter, count }: Bench,
  inFlight: number,
  { operationType = "Trivial", settled = async () => Promise.resolve() }: EndToEndOptions = {},
) {
  const operations = inFlight === 1 ? Math.min(100, count) : count;
  const { rows } = await sql.query<{ since: string }>("SELECT clock_timestamp()::text AS since");
  const waiting = new Map<string, () => void>();
  let isOver = false;
  const poll = async (): Promise<void> => {
    while (!isOver) {
      // Prepared, so that the benchmark takes as little from the product as it can.
      const ended = await sql.query<{ id: string }>({
        name: "ended",
        text: "SELECT id FROM operations WHERE id = ANY ($1) AND ended_at IS NOT NULL",
        values: [[...waiting.keys()]],
      });
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
      const id = await post(product, operationType);
      await new Promise<void>((resolve) => {
        waiting.set(id, resolve);
      });
    });
    isOver = true;
    await settled();
    return operations;
  });
  await polling;
  return { inFlight, ...cost, ...(await waitsSince(sql, rows[0]?.since ?? "")) };
}

/** Milliseconds from an operation's acceptance on. */
export interface Waits {
  readonly msToFirstPhaseP50: number;
  readonly msToFirstPhaseP99: number;
  readonly msToEndP50: number;
  readonly msToEndP99: number;
}

async function waitsSince(sql: pg.Pool, since: string): Promise<Waits> {
  const { rows } = await sql.query<Waits>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t.begun)::float8 AS "msToFirstPhaseP50",
       percentile_cont(0.99) WITHIN GROUP (ORDER BY t.begun)::float8 AS "msToFirstPhaseP99",
       percentile_cont(0.5) WITHIN GROUP (ORDER BY t.ended)::float8 AS "msToEndP50",
       percentile_cont(0.99) WITHIN GROUP (ORDER BY t.ended)::float8 AS "msToEndP99"
     FROM operations o JOIN phases p ON p.operation_id = o.id AND p.idx = 0, LATERAL (
       SELECT 1000 * extract(epoch FROM p.started_at - o.created_at) AS begun,
         1000 * extract(epoch FROM o.ended_at - o.created_at) AS ended) t
     WHERE o.created_at >= $1::timestamptz`,
    [since],
  );
  const [waits] = rows;
  if (waits === undefined) throw new Error("no operation has ended");
  return waits;
}

/** The floor: a row, four steps with their outputs and an end, each a transaction, by prepared statements on as many connections. */
export async function plainSql({ product: { databaseUrl }, meter, count }: Bench): Promise<Cost> {
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
