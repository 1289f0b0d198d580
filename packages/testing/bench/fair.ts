// What the fair order costs and what it gives: pnpm bench fair [--rows 1000000] [--tenants 10000] [--flood 2000] [--singles 40]
//   [--parts ledger,flood,throughput] [--backend redis|postgres]
import { loadavg } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import pg from "pg";
import { measureLedger } from "./fair-ledger.ts";
import { startProduct, type Product, type ProductTenant } from "./start-product.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    tenants: { type: "string", default: "10000" },
    flood: { type: "string", default: "2000" },
    singles: { type: "string", default: "40" },
    parts: { type: "string", default: "ledger,flood,throughput" },
    backend: { type: "string", default: "redis" },
  },
});
const parts = new Set(values.parts.split(","));
const say = (line: string): unknown => process.stdout.write(`${line} · load ${loadavg()[0]?.toFixed(1)}\n`);

/** Operations that the worker runs at once. */
const SLOTS = 8;
const env = {
  OPERATION_MODULES: new URL("./trivial-operations.ts", import.meta.url).href,
  WORKER_CPU_UNITS: String(SLOTS),
  WORKER_MEMORY_GB: "64",
};
const body = JSON.stringify({ operationType: "Trivial", operationName: "Trivial", parameters: {} });

async function post({ project, authorization }: ProductTenant): Promise<string> {
  const response = await fetch(`${project}/async/operation`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body,
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { operationId: string }).operationId;
}

async function postMany(tenant: ProductTenant, operations: number): Promise<void> {
  let left = operations;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (left-- > 0) await post(tenant);
    }),
  );
}

async function count(sql: pg.Pool, condition: string): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(`SELECT count(*)::int AS n FROM operations WHERE ${condition}`);
  return rows[0]?.n ?? 0;
}
const OPEN = "status IN ('Initiated', 'Running')";

/** Milliseconds from acceptance to start of single operations, one after another. */
async function waitsOf(tenant: ProductTenant, sql: pg.Pool, times: number): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    const id = await post(tenant);
    for (;;) {
      const { rows } = await sql.query<{ ms: number | null }>(
        "SELECT (1000 * extract(epoch FROM started_at - created_at))::float8 AS ms FROM operations WHERE id = $1",
        [id],
      );
      const ms = rows[0]?.ms ?? null;
      if (ms !== null) {
        waits.push(ms);
        break;
      }
      await delay(2);
    }
  }
  return waits.toSorted((a, b) => a - b);
}
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
const waits = (sorted: readonly number[]): string =>
  `p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p95 ${quantile(sorted, 0.95).toFixed(1)} ms`;

/** A tenant's single operations, alone and beside another one's flood. */
async function flood(product: Product, sql: pg.Pool): Promise<void> {
  const [a, b] = [product, await product.newTenant()];
  await waitsOf(b, sql, 10);
  const idle = await waitsOf(b, sql, Number(values.singles));
  say(`wait of single operations, idle: ${waits(idle)}`);
  await postMany(a, Number(values.flood));
  const queued = await count(sql, OPEN);
  const beside = await waitsOf(b, sql, Number(values.singles));
  const left = await count(sql, OPEN);
  say(`wait beside a flood (${queued} to ${left} waiting): ${waits(beside)}`);
  say(`p95 beside the flood / idle: ${(quantile(beside, 0.95) / quantile(idle, 0.95)).toFixed(2)}`);
  await untilDone(sql);
}

async function untilDone(sql: pg.Pool): Promise<void> {
  while ((await count(sql, OPEN)) > 0) await delay(50);
}

/** Operations a second while a backlog is worked off, once all in the queue from the first, in one tenant's order, once admitted as the ledger says. */
async function throughput(product: Product, sql: pg.Pool): Promise<void> {
  const operations = Number(values.flood);
  const drained = async (): Promise<number> => {
    const accepted = await count(sql, "true");
    await postMany(product, operations);
    const begun = performance.now();
    const before = (await count(sql, "true")) - accepted;
    const open = await count(sql, OPEN);
    await untilDone(sql);
    say(`  ${open} of ${before} were left when all were accepted`);
    return (1000 * open) / (performance.now() - begun);
  };
  const keepOpen = setInterval(() => void sql.query("UPDATE fair_classes SET admit_until = 'infinity'"), 20);
  const unfair = await drained();
  clearInterval(keepOpen);
  const fair = await drained();
  say(
    `throughput: ${fair.toFixed(0)}/s by the window, ${unfair.toFixed(0)}/s with all in the queue: ${(fair / unfair).toFixed(2)}`,
  );
}

if (parts.has("ledger")) await measureLedger({ rows: Number(values.rows), tenants: Number(values.tenants) }, say);
if (parts.has("flood") || parts.has("throughput")) {
  const product = await startProduct(values.backend === "postgres" ? "postgres" : "redis", env);
  const sql = new pg.Pool({ connectionString: product.databaseUrl, max: 4 });
  await product.start("operations-worker");
  if (parts.has("flood")) await flood(product, sql);
  if (parts.has("throughput")) await throughput(product, sql);
  await sql.end();
  await product.stop();
}
