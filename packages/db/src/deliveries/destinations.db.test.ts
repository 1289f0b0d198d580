import { claimOperation, patientLimits, trialWork, useTestDatabase } from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  claimDeliveries,
  createBatch,
  createDb,
  createOperation,
  failOperation,
  recordAttempts,
  type Db,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query("TRUNCATE events, deliveries, delivery_attempts, delivery_lanes, webhooks CASCADE");
});

const scope = { tenantId: randomUUID(), projectId: randomUUID() };

async function addWebhook(
  events: readonly string[],
  filters: Record<string, unknown> = {},
  where = scope,
): Promise<string> {
  const id = `wh-${randomUUID()}`;
  await db.query(
    `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by)
     VALUES ($1, $2, $3, 'http://a.test/', $4, $5, 'ed25519', '{"maxRetries": 2}', '{}', 'ann')`,
    [id, where.tenantId, where.projectId, events, filters],
  );
  return id;
}

async function addOperation(changes: Record<string, unknown> = {}): Promise<string> {
  const id = `op-${randomUUID()}`;
  await createOperation(db, {
    id,
    ...scope,
    ...trialWork,
    type: "ProcessMiningAnalysis",
    name: "A",
    createdBy: "ann",
    phases: [{ name: "Load", weight: 1 }],
    ...changes,
  });
  return id;
}

/** An event of an operation, as its state changes make them. */
async function emit(operationId: string, type: string, progress = 0): Promise<void> {
  await db.query(
    `WITH o AS (UPDATE operations SET event_seq = event_seq + 1, progress = $3 WHERE id = $1 RETURNING *)
     SELECT append_events(ARRAY[o.*::operations], ARRAY[$2::text]) FROM o`,
    [operationId, type, progress],
  );
}

async function rows(destination: string) {
  const found = await db.prisma.delivery.findMany({ where: { destination }, orderBy: { eventPosition: "asc" } });
  return found.map(({ eventType, progress, status }) => [eventType, progress, status]);
}

const claimAll = async () =>
  (
    await claimDeliveries(db, {
      room: 100,
      unprovenRoom: 100,
      unprovenOfTenant: 100,
      leaseMs: 10_000,
      firstWindow: 50,
      laneCap: 50,
      originCap: 100,
      perSecond: null,
    })
  ).deliveries;

async function finish(deliveries: Awaited<ReturnType<typeof claimAll>>, retryInMs?: number): Promise<void> {
  await recordAttempts(
    db,
    deliveries.map((delivery) => ({
      deliveryId: delivery.id,
      epoch: delivery.epoch,
      number: delivery.attempt,
      startedAt: new Date(),
      durationMs: 1,
      outcome: retryInMs === undefined ? "delivered" : "server_error",
      after: retryInMs === undefined ? { status: "Delivered" } : { status: "Pending", retryInMs },
      effect: retryInMs === undefined ? "success" : "refused",
      isGone: false,
    })),
    { firstWindow: 50, laneCap: 50, tripAfter: 5, minOpenMs: 1, maxOpenMs: 1, disableAfterMs: 1e9 },
  );
}

describe("a webhook", () => {
  it("gets the events it has subscribed to, of its own project only", async () => {
    const mine = await addWebhook(["operation.started", "operation.failed"]);
    const other = await addWebhook(["operation.started"], {}, { ...scope, projectId: randomUUID() });
    const operationId = await addOperation();
    for (const type of ["operation.started", "operation.phase.completed", "operation.failed"]) {
      await emit(operationId, type);
    }
    expect((await rows(`webhook:${mine}`)).map(([type]) => type)).toEqual(["operation.started", "operation.failed"]);
    expect(await rows(`webhook:${other}`)).toEqual([]);
  });

  it.each([
    [{ operationTypes: ["ProcessMiningAnalysis"] }, 1],
    [{ operationTypes: ["DataEnrichment"] }, 0],
    [{ operationTypes: [] }, 1],
    [{ priorities: ["High", "Critical"] }, 1],
    [{ priorities: ["Low"] }, 0],
    [{ operationTypes: ["ProcessMiningAnalysis"], priorities: ["Low"] }, 0],
    [{}, 1],
  ])("with the filters %j gets %i of one event", async (filters, count) => {
    const id = await addWebhook(["operation.started"], filters);
    await emit(await addOperation({ priority: "High" }), "operation.started");
    expect(await rows(`webhook:${id}`)).toHaveLength(count);
  });

  it("gets progress only when it has grown by as much as it asked for since the last time", async () => {
    const id = await addWebhook(["operation.progress"], { minProgressIncrement: 10 });
    const every = await addWebhook(["operation.progress"]);
    const operationId = await addOperation();
    for (const progress of [5, 10, 15, 19, 20, 40, 41, 50]) await emit(operationId, "operation.progress", progress);
    expect((await rows(`webhook:${id}`)).map(([, progress]) => progress)).toEqual([10, 20, 40, 50]);
    expect(await rows(`webhook:${every}`)).toHaveLength(8);
  });

  it("gets only the newest progress that waits, and none once the operation has ended", async () => {
    const id = await addWebhook(["operation.progress", "operation.completed", "operation.started"]);
    const [operationId, neighbour] = [await addOperation(), await addOperation()];
    await emit(neighbour, "operation.progress", 30);
    await emit(operationId, "operation.started");
    await emit(operationId, "operation.progress", 10);
    await emit(operationId, "operation.progress", 20);
    expect(await rows(`webhook:${id}`)).toEqual([
      ["operation.progress", 30, "Pending"],
      ["operation.started", 0, "Pending"],
      ["operation.progress", 10, "Superseded"],
      ["operation.progress", 20, "Pending"],
    ]);
    await emit(operationId, "operation.completed", 99);
    expect(await rows(`webhook:${id}`)).toEqual([
      ["operation.progress", 30, "Pending"],
      ["operation.started", 0, "Pending"],
      ["operation.progress", 10, "Superseded"],
      ["operation.progress", 20, "Superseded"],
      ["operation.completed", 99, "Pending"],
    ]);
  });

  it("gets the first attempts of an operation's events in their sequence; retries hold up nobody", async () => {
    await addWebhook(["operation.started", "operation.phase.completed", "operation.completed"]);
    const operationId = await addOperation();
    for (const type of ["operation.started", "operation.phase.completed", "operation.completed"]) {
      await emit(operationId, type);
    }
    const types: string[] = [];
    for (let round = 0; round < 3; round++) {
      const claimed = await claimAll();
      types.push(...claimed.map(({ eventType }) => eventType));
      expect(claimed).toHaveLength(1);
      await finish(claimed, 600_000);
    }
    expect(types).toEqual(["operation.started", "operation.phase.completed", "operation.completed"]);
    expect(await claimAll()).toEqual([]);
  });
});

