import { randomUUID } from "node:crypto";
import { endLeases, spawnApp, startHttpReceiver, waitFor, type SpawnedApp } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useWorker } from "./test/use-worker.ts";

/** `LONGHAUL_CHAOS=full` makes it many. */
const DELIVERIES = process.env["LONGHAUL_CHAOS"] === "full" ? 10_000 : 1200;
const EVENTS_EACH = 10;
const WEBHOOKS = 2;
const OPERATIONS = Math.ceil(DELIVERIES / EVENTS_EACH / WEBHOOKS);
const KILLS = 3;
const CONCURRENCY = 16;
/** The sequence of an operation's first event here; 1 is its creation. */
const FIRST_SEQUENCE = 2;

const test = useWorker();

it(`loses none of ${DELIVERIES} deliveries to workers that are killed, and keeps their order`, async () => {
  const receiver = await startHttpReceiver();
  receiver.answerAll({ kind: "respond", status: 200, delayMs: 5 });
  const webhookIds: string[] = [];
  for (let n = 0; n < WEBHOOKS; n++) {
    webhookIds.push(await test.register(`${receiver.url}/${n}`, { events: ["operation.phase.completed"] }));
  }
  await emitEvents();
  const eventIds = (await test.db().prisma.event.findMany({ where: { type: "operation.phase.completed" } })).map(
    ({ id }) => id,
  );
  expect(eventIds).toHaveLength(OPERATIONS * EVENTS_EACH);

  const start = (name: string): Promise<SpawnedApp> =>
    spawnApp(
      new URL("main.ts", import.meta.url),
      test.env({
        WORKER_NAME: name,
        WEBHOOK_TIMEOUT: "60s",
        WEBHOOK_CONCURRENCY: String(CONCURRENCY),
      }),
    );
  const survivor = await start("survivor");
  for (let kill = 1; kill <= KILLS; kill++) {
    const victim = await start(`victim-${kill}`);
    const enough = Math.floor((eventIds.length * WEBHOOKS * kill) / (KILLS + 1));
    await waitFor(() => receiver.requests.length >= enough, { what: `${enough} requests` });
    expect(await victim.kill("SIGKILL")).toEqual({ code: null, signal: "SIGKILL" });
    await endLeases(test.db(), `victim-${kill}`);
  }
  await waitFor(
    async () => (await test.db().prisma.delivery.count({ where: { status: { in: ["Pending", "InFlight"] } } })) === 0,
    { what: "the end of all deliveries" },
  );
  expect(await survivor.kill()).toEqual({ code: 0, signal: null });

  const rows = await test.db().prisma.delivery.groupBy({ by: ["status"], _count: true });
  expect(rows).toEqual([{ status: "Delivered", _count: eventIds.length * WEBHOOKS }]);
  for (let n = 0; n < WEBHOOKS; n++) {
    const arrivals = receiver.requests.filter(({ path }) => path === `/${n}`);
    const bodies = new Map<string, string>();
    const lastSequence = new Map<string, number>();
    for (const { headers, body } of arrivals) {
      const id = String(headers["webhook-id"]);
      const text = body.toString("utf8");
      const event = JSON.parse(text) as { id: string; sequence: number; data: { operationId: string } };
      expect(event.id).toBe(id);
      const known = bodies.get(id);
      // The first time that an event comes, every earlier one of its operation has come before.
      const last = lastSequence.get(event.data.operationId) ?? FIRST_SEQUENCE - 1;
      expect(event.sequence).toBe(known === undefined ? last + 1 : event.sequence);
      lastSequence.set(event.data.operationId, Math.max(last, event.sequence));
      expect(known ?? text).toBe(text);
      bodies.set(id, text);
    }
    expect(new Set(bodies.keys())).toEqual(new Set(eventIds));
    // Only what the two workers had in flight when one of them was killed comes twice.
    expect(arrivals.length - bodies.size).toBeLessThanOrEqual(KILLS * 2 * CONCURRENCY);
  }
});

/** Many events of many operations, in one statement for each round. */
async function emitEvents(): Promise<void> {
  const { tenantId, projectId } = test.scope;
  await test.db().query(
    `INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, parameters, timeout_sec, timeout_at,
       cpu_units, memory_gb, estimated_low_sec, estimated_high_sec, created_by, total_phases, event_seq)
     SELECT 'op-' || gen_random_uuid(), $1, $2, 'Trial', 'T', 'Normal', 'Initiated', '{}', 3600, now() + interval '1 hour', 1, 1, 1, 2, 'ann', 9, 1
     FROM generate_series(1, $3::int)`,
    [tenantId, projectId, OPERATIONS],
  );
  for (let round = 0; round < EVENTS_EACH; round++) {
    await test.db().query(
      `WITH o AS (UPDATE operations SET event_seq = event_seq + 1 WHERE project_id = $1 RETURNING *)
       SELECT append_events(ARRAY[o.*::operations], ARRAY['operation.phase.completed'], ARRAY[jsonb_build_object('note', $2::text)]) FROM o`,
      [projectId, randomUUID()],
    );
  }
}
