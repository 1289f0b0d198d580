import { randomUUID } from "node:crypto";
import { patientLimits, startPhase, trialOperation, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  advanceOperations,
  claimOperations,
  createDb,
  createOperations,
  failOperation,
  giveUpClaim,
  reclaimOperations,
  recordProgress,
  releaseOperation,
  repairPlaces,
  writtenCommit,
  writtenMove,
  type Db,
} from "../index.ts";
import { expectCounts, expectPlaces } from "../test/expect-places.ts";

/** As long as an operation lives, whatever writes its row writes no index: nothing that changes until its end is in one. */

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  // One connection, so that its statistics can be flushed.
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits(), poolSize: 1 });
});
afterAll(() => db.close());

const leaseMs = 60_000;
const scope = { tenantId: randomUUID(), projectId: randomUUID() };

async function accept(n: number): Promise<string[]> {
  const operations = Array.from({ length: n }, () => trialOperation(scope));
  await createOperations(db, operations);
  return operations.map(({ id }) => id);
}

const claimAll = async (ids: readonly string[], lease = leaseMs, begins = false): Promise<void> => {
  const claimed = await claimOperations(
    db,
    ids.map((operationId) => ({ operationId, executionId: randomUUID(), workerNode: "w", leaseMs: lease, begins })),
  );
  expect(claimed).not.toContain(null);
};

/** Columns of operations that `work` changes. */
async function changedBy(ids: readonly string[], work: () => Promise<unknown>): Promise<string[]> {
  const read = async (): Promise<Map<string, Record<string, unknown>>> => {
    const { rows } = await db.query<{ id: string; row: Record<string, unknown> }>(
      "SELECT id, to_jsonb(o) AS row FROM operations o WHERE id = ANY ($1)",
      [ids],
    );
    return new Map(rows.map(({ id, row }) => [id, row]));
  };
  const before = await read();
  await work();
  const changed = new Set<string>();
  for (const [id, row] of await read())
    for (const [column, value] of Object.entries(row))
      if (JSON.stringify(value) !== JSON.stringify(before.get(id)?.[column])) changed.add(column);
  return [...changed];
}

async function updates(table = "operations"): Promise<{ all: number; heapOnly: number }> {
  await db.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await db.query<{ all: number; heapOnly: number }>(
    `SELECT n_tup_upd::int AS "all", n_tup_hot_upd::int AS "heapOnly" FROM pg_stat_user_tables WHERE relname = $1`,
    [table],
  );
  return rows[0] ?? { all: 0, heapOnly: 0 };
}

it("writes a living operation's row and no index, with each claim, move, progress, release and lapse", async () => {
  const ids = await accept(6);
  const [moved = "", released = "", given = "", lapsed = ""] = ids;
  const before = await updates();
  const changed = new Set<string>();
  const step = async (work: () => Promise<unknown>): Promise<void> => {
    for (const column of await changedBy(ids, work)) changed.add(column);
    await expectPlaces(db);
    await expectCounts(db);
  };
  await step(() => claimAll(ids.slice(0, 3)));
  await step(() => claimAll(ids.slice(3), -1000));
  await step(async () => startPhase(db, { operationId: moved, epoch: 1, leaseMs, phaseIdx: 0 }));
  await step(async () =>
    recordProgress(db, { operationId: moved, epoch: 1, leaseMs, phaseIdx: 0, percentage: 5, phaseProgress: 50 }),
  );
  await step(async () =>
    releaseOperation(db, {
      operationId: released,
      epoch: 1,
      delaySec: 60,
      attempt: { error: { code: "e", message: "e" } },
    }),
  );
  await step(async () => {
    const { rows } = await db.query<{ id: string }>("SELECT execution_id AS id FROM operations WHERE id = $1", [given]);
    await giveUpClaim(db, { operationId: given, executionId: rows[0]?.id ?? "" });
  });
  await step(() => claimAll([lapsed]));
  await step(async () => expect(await reclaimOperations(db, 10)).toHaveLength(2));
  await step(() => claimAll([given]));

  expect([...changed]).toEqual(
    expect.arrayContaining([
      "status",
      "epoch",
      "lease_until",
      "worker_node",
      "next_attempt_at",
      "started_at",
      "progress",
    ]),
  );
  const { rows } = await db.query<{ index: string; column: string }>(
    `SELECT i.indexrelid::regclass::text AS index, d.attname AS "column" FROM pg_index i
     JOIN pg_attribute d ON d.attrelid = i.indrelid AND d.attnum > 0
     WHERE i.indrelid = 'operations'::regclass AND d.attname = ANY ($1)
       AND (d.attnum = ANY (i.indkey) OR EXISTS (SELECT FROM pg_depend p WHERE p.classid = 'pg_class'::regclass
         AND p.objid = i.indexrelid AND p.refobjid = i.indrelid AND p.refobjsubid = d.attnum))`,
    [[...changed]],
  );
  expect(rows).toEqual([]);
  const after = await updates();
  expect(after.all).toBeGreaterThan(before.all);
  expect(after.heapOnly - before.heapOnly).toBe(after.all - before.all);
});