describe("callbacks of an operation", () => {
  it("go each to its own address: progress by 5 points, completion, error", async () => {
    const callbacks = {
      onProgress: "https://User:pw@App.example.com:443/progress?x=1",
      onCompletion: "http://app.example.com:8080/done",
      onError: "https://app.example.com/error",
    };
    const operationId = await addOperation({ callbacks });
    for (const progress of [3, 5, 9, 10]) await emit(operationId, "operation.progress", progress);
    await emit(operationId, "operation.completed", 99);
    const failing = await addOperation({ callbacks });
    await emit(failing, "operation.failed");
    const all = await db.prisma.delivery.findMany({ orderBy: { eventPosition: "asc" } });
    expect(all.map(({ destination, progress, url, origin }) => [destination, progress, url, origin])).toEqual([
      ["callback:onProgress", 5, callbacks.onProgress, "https://app.example.com"],
      ["callback:onProgress", 10, callbacks.onProgress, "https://app.example.com"],
      ["callback:onCompletion", 99, callbacks.onCompletion, "http://app.example.com:8080"],
      ["callback:onError", 0, callbacks.onError, "https://app.example.com"],
    ]);
    expect(new Set(all.map(({ lane }) => lane))).toEqual(
      new Set([
        `callback:${scope.tenantId}:https://app.example.com`,
        `callback:${scope.tenantId}:http://app.example.com:8080`,
      ]),
    );
  });
});

it("gives two tenants whose callbacks go to one origin a lane each, whatever the kind of callback", async () => {
  const url = "https://hooks.example.com";
  const tenants = [randomUUID(), randomUUID()];
  for (const tenantId of tenants) {
    const [first, second] = [`op-${randomUUID()}`, `op-${randomUUID()}`];
    const operation = {
      ...trialWork,
      callbacks: { onProgress: `${url}/progress`, onCompletion: `${url}/done`, onError: `${url}/error` },
    };
    await db.withTransaction((tx) =>
      createBatch(tx, {
        id: `batch-${randomUUID()}`,
        tenantId,
        projectId: randomUUID(),
        name: "Monthly",
        failurePolicy: { stopOnFirstFailure: false, continueIndependentOperations: true, retryFailedOperations: false },
        callbacks: {
          onBatchStart: `${url}/start`,
          onOperationComplete: `${url}/operation`,
          onBatchComplete: `${url}/complete`,
        },
        createdBy: "test",
        operations: [
          { ...operation, id: first, operationKey: "a", position: 0, dependsOn: [] },
          { ...operation, id: second, operationKey: "b", position: 1, dependsOn: [first] },
        ],
      }),
    );
    const claimed = await claimOperation(db, {
      operationId: first,
      executionId: randomUUID(),
      workerNode: "w",
      leaseMs: 60_000,
    });
    const epoch = claimed?.operation.epoch ?? 0;
    await emit(first, "operation.progress", 30);
    await failOperation(db, { operationId: first, epoch, error: { code: "trial", message: "told to" } });
  }
  const { rows: found } = await db.query<{ tenant: string; lane: string; kinds: string[]; attempts: number[] }>(
    `SELECT tenant_id AS tenant, lane, array_agg(DISTINCT substr(destination, 10) ORDER BY substr(destination, 10)) AS kinds,
       array_agg(DISTINCT max_attempts) AS attempts
     FROM deliveries WHERE tenant_id = ANY ($1::uuid[]) GROUP BY tenant_id, lane`,
    [tenants],
  );
  const kinds = ["onBatchComplete", "onBatchStart", "onCompletion", "onError", "onOperationComplete", "onProgress"];
  expect(found.toSorted((a, b) => a.lane.localeCompare(b.lane))).toEqual(
    tenants.toSorted().map((tenant) => ({ tenant, lane: `callback:${tenant}:${url}`, kinds, attempts: [6] })),
  );
});

it("lets no statement write a lane of its own", async () => {
  await expect(db.query("UPDATE deliveries SET lane = 'another'")).rejects.toThrow(/can only be updated to DEFAULT/);
});
