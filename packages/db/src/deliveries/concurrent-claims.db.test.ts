import { useTestDatabase, patientLimits } from "@longhaul/testing";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { claimDeliveries, createDb, type ClaimedDelivery, type Db } from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

beforeEach(async () => {
  await db.query("TRUNCATE events, deliveries, delivery_lanes CASCADE");
  await db.query(
    `WITH e AS (
       INSERT INTO events (id, tenant_id, project_id, sequence, type, body)
       SELECT 'evt-' || n, $1, $1, 1, 'operation.started', '{}' FROM generate_series(1, 40) n RETURNING position
     )
     INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, url, event_type, sequence, max_attempts)
     SELECT 'dlv-' || position, position, $1, $1, 'callback:onError', 'https://a.example/', 'operation.started', 1, 6 FROM e`,
    [randomUUID()],
  );
  await db.query("INSERT INTO delivery_lanes (lane, window_size) SELECT DISTINCT lane, 8 FROM deliveries");
});

const claim = async (): Promise<readonly ClaimedDelivery[]> => {
  const limits = {
    room: 100,
    unprovenRoom: 100,
    unprovenOfTenant: 100,
    leaseMs: 30_000,
    firstWindow: 2,
    laneCap: 16,
    originCap: 100,
  };
  return (await claimDeliveries(db, { ...limits, perSecond: null })).deliveries;
};

it("gives a lane's window once to all workers that claim at the same moment, and no delivery to two", async () => {
  const claimed = (await Promise.all(Array.from({ length: 6 }, claim))).flat();
  expect(claimed.length).toBe(8);
  expect(new Set(claimed.map(({ id }) => id)).size).toBe(8);
});

it("passes by what a transaction under way has locked, without waiting for it", async () => {
  await db.withTransaction(async (tx) => {
    await tx.query("SELECT id FROM deliveries ORDER BY next_attempt_at, event_position LIMIT 3 FOR UPDATE");
    const claimed = await claim();
    expect(claimed.length).toBe(5);
  });
  expect((await claim()).length).toBe(3);
});

it("leaves what it looked at and didn't take free for others to change", async () => {
  await db.withTransaction(async (tx) => {
    const limits = {
      room: 1,
      unprovenRoom: 1,
      unprovenOfTenant: 1,
      leaseMs: 30_000,
      firstWindow: 2,
      laneCap: 16,
      originCap: 100,
    };
    expect((await claimDeliveries(tx, { ...limits, perSecond: null })).deliveries.length).toBe(1);
    const { rowCount } = await db.query("SELECT id FROM deliveries WHERE status = 'Pending' FOR UPDATE SKIP LOCKED");
    expect(rowCount).toBe(39);
  });
});
