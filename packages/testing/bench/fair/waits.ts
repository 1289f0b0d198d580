import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { Product, ProductTenant } from "../start-product.ts";
import { count, OPEN, post, postMany, quantile, splitTenant, waitOf } from "./tenants.ts";

type Say = (line: string) => unknown;

/** How many projects and keys a tenant may try to split its flood over. */
const PARTS = 50;
/** How much smaller a flood of slow operations is. */
const SLOWER = 20;
/**
 * Beside it, so many tenants send their single operations in turns, one every pause. A tenant whose operations of the last second were
 * estimated at more than its fair part, as those of the one that has just sent many, waits as others do.
 */
const SLOW_TENANTS = 5;
const SLOW_PAUSE_MS = 200;
/** Samples beside it. */
const SLOW_SINGLES = 100;

/** Of the slow flood, more than any worker runs at once. */
const SLOW_LEFT = 40;

interface Singles {
  readonly times: number;
  readonly pauseMs?: number;
  /** No more are sent when fewer of the flood are left: they would find a place. */
  readonly whileOpen?: number;
}

/** What single operations wait, one after another, of these tenants in turns. */
async function waitsOf(
  tenants: readonly ProductTenant[],
  sql: pg.Pool,
  { times, pauseMs = 0, whileOpen }: Singles,
): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 0; i < times; i++) {
    const tenant = tenants[i % tenants.length];
    if (tenant === undefined || (whileOpen !== undefined && (await count(sql, OPEN)) < whileOpen)) break;
    await delay(pauseMs);
    waits.push(await waitOf(sql, await post(tenant)));
  }
  return waits.toSorted((a, b) => a - b);
}

const summary = (sorted: readonly number[]): string =>
  `p50 ${quantile(sorted, 0.5).toFixed(1)} ms, p95 ${quantile(sorted, 0.95).toFixed(1)} ms, longest ${(sorted.at(-1) ?? NaN).toFixed(1)} ms of ${sorted.length}`;

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
  const several: ProductTenant[] = [];
  while (several.length < SLOW_TENANTS) several.push(await product.newTenant());
  await waitsOf([b, ...several], sql, { times: 2 * (1 + SLOW_TENANTS) });
  const idle = async (): Promise<number[]> => {
    const waits = await waitsOf([b], sql, { times: singles });
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
      ? waitsOf([b], sql, { times: singles })
      : waitsOf(several, sql, { times: SLOW_SINGLES, pauseMs: SLOW_PAUSE_MS, whileOpen: SLOW_LEFT }));
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
