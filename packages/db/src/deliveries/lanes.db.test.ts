import { attemptAt, LANE_POLICY, WIDE_LIMITS, endLeases, useTestDatabase, patientLimits } from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  claimDeliveries,
  createDb,
  getDeliveryBacklog,
  recordAttempts,
  releaseDeliveries,
  sweepDeliveries,
  type AttemptRecord,
  type ClaimLimits,
  type ClaimedDelivery,
  type Db,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.query("TRUNCATE events, deliveries, delivery_attempts, delivery_lanes, delivery_rounds, webhooks CASCADE");
  await db.query("UPDATE delivery_gate SET after_tenant = DEFAULT, tokens = 0, refilled_at = now()");
});

const LIMITS: ClaimLimits = {
  ...WIDE_LIMITS,
  room: 100,
  unprovenRoom: 100,
  unprovenOfTenant: 100,
  leaseMs: 10_000,
  originCap: 100,
};

const claim = async (changes: Partial<ClaimLimits> = {}) =>
  (await claimDeliveries(db, { ...LIMITS, ...changes })).deliveries;

/** `count` events for a webhook of a tenant of its own. @returns the webhook's id */
async function addDue(url: string, count: number): Promise<string> {
  const id = `wh-${randomUUID()}`;
  const scope = [randomUUID(), randomUUID()];
  await db.query(
    `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by)
     VALUES ($3, $1, $2, $4, '{}', '{}', 'ed25519', '{"maxRetries": 5, "retryDelay": 1, "backoffMultiplier": 2, "maxDelay": 9}', '{}', 'ann')`,
    [...scope, id, url],
  );
  await db.query(
    `WITH e AS (
       INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
       SELECT 'evt-' || gen_random_uuid(), $1, $2, i, 'webhook.test', '{}' FROM generate_series(1, $5::int) i RETURNING position, sequence)
     INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, url, event_type, sequence, max_attempts)
     SELECT 'dlv-' || gen_random_uuid(), e.position, $1, $2, 'webhook:' || $3::text, $3, $4, 'webhook.test', e.sequence, 6 FROM e`,
    [...scope, id, url, count],
  );
  return id;
}

const record = (claimed: readonly ClaimedDelivery[], end: Partial<AttemptRecord>, policy = LANE_POLICY) =>
  recordAttempts(
    db,
    claimed.map((delivery) => ({ ...attemptAt(delivery), ...end })),
    policy,
  );
const FAILURE: Partial<AttemptRecord> = {
  outcome: "server_error",
  after: { status: "Pending", retryInMs: 0 },
  effect: "failure",
};
const laneOf = async (webhookId: string) =>
  (await db.prisma.deliveryLane.findMany({ where: { lane: `webhook:${webhookId}` } }))[0] ?? null;
const openBreaker = (webhookId: string) =>
  db.query("UPDATE delivery_lanes SET held_until = now() WHERE lane = $1", [`webhook:${webhookId}`]);