it("has room on each page for claims of all its operations in one transaction", async () => {
  const ids = await accept(320);
  const before = await updates();
  for (let at = 0; at < ids.length; at += 32) await claimAll(ids.slice(at, at + 32));
  const after = await updates();
  expect(after.all - before.all).toBe(320);
  expect(after.heapOnly - before.heapOnly).toBeGreaterThan(300);
  await expectPlaces(db);
});

it("has what ended in the index of its end, and in no place any more", async () => {
  const [id = ""] = await accept(1);
  await claimAll([id]);
  await failOperation(db, { operationId: id, epoch: 1, error: { code: "e", message: "e" } });
  const { rows: ended } = await db.query("SELECT stage FROM operations WHERE id = $1", [id]);
  expect(ended).toEqual([{ stage: "Failed" }]);
  await expectPlaces(db);
  await expectCounts(db);
  const { rows: places } = await db.query(
    "SELECT operation_id FROM ready_operations WHERE operation_id = $1 UNION ALL SELECT operation_id FROM running_operations WHERE operation_id = $1",
    [id],
  );
  expect(places).toEqual([]);
});

it("repairs what a disabled trigger left out", async () => {
  await db.query("ALTER TABLE operations DISABLE TRIGGER operations_counted");
  const [unseen = ""] = await accept(1);
  await db.query("ALTER TABLE operations ENABLE TRIGGER operations_counted");
  await db.query("INSERT INTO ready_operations VALUES ('Low', 1, now(), 'op-gone')");
  expect(await repairPlaces(db)).toBe(2);
  await expectPlaces(db);
  await claimAll([unseen]);
  await expectPlaces(db);
});

it("writes phases of operations that move together and no index", async () => {
  const phases = ["one", "two", "three", "four"].map((name) => ({ name, weight: 1 }));
  const operations = Array.from({ length: 128 }, () => ({ ...trialOperation(scope), phases }));
  await createOperations(db, operations);
  const before = await updates("phases");
  for (let n = 0; n < operations.length; n += 16) {
    const some = operations.slice(n, n + 16);
    await claimAll(
      some.map(({ id }) => id),
      leaseMs,
      true,
    );
    const commits = phases.map(({ name }, phaseIdx) => {
      const said = { fingerprint: "f".repeat(64), output: {}, files: {}, artifacts: [], detail: {} };
      return writtenCommit({ phaseIdx, phaseName: name, percentage: 1, ...said });
    });
    const moved = await advanceOperations(
      db,
      some.map(({ id }) => writtenMove({ operationId: id, epoch: 1, leaseMs, commits, complete: { summary: {} } })),
    );
    expect(moved.every(({ isOwned }) => isOwned)).toBe(true);
  }
  const after = await updates("phases");
  const all = after.all - before.all;
  expect(all).toBe(operations.length * (1 + phases.length));
  // Nearly all, but where an old snapshot keeps a page full; without room, a third.
  expect(after.heapOnly - before.heapOnly).toBeGreaterThan(0.6 * all);
});
