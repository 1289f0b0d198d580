import { setTimeout as delay } from "node:timers/promises";
import { AGEING_SEC } from "@longhaul/domain";
import type pg from "pg";
import type { Product } from "../start-product.ts";
import { count, OPEN, post, waitOf } from "./tenants.ts";

/** Operations of high priority that wait at any time. */
const BACKLOG = 200;

/** A round of the reconciler, and the end of what runs. */
const ROUND_SEC = 5;

/**
 * Holds a flood of high priority for some minutes, and has an operation of each lower one wait at any time: how long each
 * waits until it starts. @throws when one waits longer than its priority may
 */
export async function measureAgeing(
  product: Product,
  sql: pg.Pool,
  minutes: number,
  say: (line: string) => unknown,
): Promise<void> {
  const endAt = performance.now() + minutes * 60_000;
  const isOver = (): boolean => performance.now() > endAt;
  const flood = { operationType: "Slow", priority: "High" };
  const high = `priority = 'High' AND ${OPEN}`;
  let posted = 0;
  const keepFull = async (): Promise<void> => {
    while (!isOver()) {
      for (let missing = BACKLOG - (await count(sql, high)); missing > 0; missing--, posted++)
        await post(product, flood);
      await delay(500);
    }
  };
  const keepWaiting = async (priority: "Normal" | "Low"): Promise<number[]> => {
    const waits: number[] = [];
    while (!isOver()) {
      const started = waitOf(sql, await post(product, { operationType: "Slow", priority }), 500);
      const ms = await Promise.race([started, delay(endAt - performance.now(), null)]);
      if (ms === null) break;
      waits.push(ms / 1000);
      say(`  ${priority}: started after ${(ms / 1000).toFixed(1)} s, at most ${AGEING_SEC[priority]} s`);
    }
    return waits;
  };
  const filling = keepFull();
  while ((await count(sql, high)) < BACKLOG / 2) await delay(50);
  const [normal, low] = await Promise.all([keepWaiting("Normal"), keepWaiting("Low")]);
  await filling;
  say(
    `${posted} of high priority were posted in ${minutes} minutes; ${normal.length} of Normal and ${low.length} of Low started`,
  );
  const late = [
    ...normal.filter((sec) => sec > AGEING_SEC.Normal + ROUND_SEC),
    ...low.filter((sec) => sec > AGEING_SEC.Low + ROUND_SEC),
  ];
  if (late.length > 0) throw new Error(`${late.length} waited longer than their priority may`);
}
