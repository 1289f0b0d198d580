// How much dead endpoints slow down the healthy ones: pnpm exec node apps/webhook-worker/bench/fairness.ts <url of a scratch database> [seconds] [got|undici]
// A steady stream of events to healthy endpoints, then the same stream with dead ones (they never answer) beside it.
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@longhaul/runtime";
import { readConfig } from "../src/settings/config.ts";
import { startWorker } from "../src/start-worker.ts";
import { openLedger, quantile, startReceiver, workerEnv } from "./bench-parts.ts";

const [databaseUrl, secondsText = "10", client = "got"] = process.argv.slice(2);
if (databaseUrl === undefined) throw new Error("name a scratch database");
const ROUND_MS = 25;
/** Lanes and connections open in this time; it isn't measured. */
const WARM_UP_MS = 2000;
const rounds = (WARM_UP_MS + Number(secondsText) * 1000) / ROUND_MS;
/** Events a second, and the share that goes to dead endpoints. */
const PER_SECOND = 400;
const DEAD_SHARE = 0.1;

const ledger = await openLedger(databaseUrl);
const receiver = await startReceiver();

interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly sent: number;
  readonly arrived: number;
}

async function run(healthyCount: number, deadCount: number): Promise<Latencies> {
  await ledger.clear();
  // Each its own origin.
  const url = (n: number, path: string): string => `http://127.0.1.${n + 1}:${receiver.port}${path}`;
  const healthy = await ledger.addWebhooks(Array.from({ length: healthyCount }, (_, n) => url(n, `/ok/${n}`)));
  const dead = await ledger.addWebhooks(
    Array.from({ length: deadCount }, (_, n) => url(healthyCount + n, `/dead/${n}`)),
  );
  await receiver.take();
  const config = readConfig(workerEnv(databaseUrl ?? "", { WEBHOOK_SENDER: client }));
  const worker = await startWorker(config, createLogger({ service: "bench", level: "warn" }));

  let n = 0;
  let sent = 0;
  const began = performance.now();
  const beganAtMs = Date.now();
  for (let round = 1; round <= rounds; round++) {
    const targets: string[] = [];
    for (let i = 0; i < (PER_SECOND * ROUND_MS) / 1000; i++) {
      const toDead = n % (1 / DEAD_SHARE) === 0;
      const list = toDead ? dead : healthy;
      const target = list[n % (list.length || 1)];
      if (target !== undefined) targets.push(target);
      if (!toDead) sent++;
      n++;
    }
    await ledger.addEvents(targets, targets.length);
    await sleep(Math.max(0, began + round * ROUND_MS - performance.now()));
  }
  const arrivals = [...(await receiver.take())];
  const healthyArrivals = (): number => arrivals.filter(({ path }) => path.startsWith("/ok")).length;
  for (let wait = 0; healthyArrivals() < sent && wait < 100; wait++) {
    await sleep(100);
    arrivals.push(...(await receiver.take()));
  }
  await worker.drain?.(30_000);
  await worker.stop();

  const ok = arrivals.filter(({ path }) => path.startsWith("/ok"));
  const { rows } = await ledger.db.query<{ id: string; ms: number }>(
    "SELECT id, extract(epoch FROM created_at)::float8 * 1000 AS ms FROM events WHERE id = ANY ($1)",
    [ok.map(({ eventId }) => eventId)],
  );
  const createdMs = new Map(rows.map(({ id, ms }) => [id, ms]));
  const latencies = ok
    .map(({ eventId, atMs }) => ({ atMs, createdMs: createdMs.get(eventId) ?? 0 }))
    .filter((arrival) => arrival.createdMs >= beganAtMs + WARM_UP_MS)
    .map((arrival) => arrival.atMs - arrival.createdMs);
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), sent, arrived: ok.length };
}

console.log(`${PER_SECOND} events/s for ${secondsText} s, sent with ${client}`);
for (const [healthy, dead] of [
  [100, 0],
  [99, 1],
  [100, 20],
] as const) {
  const { p50, p99, sent, arrived } = await run(healthy, dead);
  console.log(
    `${healthy} healthy, ${dead} dead: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${arrived} of ${sent} arrived, load ${loadavg()[0]?.toFixed(2)}`,
  );
}
receiver.stop();
await ledger.db.close();