describe("a lane", () => {
  it("starts with two in flight, grows by one with each success up to its cap, and falls back to one", async () => {
    await addDue("http://a.test/", 100);
    const sizes: number[] = [];
    for (let round = 0; round < 4; round++) {
      const claimed = await claim();
      sizes.push(claimed.length);
      await record(claimed, {});
    }
    expect(sizes).toEqual([2, 4, 8, 8]);
    const [first, ...others] = await claim();
    if (first === undefined) throw new Error("nothing was claimed");
    await record([first], FAILURE);
    expect(await claim()).toEqual([]); // seven are still in flight, more than its window
    await record(others, FAILURE);
  });

  it.each([
    ["fails", (claimed: readonly ClaimedDelivery[]) => record(claimed, FAILURE)],
    ["is given back", (claimed: readonly ClaimedDelivery[]) => releaseDeliveries(db, claimed)],
    ["is lost", () => endLeases(db, "nobody").then(() => sweepDeliveries(db))],
  ])("of a disabled webhook keeps nothing waiting, though what was in flight %s", async (_, end) => {
    const id = await addDue("http://a.test/", 3);
    const claimed = await claim();
    expect(claimed).toHaveLength(2);
    await db.query("SELECT disable_webhook($1, 'gone')", [id]);
    await end(claimed);
    expect(await claim()).toEqual([]);
    const { rows } = await db.query("SELECT DISTINCT status, last_error, ended_at IS NULL AS is_open FROM deliveries");
    expect(rows).toEqual([{ status: "Failed", last_error: "the webhook was disabled", is_open: false }]);
  });

  it("counts what is in flight at any worker", async () => {
    await addDue("http://a.test/", 10);
    expect(await claim()).toHaveLength(2);
    expect(await claim()).toHaveLength(0);
  });

  it("is closed by its breaker after failures in a row, then probed with one delivery at a time", async () => {
    const id = await addDue("http://a.test/", 10);
    await record(await claim(), FAILURE);
    expect(await laneOf(id)).toMatchObject({ failures: 2, trips: 0, windowSize: 1, heldUntil: null });
    await record(await claim(), FAILURE);
    const open = await laneOf(id);
    expect(open).toMatchObject({ failures: 3, trips: 1, windowSize: 1 });
    expect((open?.heldUntil?.getTime() ?? 0) - (open?.updatedAt.getTime() ?? 0)).toBe(1000);
    expect(await claim()).toEqual([]);
    expect((await getDeliveryBacklog(db, LANE_POLICY.tripAfter)).breakers).toEqual({ closed: 0, open: 1, halfOpen: 0 });

    await openBreaker(id);
    expect((await getDeliveryBacklog(db, LANE_POLICY.tripAfter)).breakers).toEqual({ closed: 0, open: 0, halfOpen: 1 });
    const probe = await claim();
    expect([probe.length, probe[0]?.isProven]).toEqual([1, false]);
    await record(probe, FAILURE);
    const again = await laneOf(id);
    expect(again).toMatchObject({ failures: 4, trips: 2 });
    expect((again?.heldUntil?.getTime() ?? 0) - (again?.updatedAt.getTime() ?? 0)).toBe(2000);

    await openBreaker(id);
    await record(await claim(), FAILURE);
    const third = await laneOf(id);
    expect((third?.heldUntil?.getTime() ?? 0) - (third?.updatedAt.getTime() ?? 0)).toBe(3000); // not 4000

    await openBreaker(id);
    await record(await claim(), {});
    expect(await laneOf(id)).toMatchObject({ failures: 0, trips: 0, windowSize: 2 });
    expect(await claim()).toHaveLength(2);
  });

  it("isn't held against by answers that only refuse one delivery, nor by our own way out", async () => {
    const id = await addDue("http://a.test/", 10);
    await record(await claim(), { outcome: "client_error", after: { status: "Failed" }, effect: "refused" });
    await record(await claim(), { ...FAILURE, outcome: "proxy_error", effect: "none" });
    expect(await laneOf(id)).toBeNull();
    const [retried] = await db.prisma.delivery.findMany({ where: { attempts: 1, status: "Pending" }, take: 1 });
    expect(retried?.maxAttempts).toBe(7);
  });

  it("waits as long as its destination asked for, and no other lane does", async () => {
    const id = await addDue("http://a.test/", 5);
    const [first] = await claim({ room: 1 });
    if (first === undefined) throw new Error("nothing was claimed");
    await record([first], { ...FAILURE, holdLaneMs: 60_000 });
    const other = await addDue("http://b.test/", 1);
    expect((await claim()).map(({ destination }) => destination)).toEqual([`webhook:${other}`]);
    await openBreaker(id);
    expect(await claim()).toHaveLength(1);
  });
});

