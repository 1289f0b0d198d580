import { startHttpReceiver, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useWorker } from "./test/use-worker.ts";

const test = useWorker();

const ENDPOINTS = 20;
const ROUNDS = 40;
const EACH_ROUND = 5;

/** Sends a stream of events to many endpoints, waits until those of the healthy have arrived and returns their number. */
async function stream(paths: readonly string[], receiverUrl: string, dead: readonly string[]): Promise<number> {
  const ids = await Promise.all(paths.map((path) => test.register(`${receiverUrl}${path}`)));
  let next = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const targets: string[] = [];
    for (let n = 0; n < EACH_ROUND; n++) {
      // Every tenth event goes to a dead endpoint, if there is one.
      const deadOne = dead[next % (dead.length || 1)];
      const healthy = ids[dead.length + (next % (ids.length - dead.length))];
      targets.push((next % 10 === 0 && deadOne !== undefined ? ids[paths.indexOf(deadOne)] : healthy) ?? "");
      next++;
    }
    await test.db().query(
      `WITH w AS (
         SELECT w.*, 'evt-' || gen_random_uuid() AS event_id FROM unnest($1::text[]) AS t (id) JOIN webhooks w ON w.id = t.id
       ), e AS (
         INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
         SELECT event_id, tenant_id, project_id, 1, 'webhook.test', '{}' FROM w RETURNING id, position
       ), d AS (
         INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, url, event_type, sequence, max_attempts)
         SELECT 'dlv-' || gen_random_uuid(), e.position, w.tenant_id, w.project_id, 'webhook:' || w.id, w.id, w.url, 'webhook.test', 1, 1
         FROM w JOIN e ON e.id = w.event_id
       )
       SELECT count(*) FROM e`,
      [targets],
    );
  }
  const healthyIds = ids.slice(dead.length);
  await waitFor(
    async () =>
      (await test.db().prisma.delivery.count({
        where: { webhookId: { in: healthyIds }, status: { not: "Delivered" } },
      })) === 0,
    { what: "all deliveries to the healthy" },
  );
  return test.db().prisma.delivery.count({ where: { webhookId: { in: healthyIds } } });
}

it("delivers to all others while a dead endpoint with a tenth of the traffic doesn't answer", async () => {
  const receiver = await startHttpReceiver();
  receiver.answerAll(({ path }) => (path.startsWith("/dead") ? { kind: "hang" } : { kind: "respond", status: 200 }));
  await test.start({ WEBHOOK_TIMEOUT: "1h", WEBHOOK_CONCURRENCY: "20", WEBHOOK_BREAKER_FAILURES: "5" });
  const healthy = Array.from({ length: ENDPOINTS - 1 }, (_, n) => `/healthy/${n}`);
  // Its attempts take an hour: had they the worker's room, the others would wait for them.
  expect(await stream(["/dead", ...healthy], receiver.url, ["/dead"])).toBe(ROUNDS * EACH_ROUND * 0.9);
  expect(receiver.requests.filter(({ path }) => path === "/dead").length).toBeLessThanOrEqual(4);
  await receiver.close(); // ends its attempts, which the worker's drain waits for
});

it("reports the backlog, the attempts by class and the breakers as metrics", async () => {
  const receiver = await startHttpReceiver();
  receiver.answerAll(({ path }) => ({ kind: "respond", status: path === "/bad" ? 500 : 200 }));
  const healthPort = await test.start({ WEBHOOK_BREAKER_FAILURES: "1", WEBHOOK_BREAKER_OPEN: "1h" });
  const bad = await test.register(`${receiver.url}/bad`, {
    retryPolicy: { maxRetries: 5, retryDelay: 0, backoffMultiplier: 1, maxDelay: 1 },
  });
  const good = await test.register(`${receiver.url}/good`);
  await test.startOperation();
  await test.ended(good);
  await receiver.waitForRequests(2);
  await waitFor(async () => (await test.deliveries(bad))[0]?.attemptsMade === 1, { what: "the failed attempt" });
  const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text();
  const value = (name: string): number =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`longhaul_${name} `))
        ?.split(" ")[1],
    );
  expect(value('webhook_attempts_total{class="delivered"}')).toBe(1);
  expect(value('webhook_attempts_total{class="server_error"}')).toBe(1);
  expect(value('webhook_deliveries{state="pending"}')).toBe(1);
  expect(value('webhook_deliveries{state="in_flight"}')).toBe(0);
  expect(value("webhook_lanes_with_pending")).toBe(1);
  expect(value("webhook_lane_depth_max")).toBe(1);
  expect(value("webhook_oldest_due_seconds")).toBeGreaterThan(0);
  expect(value('webhook_breakers{state="open"}')).toBe(1);
  expect(value('webhook_breakers{state="closed"}')).toBe(1);
});
