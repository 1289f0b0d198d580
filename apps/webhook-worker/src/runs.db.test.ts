import { createLogger } from "@longhaul/runtime";
import { startHttpReceiver, waitFor, type HttpReceiver } from "@longhaul/testing";
import { beforeEach, expect, it } from "vitest";
import { readConfig } from "./settings/config.ts";
import { startWorker } from "./start-worker.ts";
import { useWorker } from "./test/use-worker.ts";

const test = useWorker();
let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await startHttpReceiver();
});

/** Six events of one operation for a webhook whose lane is proven. */
async function sixEvents(): Promise<string> {
  const webhookId = await test.register(receiver.url, { events: ["operation.started", "operation.phase.completed"] });
  await test.db().query("INSERT INTO delivery_lanes (lane, window_size) VALUES ($1, 4)", [`webhook:${webhookId}`]);
  const { operationId } = await test.startOperation();
  for (let n = 0; n < 5; n++)
    await test.db().query(
      `WITH o AS (UPDATE operations SET event_seq = event_seq + 1 WHERE id = $1 RETURNING *)
       SELECT append_events(ARRAY[o.*::operations], ARRAY['operation.phase.completed']) FROM o`,
      [operationId],
    );
  return webhookId;
}
const deliveries = (webhookId: string) =>
  test.db().prisma.delivery.findMany({ where: { webhookId }, orderBy: { sequence: "asc" } });
const ended = (webhookId: string) =>
  waitFor(
    async () => {
      const found = await deliveries(webhookId);
      return found.every(({ status }) => status === "Delivered") && found;
    },
    { what: "all deliveries" },
  );
/** Sequences as they came. */
const came = (): number[] =>
  receiver.requests.map(({ body }) => (JSON.parse(body.toString("utf8")) as { readonly sequence: number }).sequence);
const STATES = ["Delivered", "InFlight", "Pending"] as const;

it("sends an operation's events one after another, each once", async () => {
  const webhookId = await sixEvents();
  await test.start();
  const found = await ended(webhookId);
  expect(came()).toEqual([2, 3, 4, 5, 6, 7]);
  expect(found.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1, 1]);
});

it("gives back what comes after one that fails, which is sent by a claim of its own", async () => {
  const webhookId = await sixEvents();
  receiver.answerNext({ kind: "respond", status: 200 }, { kind: "respond", status: 500 });
  await test.start();
  const found = await ended(webhookId);
  const first = [...new Set(came())];
  expect(first).toEqual([2, 3, 4, 5, 6, 7]);
  expect(came()).toHaveLength(7);
  expect(found.map(({ attempts }) => attempts)).toEqual([1, 2, 1, 1, 1, 1]);
  // Given back with a new epoch, which costs no attempt.
  expect(found[2]?.epoch).toBeGreaterThan(1);
});

it("ends a run early when it is told to stop, and leaves nothing in flight", async () => {
  const webhookId = await sixEvents();
  receiver.answerAll({ kind: "respond", status: 200, delayMs: 50 });
  const worker = await startWorker(readConfig(test.env()), createLogger({ service: "webhook-worker", level: "error" }));
  await receiver.waitForRequests(2);
  await worker.drain?.(30_000);
  await worker.stop();
  const left = Map.groupBy(await deliveries(webhookId), ({ status }) => status);
  const [delivered, inFlight, pending] = STATES.map((state) => left.get(state)?.length ?? 0);
  expect([inFlight, (delivered ?? 0) + (pending ?? 0)]).toEqual([0, 6]);
  expect(delivered).toBe(receiver.requests.length);
  expect(pending).toBeGreaterThan(0);
  await test.start();
  await ended(webhookId);
  expect(came()).toEqual([2, 3, 4, 5, 6, 7]);
});

it("fails what is left of a run whose webhook is disabled by an answer", async () => {
  const webhookId = await sixEvents();
  receiver.answerNext({ kind: "respond", status: 200 }, { kind: "respond", status: 410 });
  await test.start();
  const states = await waitFor(
    async () => {
      const found = (await deliveries(webhookId)).map(({ status }) => status);
      return found.every((status) => status === "Delivered" || status === "Failed") && found;
    },
    { what: "the end of all" },
  );
  expect(states).toEqual(["Delivered", "Failed", "Failed", "Failed", "Failed", "Failed"]);
  expect(came()).toEqual([2, 3]);
});