describe("claims", () => {
  it("take one of each lane before a second of any", async () => {
    const busy = await addDue("http://a.test/", 50);
    const others = [await addDue("http://b.test/", 1), await addDue("http://c.test/", 1)];
    const destinations = (await claim({ room: 3 })).map(({ destination }) => destination);
    expect(destinations.toSorted()).toEqual([busy, ...others].map((id) => `webhook:${id}`).toSorted());
  });

  it("keep to an origin's cap over all tenants, whatever its lanes would take", async () => {
    for (let n = 0; n < 6; n++) await addDue(`http://SAME.test:80/hook/${n}`, 5);
    await addDue("http://other.test/", 5);
    const first = await claim({ originCap: 4 });
    expect(first.filter(({ url }) => url.includes("SAME"))).toHaveLength(4);
    expect(first.filter(({ url }) => url.includes("other"))).toHaveLength(2);
    expect(await claim({ originCap: 4 })).toEqual([]);
    await record(first, {});
    expect((await claim({ originCap: 4 })).filter(({ url }) => url.includes("SAME"))).toHaveLength(4);
  });

  it("keep to the rate over all workers", async () => {
    for (let n = 0; n < 10; n++) await addDue(`http://host${n}.test/`, 50);
    await db.query("UPDATE delivery_gate SET tokens = 7, refilled_at = now()");
    const began = performance.now();
    let claimed = 0;
    for (let round = 0; round < 5; round++) {
      const deliveries = await claim({ perSecond: 10, laneCap: 100, firstWindow: 100 });
      claimed += deliveries.length;
    }
    const most = 7 + 10 * ((performance.now() - began) / 1000);
    expect(claimed).toBeGreaterThanOrEqual(7);
    expect(claimed).toBeLessThanOrEqual(Math.ceil(most) + 1);
  });

  it("give lanes that are not proven no more than their share", async () => {
    const good = await addDue("http://good.test/", 20);
    await record(await claim(), {});
    for (let n = 0; n < 10; n++) await addDue(`http://new${n}.test/`, 5);
    const claimed = await claim({ unprovenRoom: 3 });
    const proven = claimed.filter(({ isProven }) => isProven);
    expect(claimed.length - proven.length).toBe(3);
    expect(proven.map(({ destination }) => destination)).toEqual(Array.from({ length: 4 }, () => `webhook:${good}`));
  });

  it("are taken over when their lease ends, and what their first owner records counts for nothing", async () => {
    const id = await addDue("http://a.test/", 1);
    const stale = await claim({ leaseMs: -1 });
    expect(await claim()).toEqual([]);
    expect(await sweepDeliveries(db)).toBe(1);
    const [fresh] = await claim();
    expect([fresh?.id, fresh?.attempt]).toEqual([stale[0]?.id, 1]);
    expect((await record(stale, {})).kept.size).toBe(0);
    expect(await db.prisma.deliveryAttempt.count()).toBe(0);
    expect((await record(fresh === undefined ? [] : [fresh], {})).kept.size).toBe(1);
    expect((await db.prisma.delivery.findMany({ where: { webhookId: id } })).map(({ status }) => status)).toEqual([
      "Delivered",
    ]);
  });

  it("leave room for other tenants beside one with many lanes that were never tried", async () => {
    const tenants = [randomUUID(), randomUUID()];
    for (const [idx, count] of [200, 1].entries()) {
      await db.query(
        `WITH e AS (INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
           SELECT 'evt-' || gen_random_uuid(), $1, $1, 1, 'operation.failed', '{}' FROM generate_series(1, $2::int) i RETURNING position)
         INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, url, event_type, sequence, max_attempts)
         SELECT 'dlv-' || gen_random_uuid(), position, $1, $1, 'callback:onError', 'http://h' || position || '.test/', 'operation.failed', 1, 6 FROM e`,
        [tenants[idx], count],
      );
    }
    const limits = { room: 40, unprovenRoom: 20, unprovenOfTenant: 10 };
    const claimed = await claim(limits);
    expect(claimed.filter(({ tenantId }) => tenantId === tenants[0])).toHaveLength(10);
    expect(claimed.filter(({ tenantId }) => tenantId === tenants[1])).toHaveLength(1);
    // What is in flight counts, at whichever worker.
    expect(await claim(limits)).toEqual([]);
    await record(claimed, {});
    expect(await claim(limits)).toHaveLength(10);
  });

  it("give of what is left the same to each tenant", async () => {
    const many = await addDue("http://a.test/", 5);
    const { rows } = await db.query<{ tenant: string }>("SELECT tenant_id AS tenant FROM webhooks WHERE id = $1", [
      many,
    ]);
    await db.query(
      `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by)
       SELECT '0-wh-' || i, $1, $1, 'http://b' || i || '.test/', '{}', '{}', 'ed25519', '{}', '{}', 'ann' FROM generate_series(1, 9) i`,
      [rows[0]?.tenant],
    );
    await db.query(
      `WITH e AS (INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
         SELECT 'evt-' || w.id, w.tenant_id, w.project_id, 1, 'webhook.test', '{}' FROM webhooks w WHERE w.id LIKE '0-%' RETURNING id, position)
       INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, url, event_type, sequence, max_attempts)
       SELECT 'dlv-' || w.id, e.position, w.tenant_id, w.project_id, 'webhook:' || w.id, w.id, w.url, 'webhook.test', 1, 1
       FROM webhooks w JOIN e ON e.id = 'evt-' || w.id`,
    );
    const other = await addDue("http://c.test/", 5);
    const claimed = await claim({ unprovenRoom: 4 });
    expect(claimed.filter(({ webhook }) => webhook?.id === other)).toHaveLength(2);
    expect(claimed).toHaveLength(4);
  });

  it("look at many lanes in rounds, so that none is forgotten", async () => {
    await db.query(
      `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by)
       SELECT 'wh-' || lpad(i::text, 5, '0'), gen_random_uuid(), gen_random_uuid(), 'http://h' || i || '.test/', '{}', '{}', 'ed25519', '{}', '{}', 'ann'
       FROM generate_series(1, 1200) i`,
    );
    await db.query(
      `WITH e AS (INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
         SELECT 'evt-' || w.id, w.tenant_id, w.project_id, 1, 'webhook.test', '{}' FROM webhooks w RETURNING id, position)
       INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, webhook_id, url, event_type, sequence, max_attempts)
       SELECT 'dlv-' || w.id, e.position, w.tenant_id, w.project_id, 'webhook:' || w.id, w.id, w.url, 'webhook.test', 1, 1
       FROM webhooks w JOIN e ON e.id = 'evt-' || w.id`,
    );
    const seen = new Set<string>();
    for (let round = 0; round < 60 && seen.size < 1200; round++) {
      const claimed = await claim({ room: 50 });
      for (const { id } of claimed) seen.add(id);
      await record(claimed, {});
    }
    expect(seen.size).toBe(1200);
  });
});
