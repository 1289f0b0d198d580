import { randomUUID } from "node:crypto";
import { useTestDatabase, patientLimits } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDb, findStagedDelivery, listStagedAttempts, deliveryStages, type Db } from "../index.ts";
import { explainWith } from "../test/explain-with.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const STAGES = ["waiting", "sending", "retrying", "failed"] as const;

/** Puts in `count` deliveries, numbered in the order of their times. */
async function put(status: string, attempts: number, count: number): Promise<void> {
  const hasEnded = !["Pending", "InFlight"].includes(status);
  await db.query(
    `INSERT INTO deliveries (id, event_position, tenant_id, project_id, destination, url, event_type, sequence, status,
       attempts, max_attempts, next_attempt_at, ended_at, last_error)
     SELECT $1 || '-' || $2::int || '-' || n, 0, $3::uuid, $3::uuid, 'callback:onCompletion', 'https://u:p@' || n || '.example/secret?key=secret',
       'operation.completed', 1, $1, $2, 6, now() + n * interval '1 minute',
       CASE WHEN $4 THEN now() - n * interval '1 minute' END, 'no answer'
     FROM generate_series(1, $5::int) n ON CONFLICT DO NOTHING`,
    [status, attempts, randomUUID(), hasEnded, count],
  );
}

it("deliveries are counted and paged by where they stand, without secrets, and those that ended well not at all", async () => {
  await db.query(
    "ALTER TABLE deliveries DROP CONSTRAINT deliveries_event_position_fkey, DROP CONSTRAINT IF EXISTS deliveries_event_position_destination_key",
  );
  await put("Pending", 0, 4);
  await put("Pending", 2, 3);
  await put("InFlight", 1, 2);
  await put("Failed", 6, 5);
  await put("Delivered", 1, 9);
  await put("Superseded", 0, 9);
  expect(await deliveryStages.count(db)).toEqual({ waiting: 4, sending: 2, retrying: 3, failed: 5 });
  const ids = async (stage: (typeof STAGES)[number], offset: number): Promise<string[]> =>
    (await deliveryStages.list(db, stage, { size: 2, offset })).map(({ id }) => id);
  expect(await ids("retrying", 0)).toEqual(["Pending-2-1", "Pending-2-2"]);
  expect(await ids("retrying", 2)).toEqual(["Pending-2-3"]);
  expect(await ids("failed", 0)).toEqual(["Failed-6-1", "Failed-6-2"]);
  const found = await findStagedDelivery(db, "Failed-6-1");
  expect(found).toMatchObject({ origin: "https://1.example", status: "Failed", attempts: 6, lastError: "no answer" });
  expect(JSON.stringify([found, await deliveryStages.list(db, "failed", { size: 9, offset: 0 })])).not.toMatch(
    /secret|u:p/,
  );
  expect(await findStagedDelivery(db, "none")).toBeNull();
});

it("those that wait are all told, however many are retried", async () => {
  await put("Pending", 1, 10_001);
  expect(await deliveryStages.count(db)).toMatchObject({ waiting: 4, retrying: 10_000 });
  const waiting = await deliveryStages.list(db, "waiting", { size: 10, offset: 0 });
  expect(waiting.map(({ id }) => id)).toEqual([1, 2, 3, 4].map((n) => `Pending-0-${n}`));
  expect(await deliveryStages.list(db, "retrying", { size: 10, offset: 9_995 })).toHaveLength(5);
  expect(await deliveryStages.list(db, "retrying", { size: 10, offset: 1_000_000 })).toEqual([]);
});

it("no look at them reads the whole table, whatever is in it", async () => {
  const plans = await explainWith(db, async (sql) => {
    await deliveryStages.count(sql);
    for (const stage of STAGES) await deliveryStages.list(sql, stage, { size: 10, offset: 0 });
    await findStagedDelivery(sql, "d");
    await listStagedAttempts(sql, "d");
  });
  expect(plans).toHaveLength(7);
  for (const plan of plans) expect(plan).not.toMatch(/Seq Scan/);
  // The attempts of one delivery are few, and sorted as they are.
  for (const plan of plans.slice(0, -1)) expect(plan).not.toMatch(/Sort Key/);
});
