import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { Product, ProductTenant } from "../start-product.ts";
import { count, OPEN, post, postMany, quantile, splitTenant, waitOf } from "./tenants.ts";

type Say = (line: string) => unknown;

/** How many projects and keys a tenant may try to split its flood over. */
const PARTS = 50;
/** How much smaller a flood of slow operations is. */
const SLOWER = 20;
/** Between single operations beside it: who asks for more than a fair part waits as others do. */
const SLOW_PAUSE_MS = 500;

async function waitsOf(tenant: ProductTenant, sql: pg.Pool, times: number, pauseMs = 0): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    await delay(pauseMs);
    waits.push(await waitOf(sql, await post(tenant)));
  }
  return waits.toSorted((a, b) => a - b);
}

const summary = (sorted: readonly number[]): string =>
  `p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p95 ${quantile(sorted, 0.95).toFixed(1)} ms`;

/**
 * A tenant's single operations, alone, beside another one's flood, and beside one that is split over projects and keys.
 * Each flood is compared with what the same operations wait when idle just before and just after it.
 */
export async function measureWaits(
  product: Product,
  sql: pg.Pool,
  { flood, singles }: { readonly flood: number; readonly singles: number },
  say: Say,
): Promise<void> {
  const b = await product.newTenant();
  await waitsOf(b, sql, 10);
  const idle = async (): Promise<number[]> => {
    const waits = await waitsOf(b, sql, singles);
    say(`wait of single operations, idle: ${summary(waits)}`);
    return waits;
  };
  let before = await idle();
  const floods = [
    { name: "a flood", ways: [product] },
    { name: `a flood from ${PARTS} projects with ${PARTS} keys`, ways: await splitTenant(product, PARTS) },
    { name: "a flood of operations that wait for something", ways: [product], operationType: "Slow" },
  ];
  for (const { name, ways, operationType } of floods) {
    await postMany(ways, operationType === undefined ? flood : flood / SLOWER, operationType);
    const queued = await count(sql, OPEN);
    const beside = await (operationType === undefined
      ? waitsOf(b, sql, singles)
      : waitsOf(b, sql, singles / SLOWER, SLOW_PAUSE_MS));
    say(`wait beside ${name} (${queued} to ${await count(sql, OPEN)} waiting): ${summary(beside)}`);
    await untilDone(sql);
    const after = await idle();
    const around = [...before, ...after].toSorted((x, y) => x - y);
    say(`  p95 / idle: ${(quantile(beside, 0.95) / quantile(around, 0.95)).toFixed(2)}`);
    before = after;
  }
}

async function untilDone(sql: pg.Pool): Promise<void> {
  while ((await count(sql, OPEN)) > 0) await delay(50);
}

/** Operations a second while a backlog is worked off, once all in the queue from the first, in one tenant's order, once admitted as the ledger says. */
export async function measureThroughput(product: Product, sql: pg.Pool, flood: number, say: Say): Promise<void> {
  const drained = async (): Promise<number> => {
    const accepted = await count(sql, "true");
    await postMany([product], flood);
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
