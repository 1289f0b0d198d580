import { randomUUID } from "node:crypto";
import { claimMessages, patientLimits, recordMessage, trialWork, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  cancelOperation,
  createDb,
  createOperation,
  deliveryStages,
  findStagedDelivery,
  findStagedMessage,
  getDeliveryBacklog,
  listDeliveries,
  messageStages,
  recoverCallbacks,
  type AttemptRecord,
  type Db,
  type OutboxStage,
} from "../index.ts";
import { explainWith } from "../test/explain-with.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const STAGES: readonly OutboxStage[] = ["waiting", "sending", "retrying", "failed"];
const NOTIFICATIONS = {
  email: ["ann@example.com", "bob@example.com"],
  slack: { channel: "#ops", mentionUsers: ["@ann"] },
};

/** Ends an operation that people are to be told of. */
async function end(notifyCallbacks = true): Promise<string> {
  const id = `op-${randomUUID()}`;
  await createOperation(db, {
    id,
    ...scope,
    ...trialWork,
    name: "Nightly",
    estimatedLowSec: 10,
    estimatedHighSec: 20,
    createdBy: "tester",
    phases: [{ name: "Load", weight: 1 }],
    notifications: NOTIFICATIONS,
  });
  const cancellation = { preservePartialResults: true, forceTermination: false, notifyCallbacks };
  await cancelOperation(db, scope, { operationId: id, cancelledBy: "ann", ...cancellation });
  return id;
}

async function endWith(result: Partial<AttemptRecord>): Promise<void> {
  await end();
  for (const message of await claimMessages(db)) await recordMessage(db, message, result);
}
const later = (retryInMs: number) => ({ status: "Pending", retryInMs }) as const;

it("messages to people are counted and paged by where they stand, and those that arrived or weren't to be sent not at all", async () => {
  await endWith({});
  await endWith({ after: later(3_600_000), effect: "failure", error: "busy" });
  await endWith({ after: later(60_000), effect: "none", error: "slow down" });
  await endWith({ after: { status: "Failed" }, effect: "refused", error: "no such channel" });
  await endWith({ after: { status: "Skipped" }, effect: "none", error: "no mail server is configured" });
  await end(false);
  await end();
  expect(await claimMessages(db)).toHaveLength(2);
  const waiting = await end();

  expect(await messageStages.count(db)).toEqual({ waiting: 2, sending: 2, retrying: 4, failed: 4 });
  const list = async (stage: OutboxStage) => messageStages.list(db, stage, { size: 10, offset: 0 });
  expect((await list("retrying")).map(({ lastError }) => lastError)).toEqual([
    "slow down",
    "slow down",
    "busy",
    "busy",
  ]);
  expect((await list("failed")).map(({ lastError }) => lastError)).toEqual([
    ...Array<string>(2).fill("no mail server is configured"),
    ...Array<string>(2).fill("no such channel"),
  ]);
  const [first] = await list("waiting");
  const found = await findStagedMessage(db, first?.id ?? "");
  expect(found).toMatchObject({
    operationId: waiting,
    operation: { type: "Trial", name: "Nightly", status: "Cancelled" },
    stage: "waiting",
    status: "Pending",
    attempts: 0,
    ...scope,
  });
  const both = (await list("waiting")).map(({ kind, recipients, channel }) => ({ kind, recipients, channel }));
  expect(both.toSorted((a, b) => a.kind.localeCompare(b.kind))).toEqual([
    { kind: "email", recipients: 2, channel: null },
    { kind: "slack", recipients: 1, channel: "#ops" },
  ]);
  for (const stage of STAGES) expect(JSON.stringify(await list(stage))).not.toContain("@");
  for (const id of ["none", "", randomUUID()]) expect(await findStagedMessage(db, id)).toBeNull();
});

it("none of them is taken for a delivery to a webhook or callback", async () => {
  const { rows } = await db.query<{ id: string; operationId: string }>(
    `SELECT id, operation_id AS "operationId" FROM deliveries`,
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(await deliveryStages.count(db)).toEqual({ waiting: 0, sending: 0, retrying: 0, failed: 0 });
  for (const stage of STAGES) expect(await deliveryStages.list(db, stage, { size: 10, offset: 0 })).toEqual([]);
  for (const { id, operationId } of rows) {
    expect(await findStagedDelivery(db, id)).toBeNull();
    const owner = { kind: "operation", id: operationId } as const;
    expect((await listDeliveries(db, scope, owner, {}, { size: 10, offset: 0 })).deliveries).toEqual([]);
  }
  expect(await recoverCallbacks(db, scope, { since: new Date(0), until: new Date("2100-01-01") })).toBe(0);
  expect(await getDeliveryBacklog(db, 5)).toEqual({
    pending: 0,
    inFlight: 0,
    oldestDueSec: 0,
    lanesWithPending: 0,
    deepestLane: 0,
    breakers: { closed: 0, open: 0, halfOpen: 0 },
  });
});

it("no look at them reads the whole table or sorts it, whatever is in it", async () => {
  const plans = await explainWith(db, async (sql) => {
    await messageStages.count(sql);
    for (const stage of STAGES) await messageStages.list(sql, stage, { size: 10, offset: 0 });
    await findStagedMessage(sql, randomUUID());
  });
  expect(plans).toHaveLength(6);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan|Sort Key/);
});
