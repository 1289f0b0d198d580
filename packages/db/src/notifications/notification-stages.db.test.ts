import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits, trialWork } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  cancelOperation,
  claimNotifications,
  createDb,
  createOperation,
  findStagedNotification,
  recordNotification,
  notificationStages,
  type Db,
  type NotificationResult,
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

const claim = async () => claimNotifications(db, { limit: 10, leaseMs: 60_000 });
async function endWith(result: NotificationResult): Promise<void> {
  await end();
  for (const message of await claim()) await recordNotification(db, message, result);
}

it("messages to people are counted and paged by where they stand, and those that arrived or weren't to be sent not at all", async () => {
  await endWith({ kind: "sent" });
  await endWith({ kind: "retry", error: "busy", delayMs: 3_600_000, counts: true });
  await endWith({ kind: "retry", error: "slow down", delayMs: 60_000, counts: false });
  await endWith({ kind: "failed", error: "no such channel" });
  await endWith({ kind: "skipped", reason: "no mail server is configured" });
  await end(false);
  await end();
  expect(await claim()).toHaveLength(2);
  const waiting = await end();

  expect(await notificationStages.count(db)).toEqual({ waiting: 2, sending: 2, retrying: 4, failed: 4 });
  const list = async (stage: OutboxStage) => notificationStages.list(db, stage, { size: 10, offset: 0 });
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
  const found = await findStagedNotification(db, first?.id.toUpperCase() ?? "");
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
  for (const id of ["none", "", "\0", randomUUID()]) expect(await findStagedNotification(db, id)).toBeNull();
});

it("no look at them reads the whole table or sorts it, whatever is in it", async () => {
  const plans = await explainWith(db, async (sql) => {
    await notificationStages.count(sql);
    for (const stage of STAGES) await notificationStages.list(sql, stage, { size: 10, offset: 0 });
    await findStagedNotification(sql, randomUUID());
  });
  expect(plans).toHaveLength(6);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan|Sort Key/);
});
