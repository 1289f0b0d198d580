import { randomUUID } from "node:crypto";
import { patientLimits, trialOperation, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  advanceOperations,
  claimOperations,
  createDb,
  createOperations,
  writtenCommit,
  writtenMove,
} from "../index.ts";
import type { Db, NewOperation } from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());

const tenantId = randomUUID();
const newOperation = (changes: Partial<NewOperation> = {}): NewOperation =>
  trialOperation(
    { tenantId, projectId: randomUUID() },
    { name: 'a "name"\n🧾', phases: ["Load", 'the "last"'].map((name) => ({ name, weight: 1 })), ...changes },
  );

/** What an operation says of itself in each event, without what differs from one to the next. */
async function told({ id }: NewOperation): Promise<unknown[]> {
  const { rows } = await db.query<{ body: string; position: number }>(
    "SELECT body, position FROM events WHERE operation_id = $1 ORDER BY sequence",
    [id],
  );
  expect(rows.map(({ position }) => position)).toEqual(rows.map(({ position }) => position).toSorted((a, b) => a - b));
  return rows.map(({ body }) =>
    JSON.parse(body.replaceAll(id.slice(3), "ID").replaceAll(/\d{4}-[\d-]+T[\d:]+Z/g, "TIME")),
  );
}

it("events that nobody is told of read as those that somebody is told of, of operations that move together", async () => {
  const alone = newOperation();
  const called = newOperation({ callbacks: { onCompletion: "http://a.test/" } });
  const heard = newOperation();
  await db.query(
    `INSERT INTO webhooks (id, tenant_id, project_id, url, events, filters, auth_type, retry_policy, headers, created_by)
     VALUES ('wh-1', $1, $2, 'http://a.test/', ARRAY['operation.phase.completed'], '{}', 'ed25519', '{"maxRetries": 2}', '{}', 'ann')`,
    [tenantId, heard.projectId],
  );
  const all = [alone, called, heard];
  await createOperations(db, all);
  await claimOperations(
    db,
    all.map(({ id }) => ({ operationId: id, executionId: `exe-${id}`, workerNode: "w", leaseMs: 60_000 })),
  );
  const commits = [
    { phaseIdx: 0, phaseName: "Load", percentage: 50, recordsProcessed: 7 },
    { phaseIdx: 1, phaseName: 'the "last"', percentage: 99 },
  ].map((phase) => writtenCommit({ ...phase, fingerprint: "f", output: {}, files: {}, artifacts: [], detail: {} }));
  const complete = { summary: { found: null, é: [1] } };
  const moved = await advanceOperations(
    db,
    all.map(({ id }) => writtenMove({ operationId: id, epoch: 1, leaseMs: 60_000, begin: 0, commits, complete })),
  );
  expect(moved.map(({ isOwned }) => isOwned)).toEqual([true, true, true]);

  const events = await told(alone);
  expect(events).toHaveLength(5);
  expect(events).toMatchObject([
    { type: "operation.created" },
    { type: "operation.started", sequence: 2 },
    {
      id: "evt-ID-3",
      sequence: 3,
      data: {
        operationName: 'a "name"\n🧾',
        status: "Running",
        progress: { percentage: 50, currentPhase: "Load", phasesCompleted: 1, totalPhases: 2 },
        phase: { phaseName: "Load", status: "Completed", recordsProcessed: 7 },
        startTime: "TIME",
      },
    },
    {
      data: {
        progress: { percentage: 99, phasesCompleted: 2 },
        phase: { phaseName: 'the "last"', status: "Completed" },
      },
    },
    { type: "operation.completed", data: { status: "Completed", endTime: "TIME", summary: { é: [1] } } },
  ]);
  expect(await told(called)).toEqual(events);
  expect(await told(heard)).toEqual(events);
  const { rows } = await db.query<{ id: string; type: string }>(
    "SELECT operation_id AS id, event_type AS type FROM deliveries ORDER BY event_position",
  );
  expect(rows).toHaveLength(3);
  expect(rows.filter(({ id }) => id === heard.id).map(({ type }) => type)).toEqual(
    Array(2).fill("operation.phase.completed"),
  );
  expect(rows.filter(({ id }) => id === called.id).map(({ type }) => type)).toEqual(["operation.completed"]);
});
