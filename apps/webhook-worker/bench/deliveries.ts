// Compares throughput and CPU of the webhook worker with raw got and raw undici, through the same guard to the same receiver.
// Runs are interleaved: pnpm exec node apps/webhook-worker/bench/deliveries.ts <url of a scratch database> [deliveries] [repetitions]
import { loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@longhaul/runtime";
import { readConfig } from "../src/settings/config.ts";
import { createSender } from "../src/sending/create-sender.ts";
import { startWorker } from "../src/start-worker.ts";
import { median, openLedger, startReceiver, workerEnv } from "./bench-parts.ts";

const [databaseUrl, countText = "20000", repetitionsText = "5"] = process.argv.slice(2);
if (databaseUrl === undefined) throw new Error("name a scratch database");
const count = Number(countText);
const CONCURRENCY = 50;
const DESTINATIONS = 50;
const clients = ["got", "undici"] as const;

const ledger = await openLedger(databaseUrl);
const receiver = await startReceiver();
// Each URL is its own origin, so that lanes and caps per origin don't limit the result.
const urls = Array.from({ length: DESTINATIONS }, (_, n) => `http://127.0.0.${n + 1}:${receiver.port}/hook`);
const body = JSON.stringify({ text: "a progress report of a kilobyte ".repeat(30) });

interface Run {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

async function measure(work: () => Promise<void>): Promise<Run> {
  const before = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const used = process.cpuUsage(cpu);
  const seconds = (performance.now() - before) / 1000;
  return { perSecond: count / seconds, cpuMicros: (used.user + used.system) / count };
}

async function runRaw(client: (typeof clients)[number]): Promise<Run> {
  const config = readConfig(workerEnv(databaseUrl ?? "", { WEBHOOK_SENDER: client }));
  const sender = createSender(config.sending, config.delivery);
  const run = await measure(async () => {
    let next = 0;
    const one = async (): Promise<void> => {
      while (next < count) {
        const url = urls[next++ % urls.length] ?? "";
        const sent = await sender.send({ url, body, headers: { "content-type": "application/json" }, share: "a" });
        if (sent.outcome !== "answered" || sent.statusCode !== 200) throw new Error(JSON.stringify(sent));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, one));
  });
  await sender.close();
  return run;
}

async function runWorker(client: (typeof clients)[number]): Promise<Run> {
  await ledger.clear();
  await ledger.addEvents(await ledger.addWebhooks(urls), count);
  await ledger.db.query("VACUUM ANALYZE deliveries, events, webhooks, delivery_attempts");
  await receiver.take();
  const config = readConfig(workerEnv(databaseUrl ?? "", { WEBHOOK_SENDER: client }));
  const run = await measure(async () => {
    const worker = await startWorker(config, createLogger({ service: "bench", level: "warn" }));
    while ((await receiver.count()) < count) await sleep(20);
    await worker.drain?.(30_000);
    await worker.stop();
  });
  const left = await ledger.unfinished();
  if (left !== 0) throw new Error(`${left} deliveries are left`);
  return run;
}

const runs = new Map<string, Run[]>();
for (let repetition = 0; repetition < Number(repetitionsText); repetition++) {
  for (const client of clients) {
    runs.set(`raw ${client}`, [...(runs.get(`raw ${client}`) ?? []), await runRaw(client)]);
    runs.set(`worker on ${client}`, [...(runs.get(`worker on ${client}`) ?? []), await runWorker(client)]);
  }
}
console.log(`${count} deliveries of 1 KB, ${repetitionsText} repetitions, load ${loadavg()[0]?.toFixed(2)}`);
const rate = (name: string): number => median((runs.get(name) ?? []).map((run) => run.perSecond));
for (const [name, list] of runs) {
  const cpu = median(list.map((run) => run.cpuMicros));
  const ratio = rate(name) / rate("raw got");
  console.log(
    `${name.padEnd(17)} ${rate(name).toFixed(0).padStart(6)}/s  ${cpu.toFixed(0).padStart(5)} µs CPU each  ${ratio.toFixed(2)} × raw got`,
  );
}
receiver.stop();
await ledger.db.close();
