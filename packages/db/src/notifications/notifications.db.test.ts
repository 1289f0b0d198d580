import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits, trialWork } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  cancelOperation,
  claimNotifications,
  claimOperation,
  createDb,
  createOperation,
  expireOperations,
  failOperation,
  findOperation,
  recordNotification,
  type ClaimedNotification,
  type Db,
  type NotificationRecord,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const BOTH = { email: ["ann@example.com"], slack: { channel: "#ops", mentionUsers: ["@ann"] } };

const listNotifications = async (id: string): Promise<readonly NotificationRecord[]> =>
  (await findOperation(db, scope, id))?.notifications ?? [];

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

const claim = (changes: { leaseMs?: number; crashBudget?: number } = {}): Promise<ClaimedNotification[]> =>
  claimNotifications(db, { limit: 10, leaseMs: 60_000, ...changes });
const endLeases = (): Promise<unknown> =>
  db.query("UPDATE notifications SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL");

describe("messages to people", () => {
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
    expect(claimed.find(({ kind }) => kind === "email")).toMatchObject({
      target: ["ann@example.com"],
      attempt: 1,
      operationId: both,
      operationName: "Analysis",
      operationStatus: "Failed",
      error: { code: "broken", message: "it broke", phase: "Load" },
      ...scope,
    });
    for (const message of claimed) await recordNotification(db, message, { kind: "sent" });
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
    for (const message of await claim())
      await recordNotification(db, message, { kind: "skipped", reason: "no server" });
  });

  it("belong to one worker at a time, and to the next when the lease has ended", async () => {
    const id = await fail(BOTH);
    const halves = await Promise.all([claim(), claim(), claim()]);
    expect(halves.flat()).toHaveLength(2);
    expect(await claim()).toEqual([]);
    await endLeases();
    const [email] = (await claim()).filter(({ kind }) => kind === "email");
    if (email === undefined) throw new Error("the message was not to be had");
    expect(email.attempt).toBe(1);
    const stale = { id: email.id, epoch: email.epoch - 1 };
    expect(await recordNotification(db, stale, { kind: "failed", error: "late" })).toBe(false);
    expect(await recordNotification(db, email, { kind: "sent", note: "bob@example.com was refused" })).toBe(true);
    expect(await recordNotification(db, email, { kind: "failed", error: "twice" })).toBe(false);
    expect((await listNotifications(id))[0]).toEqual({
      kind: "email",
      status: "Sent",
      attempts: 1,
      lastError: "bob@example.com was refused",
      sentAt: expect.any(Date),
    });
    await db.query("DELETE FROM notifications");
  });

  it("wait for their next attempt, to whom they haven't reached", async () => {
    const id = await fail({ email: ["ann@example.com", "bob@example.com"] });
    const [first] = await claim();
    if (first === undefined) throw new Error("the message was not to be had");
    const again = { kind: "retry", error: "busy", counts: false, remaining: ["bob@example.com"] } as const;
    await recordNotification(db, first, { ...again, delayMs: 60_000 });
    expect(await claim()).toEqual([]);
    expect(await listNotifications(id)).toMatchObject([{ status: "Pending", attempts: 0, lastError: "busy" }]);
    await db.query("UPDATE notifications SET next_attempt_at = now()");
    expect(await claim()).toMatchObject([{ attempt: 1, target: ["bob@example.com"] }]);
    await db.query("DELETE FROM notifications");
  });

  it("fail when their workers die again and again", async () => {
    const id = await fail({ email: ["ann@example.com"] });
    expect(await claim({ crashBudget: 2 })).toHaveLength(1);
    await endLeases();
    expect(await claim({ crashBudget: 2 })).toHaveLength(1);
    await endLeases();
    expect(await claim({ crashBudget: 2 })).toEqual([]);
    expect(await listNotifications(id)).toMatchObject([
      { status: "Failed", attempts: 0, lastError: "the worker that sent it died" },
    ]);
  });

  it("are forgotten with the operation, and those of others aren't", async () => {
    const [old, recent] = [await fail(BOTH), await fail(BOTH)];
    await db.query("UPDATE operations SET ended_at = now() - interval '2 days' WHERE id = $1", [old]);
    await expireOperations(db, { defaultDays: 1, limit: 10 });
    expect(await listNotifications(old)).toEqual([]);
    expect(await listNotifications(recent)).toHaveLength(2);
  });
});
