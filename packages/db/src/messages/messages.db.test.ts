import { randomUUID } from "node:crypto";
import {
  type ClaimedMessage,
  claimMessages,
  claimOperation,
  patientLimits,
  recordMessage,
  trialOperation,
  trialWork,
  useTestDatabase,
} from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  asTenants,
  cancelOperation,
  createDb,
  createOperation,
  expireOperations,
  failOperation,
  findOperation,
  isMessage,
  sweepDeliveries,
  type Db,
  type NotificationRecord,
  type OperationView,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const BOTH = { email: ["ann@example.com"], slack: { channel: "#ops", mentionUsers: ["@ann"] } };

async function view(id: string): Promise<OperationView> {
  const found = await findOperation(db, scope, id);
  if (found === null) throw new Error(`no operation ${id}`);
  return found;
}
const listNotifications = async (id: string): Promise<readonly NotificationRecord[]> =>
  (await view(id)).notifications ?? [];

async function start(notifications?: Record<string, unknown>): Promise<string> {
  const id = `op-${randomUUID()}`;
  await createOperation(db, {
    id,
    ...scope,
    ...trialWork,
    type: "ProcessMiningAnalysis",
    name: "Analysis",
    estimatedLowSec: 10,
    estimatedHighSec: 20,
    createdBy: "tester",
    phases: [{ name: "Load", weight: 1 }],
    ...(notifications === undefined ? {} : { notifications }),
  });
  return id;
}

async function fail(notifications?: Record<string, unknown>): Promise<string> {
  const id = await start(notifications);
  const claimed = await claimOperation(db, { operationId: id, executionId: "e", workerNode: "w", leaseMs: 10_000 });
  await failOperation(db, {
    operationId: id,
    epoch: claimed?.operation.epoch ?? 0,
    error: { code: "broken", message: "it broke", phase: "Load" },
  });
  return id;
}

const claim = (): Promise<ClaimedMessage[]> => claimMessages(db);
const endLeases = (): Promise<unknown> =>
  db.query("UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL");
const skip = { after: { status: "Skipped" }, effect: "none", error: "no server" } as const;

