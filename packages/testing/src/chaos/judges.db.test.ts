import { trialWork } from "../trial/trial-work.ts";
import { randomUUID } from "node:crypto";
import { createDb, createOperation, type Db } from "@longhaul/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "../use-test-database.ts";
import { CELLS } from "./cells.ts";
import type { Expected } from "./clients.ts";
import { judgeLedger } from "./judge-ledger.ts";
import { createArrivals } from "./listen-to-ends.ts";
import { addWitness } from "./witness.ts";
import { patientLimits } from "../patience.ts";

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const END = "UPDATE operations SET status = 'Failed', ended_at = now() WHERE id = $1";
const COMMIT = `INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files)
  VALUES ($1, 0, 1, 'f', '{}', '{}')
  ON CONFLICT (operation_id, phase_idx) DO UPDATE SET epoch = checkpoints.epoch + 1`;

/** What breaks each promise, of an operation that is to fail. */
const PLANTED: Readonly<Record<string, readonly string[]>> = {
  "what was accepted is found": ["DELETE FROM operations WHERE id = $1"],
  "what was accepted ends": ["UPDATE operations SET name = 'x' WHERE id = $1"],
  "an operation ends once": [END, "UPDATE operations SET status = 'Cancelled' WHERE id = $1"],
  "a phase is committed once": [COMMIT, COMMIT, END],
  "epochs rise": [
    "UPDATE operations SET epoch = 3 WHERE id = $1",
    "UPDATE operations SET epoch = 2 WHERE id = $1",
    END,
  ],
  "an operation that completed has its results": [
    "UPDATE operations SET status = 'Completed', ended_at = now() WHERE id = $1",
  ],
  "events have no gaps": [END, "UPDATE operations SET event_seq = event_seq + 1 WHERE id = $1"],
  "an operation ends as its work does": ["UPDATE operations SET status = 'Cancelled', ended_at = now() WHERE id = $1"],
};

describe("the judge of a ledger", () => {
  const database = useTestDatabase();
  let db: Db;
  const query = async <Row extends object>(sql: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await db.query<Row>(sql, [...values])).rows;
  const accept = async (name: string = randomUUID()): Promise<string> => {
    const id = `op-${randomUUID()}`;
    await createOperation(db, {
      id,
      ...scope,
      ...trialWork,
      type: "TrialInline",
      name,
      cpuUnits: 0.5,
      memoryGb: 0.5,
      createdBy: "test",
      phases: [{ name: "Phase", weight: 1 }],
    });
    return id;
  };
  const judge = async (ids: readonly string[]): Promise<string[]> => {
    const operations = new Map<string, Expected>(ids.map((id) => [id, "Failed"]));
    return (await judgeLedger({ query }, { operations, batches: new Set() })).map(({ promise }) => promise);
  };
  beforeAll(async () => {
    db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
    await addWitness({ query: async (sql) => query(sql) });
  });
  afterAll(() => db.close());

  it("finds nothing where every promise is kept", async () => {
    const id = await accept();
    for (const sql of [COMMIT, END]) await query(sql, [id]);
    expect(await judge([id])).toEqual([]);
  });

  it.each(Object.entries(PLANTED))("finds that it isn't true that %s", async (promise, statements) => {
    const [id, neighbour] = [await accept(), await accept()];
    await query(END, [neighbour]);
    for (const sql of statements) await query(sql, [id]);
    expect(await judge([id, neighbour])).toContain(promise);
    expect(await judge([neighbour])).toEqual([]);
  });

  it("finds a request that made two operations", async () => {
    const name = randomUUID();
    const ids = [await accept(name), await accept(name)];
    for (const id of ids) await query(END, [id]);
    // The client knows of one.
    expect(await judge(ids.slice(0, 1))).toEqual(["one request makes one operation"]);
  });
});

describe("the judge of deliveries", () => {
  const body = (id: string, sequence: number, type = "operation.started"): string =>
    JSON.stringify({ id, type, sequence, data: { operationId: "op-1" } });

  it("takes repetitions, and knows whose end has come", () => {
    const arrivals = createArrivals();
    for (const event of [body("a", 2), body("a", 2)]) arrivals.add(event);
    expect(arrivals.missing(["op-1", "op-2"])).toEqual(["op-1", "op-2"]);
    arrivals.add(body("b", 6, "operation.completed"));
    expect(arrivals.missing(["op-1", "op-2"])).toEqual(["op-2"]);
    expect(arrivals.judge(["op-1"])).toEqual([]);
  });

  it("finds first attempts in a wrong order, and attempts that differ", () => {
    const arrivals = createArrivals();
    for (const event of [body("b", 6), body("a", 2), body("a", 3)]) arrivals.add(event);
    expect(arrivals.judge(["op-1"]).map(({ promise }) => promise)).toEqual([
      "an event is the same in all attempts",
      "first attempts are in order",
    ]);
  });
});

it("names each cell once", () => {
  expect(new Set(CELLS.map(({ name }) => name)).size).toBe(CELLS.length);
});
