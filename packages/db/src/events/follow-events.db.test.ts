import { randomUUID } from "node:crypto";
import { useTestDatabase, waitFor, patientLimits } from "@longhaul/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { createDb, type Db, type Sql } from "../client.ts";
import { followEvents } from "./follow-events.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
beforeEach(async () => {
  await db.query("TRUNCATE events CASCADE");
});
afterAll(() => db.close());

const addEvent = async (sql: Sql, sequence: number): Promise<void> => {
  await sql.query(
    `INSERT INTO events (id, tenant_id, project_id, operation_id, sequence, type, body)
     VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'op-1', $2, 'operation.progress', '{}')`,
    [`evt-${randomUUID()}`, sequence],
  );
};

/** Sequences of the events that a new follower tells. */
async function follow(sql: Sql = db): Promise<number[]> {
  const told: number[] = [];
  const follower = await followEvents(sql, {
    onEvents: (events) => told.push(...events.map(({ sequence }) => sequence)),
    isWatched: () => true,
  });
  onTestFinished(() => follower.close());
  return told;
}

describe("followEvents", () => {
  it("tells what is committed after it began, and nothing from before", async () => {
    await addEvent(db, 1);
    const told = await follow();
    for (const sequence of [2, 3]) await addEvent(db, sequence);
    await waitFor(() => told.length >= 2, { what: "both events" });
    expect(told).toEqual([2, 3]);
  });

  it("begins in an empty ledger, too", async () => {
    const told = await follow();
    await addEvent(db, 1);
    await waitFor(() => told.length > 0, { what: "the event" });
    expect(told).toEqual([1]);
  });

  it("tells of an event that is committed behind one of a higher position, even if both are older than the follower", async () => {
    let told: number[] = [];
    await db.withTransaction(async (tx) => {
      await addEvent(tx, 1);
      await addEvent(db, 2);
      await addEvent(db, 3);
      told = await follow();
      await addEvent(db, 4);
      await waitFor(() => told.length > 0, { what: "the event outside" });
    });
    await waitFor(() => told.length > 1, { what: "the event of the longer transaction" });
    expect(told).toEqual([4, 1]);
  });

  it("goes on where it was when the database has been away", async () => {
    const faults: unknown[] = [];
    let isAway = false;
    const flaky: Sql = {
      query: async (statement, values) => {
        if (isAway) throw new Error("away");
        return db.query(statement, values);
      },
    };
    const told: number[] = [];
    const follower = await followEvents(flaky, {
      onEvents: (events) => told.push(...events.map(({ sequence }) => sequence)),
      isWatched: () => true,
      onError: (err) => faults.push(err),
    });
    onTestFinished(() => follower.close());
    isAway = true;
    await waitFor(() => faults.length > 0, { what: "a failed read" });
    await addEvent(db, 1);
    isAway = false;
    await waitFor(() => told.length > 0, { what: "the event" });
    expect(told).toEqual([1]);
  });

  it("polls at once when `poll` is called, though nobody watches", async () => {
    const told: number[] = [];
    const follower = await followEvents(db, {
      onEvents: (events) => told.push(...events.map(({ sequence }) => sequence)),
      isWatched: () => false,
    });
    onTestFinished(() => follower.close());
    const took: number[] = [];
    for (let sequence = 1; sequence <= 5; sequence++) {
      await addEvent(db, sequence);
      const askedAt = performance.now();
      follower.poll();
      await waitFor(() => told.includes(sequence), { what: "the event" });
      took.push(performance.now() - askedAt);
    }
    // Without `poll` each event but the first would wait for the next poll, a second later.
    expect(Math.min(...took.slice(1))).toBeLessThan(500);
  });
});