describe("messages to people", () => {
  it("are told from deliveries to webhooks and callbacks by destination, target and lane alike", async () => {
    const tenantId = randomUUID();
    await db.query(
      `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by)
       VALUES ($2, $1, $1, 'https://a.test/email', '{operation.failed}', '{}', 'none', '{}', '{}', 'tester')`,
      [tenantId, `wh-${tenantId}`],
    );
    const id = `op-${randomUUID()}`;
    await createOperation(db, {
      ...trialOperation({ tenantId, projectId: tenantId }),
      id,
      callbacks: { onError: "https://message.test/slack" },
      notifications: BOTH,
    });
    const claimed = await claimOperation(db, { operationId: id, executionId: "e", workerNode: "w", leaseMs: 10_000 });
    const error = { code: "broken", message: "it broke", phase: "Load" };
    await failOperation(db, { operationId: id, epoch: claimed?.operation.epoch ?? 0, error });
    const { rows } = await db.query<{ destination: string; byTarget: boolean; byLane: boolean }>(
      `SELECT destination, target IS NOT NULL AS "byTarget", is_message_lane(lane) AS "byLane" FROM deliveries WHERE tenant_id = $1
       ORDER BY destination`,
      [tenantId],
    );
    expect(rows.map((row) => [row.destination, isMessage(row), row.byTarget, row.byLane])).toEqual([
      ["callback:onError", false, false, false],
      ["email", true, true, true],
      ["slack", true, true, true],
      [`webhook:wh-${tenantId}`, false, false, false],
    ]);
    await db.query("DELETE FROM deliveries WHERE tenant_id = $1", [tenantId]);
  });

  it("come into being with the operation's end, one a channel, and only where they were asked for", async () => {
    const [both, one, empty, none] = [
      await fail(BOTH),
      await fail({ slack: BOTH.slack }),
      await fail({ email: [] }),
      await fail(),
    ];
    const kinds = async (id: string): Promise<string[]> => (await listNotifications(id)).map(({ kind }) => kind);
    expect(await kinds(both)).toEqual(["email", "slack"]);
    expect(await kinds(one)).toEqual(["slack"]);
    expect(await kinds(empty)).toEqual([]);
    expect(await kinds(none)).toEqual([]);
    expect(await kinds(await start(BOTH))).toEqual([]);
    const claimed = await claim();
    expect(claimed).toHaveLength(3);
    expect(claimed.find(({ message }) => message.kind === "email")).toMatchObject({
      delivery: { attempt: 1, maxAttempts: 6, eventType: "operation.failed", ...scope },
      message: {
        target: ["ann@example.com"],
        operationId: both,
        operationName: "Analysis",
        operationStatus: "Failed",
        error: { code: "broken", message: "it broke", phase: "Load" },
        ...scope,
      },
    });
    for (const message of claimed) await recordMessage(db, message);
    expect(await claim()).toEqual([]);
  });

  it("are skipped when the operation was cancelled without telling anyone", async () => {
    const cancelled = async (notifyCallbacks: boolean): Promise<string[]> => {
      const id = await start({ email: ["ann@example.com"] });
      await cancelOperation(db, scope, {
        operationId: id,
        cancelledBy: "ann",
        preservePartialResults: true,
        forceTermination: false,
        notifyCallbacks,
      });
      return (await listNotifications(id)).map(({ status }) => status);
    };
    expect(await cancelled(false)).toEqual(["Skipped"]);
    expect(await cancelled(true)).toEqual(["Pending"]);
    for (const message of await claim()) expect(await recordMessage(db, message, skip)).toBe(true);
  });

  it("belong to one worker at a time, and to the next when the lease has ended", async () => {
    const id = await fail(BOTH);
    const halves = await Promise.all([claim(), claim(), claim()]);
    expect(halves.flat()).toHaveLength(2);
    expect(await claim()).toEqual([]);
    await endLeases();
    await sweepDeliveries(db);
    const [email] = (await claim()).filter(({ message }) => message.kind === "email");
    if (email === undefined) throw new Error("the message was not to be had");
    expect(email.delivery.attempt).toBe(1);
    const failure = { after: { status: "Failed" }, effect: "refused" } as const;
    const { version } = (await view(id)).operation;
    expect(await recordMessage(db, email, { ...failure, epoch: email.delivery.epoch - 1 })).toBe(false);
    expect((await view(id)).operation.version).toBe(version);
    expect(await recordMessage(db, email, { error: "bob@example.com was refused" })).toBe(true);
    expect((await view(id)).operation.version).toBe(version + 1);
    expect(await recordMessage(db, email, failure)).toBe(false);
    expect((await listNotifications(id))[0]).toEqual({
      kind: "email",
      status: "Sent",
      attempts: 1,
      lastError: "bob@example.com was refused",
      sentAt: expect.any(Date),
    });
    await db.query("DELETE FROM deliveries");
  });

  it("wait for their next attempt, to whom they haven't reached", async () => {
    const id = await fail({ email: ["ann@example.com", "bob@example.com"] });
    const [first] = await claim();
    if (first === undefined) throw new Error("the message was not to be had");
    const again = { status: "Pending", retryInMs: 60_000 } as const;
    const changes = { after: again, effect: "none", error: "busy", remaining: ["bob@example.com"] } as const;
    expect(await recordMessage(db, first, changes)).toBe(true);
    expect(await claim()).toEqual([]);
    expect(await listNotifications(id)).toMatchObject([{ status: "Pending", attempts: 0, lastError: "busy" }]);
    await db.query("UPDATE deliveries SET next_attempt_at = now()");
    const [second] = await claim();
    expect(second).toMatchObject({
      delivery: { attempt: 2, maxAttempts: 7 },
      message: { target: ["bob@example.com"] },
    });
    if (second === undefined) throw new Error("the message was not to be had");
    await recordMessage(db, second, { after: again, effect: "failure" });
    expect(await listNotifications(id)).toMatchObject([{ status: "Pending", attempts: 1 }]);
    const { rows } = await db.query("SELECT number, outcome FROM delivery_attempts ORDER BY number");
    expect(rows.map(({ number }) => number)).toEqual([1, 2]);
    await db.query("DELETE FROM deliveries");
  });

  it("fail when their workers die again and again", async () => {
    const id = await fail({ email: ["ann@example.com"] });
    for (let crashes = 1; crashes <= 2; crashes++) {
      expect(await claim()).toHaveLength(1);
      await endLeases();
      await sweepDeliveries(db, 2);
    }
    expect(await claim()).toEqual([]);
    expect(await listNotifications(id)).toMatchObject([
      { status: "Failed", attempts: 0, lastError: "the workers that sent it died" },
    ]);
  });

  it("are seen by nobody of another tenant, with or without the condition", async () => {
    const id = await fail(BOTH);
    const api = createDb({
      databaseUrl: database.url,
      applicationName: "test-api",
      role: "longhaul_api",
      limits: patientLimits(),
    });
    const seenBy = async (tenantId: string) =>
      asTenants([tenantId], async () => {
        const { rows } = await api.query<{ n: number }>(
          "SELECT count(*) AS n FROM deliveries WHERE operation_id = $1 AND target IS NOT NULL",
          [id],
        );
        return [(await findOperation(api, scope, id))?.notifications?.length, Number(rows[0]?.n)];
      });
    try {
      expect(await seenBy(scope.tenantId)).toEqual([2, 2]);
      expect(await seenBy(randomUUID())).toEqual([undefined, 0]);
    } finally {
      await api.close();
    }
  });

  it("are forgotten with the operation, and those of others aren't", async () => {
    const [old, recent] = [await fail(BOTH), await fail(BOTH)];
    await db.query("UPDATE operations SET ended_at = now() - interval '2 days' WHERE id = $1", [old]);
    await expireOperations(db, { defaultDays: 1, limit: 10 });
    expect(await listNotifications(old)).toEqual([]);
    expect(await listNotifications(recent)).toHaveLength(2);
  });
});
