import { randomUUID } from "node:crypto";
import { claimOperation, commitPhase, patientLimits, startPhase, trialWork, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  appendLogEntries,
  cancelOperation,
  claimDataset,
  completeOperation,
  createDataset,
  createDb,
  createOperation,
  failImport,
  failOperation,
  findAllocations,
  findReadyOperations,
  recordAttempts,
  recordImportProgress,
  recordProgress,
  releaseOperation,
  writtenLog,
  type Db,
  type NewOperation,
} from "./index.ts";

const database = useTestDatabase();
let db: Db;
let other: Db;
beforeAll(() => {
  // One connection, so that its statistics can be flushed.
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits(), poolSize: 1 });
  other = createDb({ databaseUrl: database.url, applicationName: "other" });
});
afterAll(async () => {
  await db.close();
  await other.close();
});

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const leaseMs = 600_000;
const newOperation = (): NewOperation => ({
  id: `op-${randomUUID()}`,
  ...scope,
  ...trialWork,
  type: "ProcessMiningAnalysis",
  name: "Analysis",
  estimatedLowSec: 10,
  estimatedHighSec: 20,
  createdBy: "tester",
  phases: [{ name: "Load", weight: 1 }],
  callbacks: { onProgress: "https://receiver.example/progress", onCompletion: "https://receiver.example/done" },
  notifications: { email: ["ann@example.com"] },
});

/** All guarded writes of an operation's life, to one of its ends. */
async function run(turn: number): Promise<void> {
  const operation = newOperation();
  const operationId = operation.id;
  await createOperation(db, operation);
  await findReadyOperations(db, [operationId]);
  await findAllocations(db, [operationId]);
  const claim = { operationId, executionId: `exec-${randomUUID()}`, workerNode: "w", leaseMs, begins: true };
  await claimOperation(db, claim);
  await releaseOperation(db, { operationId, epoch: 1 });
  expect((await claimOperation(db, claim))?.operation.epoch).toBe(3);
  const owned = { operationId, epoch: 3, leaseMs };
  await startPhase(db, { ...owned, phaseIdx: 0 });
  for (let percentage = 10; percentage < 60; percentage += 10) {
    expect(await recordProgress(db, { ...owned, phaseIdx: 0, percentage, phaseProgress: percentage })).toBe(true);
  }
  const entry = { time: new Date().toISOString(), level: "info", phase: null, attempt: 1, message: "m" } as const;
  for (let upTo = 1; upTo < 4; upTo++) {
    const log = { operationId, epoch: 3, upTo, dropped: 0, entries: [{ ...entry, number: upTo }] };
    await appendLogEntries(db, [writtenLog(log)]);
  }
  const kept = await commitPhase(db, { ...COMMIT, ...owned });
  expect(kept).toBe(true);
  const ends = [
    () => cancelOperation(db, scope, { operationId, ...CANCELLATION }),
    () => failOperation(db, { operationId, epoch: 3, error: { code: "x", message: "x" } }),
    () => completeOperation(db, { operationId, epoch: 3, summary: {} }),
  ];
  expect(await ends[turn % ends.length]?.()).toBeTruthy();
}

/** Entries that each use of an index read, on average, over all that was done since the last call. */
async function entriesPerScan(): Promise<Map<string, number>> {
  await db.query("SELECT pg_stat_force_next_flush()");
  const { rows } = await db.query<{ name: string; perScan: number }>(
    `SELECT indexrelname AS name, (idx_tup_read::float8 / idx_scan) AS "perScan" FROM pg_stat_user_indexes
     WHERE schemaname = 'public' AND idx_scan > 0`,
  );
  await db.query("SELECT pg_stat_reset()");
  return new Map(rows.map(({ name, perScan }) => [name, perScan]));
}

/** Indexes of which one use read more entries than a row and its dead versions have. */
const tooMany = (entries: ReadonlyMap<string, number>): [string, number][] =>
  [...entries].filter(([, perScan]) => perScan > MOST_ENTRIES);

const MOST_ENTRIES = 8;
const RUNNING = 40;
const COMMIT = {
  leaseMs,
  phaseIdx: 0,
  phaseName: "Load",
  percentage: 99,
  fingerprint: "f",
  output: {},
  files: {},
  artifacts: [],
  detail: {},
};
const CANCELLATION = {
  preservePartialResults: true,
  forceTermination: false,
  notifyCallbacks: true,
  cancelledBy: "ann",
};

/** Runs `work` while a transaction elsewhere keeps everything from being vacuumed, as a backup or a forgotten BEGIN does. */
const besideOldSnapshot = <T>(work: () => Promise<T>): Promise<T> =>
  other.withTransaction(async (tx) => {
    await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    await tx.query("SET LOCAL idle_in_transaction_session_timeout = 0");
    await tx.query("SELECT 1 FROM operations LIMIT 1");
    return work();
  });

describe("a guarded write finds its row by key, beside an old snapshot and whatever else is under way", () => {
  it("when a claim begins the first phase by a plan that was made while there were no checkpoints", async () => {
    const begin = async (): Promise<string> => {
      const operation = newOperation();
      await createOperation(db, operation);
      const { id } = operation;
      const claim = { operationId: id, executionId: "e", workerNode: "w", leaseMs, begins: true };
      expect((await claimOperation(db, claim))?.isBegun).toBe(true);
      return id;
    };
    await db.query("ANALYZE");
    for (let n = 0; n < RUNNING; n++)
      expect(await commitPhase(db, { ...COMMIT, operationId: await begin(), epoch: 1 })).toBe(true);
    await entriesPerScan();
    for (let n = 0; n < 5; n++) await begin();
    expect(tooMany(await entriesPerScan())).toEqual([]);
  });

  // What the planner believes changes while a table fills: it must not matter.
  it.each([
    ["that the planner knows nothing of", []],
    ["that the planner was told of at first", [0]],
    ["that the planner is told of again and again", [0, 5, 20, 40]],
  ])("in the life of an operation %s", async (_, analyzedAt) => {
    for (let n = 0; n < RUNNING; n++) {
      const operation = newOperation();
      await createOperation(db, operation);
      await claimOperation(db, { operationId: operation.id, executionId: "e", workerNode: "w", leaseMs });
    }
    await besideOldSnapshot(async () => {
      await entriesPerScan();
      for (let turn = 0; turn < 60; turn++) {
        if (analyzedAt.includes(turn)) await db.query("ANALYZE");
        await run(turn);
      }
      const entries = await entriesPerScan();
      expect(tooMany(entries)).toEqual([]);
      expect([...entries.keys()]).toContain("operations_pkey");
    });
  });

  it("in the record of deliveries, messages and imports", async () => {
    await db.query("UPDATE deliveries SET status = 'InFlight', epoch = 1, lease_until = now() + interval '1 hour'");
    const sixty = async (which: string) =>
      (
        await db.query<{ id: string; operationId: string }>(
          `SELECT id, operation_id AS "operationId" FROM deliveries WHERE target ${which} LIMIT 60`,
        )
      ).rows;
    const [deliveries, messages] = [await sixty("IS NULL"), await sixty("IS NOT NULL")];
    expect([deliveries.length, messages.length]).toEqual([60, 60]);
    const imports = Array.from({ length: RUNNING }, () => randomUUID());
    for (const id of imports) {
      const file = { fileName: "log.csv", mapping: {}, sizeBytes: 1, sha256: "00", sourceKey: "k", createdBy: "ann" };
      await createDataset(db, { ...scope, ...file, id, name: id });
    }
    const policy = { firstWindow: 2, laneCap: 16, tripAfter: 5, minOpenMs: 1, maxOpenMs: 1, disableAfterMs: 1 };
    await besideOldSnapshot(async () => {
      await entriesPerScan();
      const record = async (id: string, more: { readonly toldOf?: string } = {}): Promise<void> => {
        const attempt = { deliveryId: id, epoch: 1, number: 1, startedAt: new Date(), durationMs: 1, outcome: "ok" };
        const after = { status: "Pending", retryInMs: 1 } as const;
        const { kept } = await recordAttempts(
          db,
          [{ ...attempt, after, effect: "none", isGone: false, ...more }],
          policy,
        );
        expect(kept.size).toBe(1);
      };
      for (const { id } of deliveries) await record(id);
      for (const { id, operationId } of messages) await record(id, { toldOf: operationId });
      for (const id of imports) {
        const claimed = await claimDataset(db, { datasetId: id, leaseMs });
        const owned = { datasetId: id, epoch: claimed?.epoch ?? 0 };
        for (let n = 1; n < 6; n++) await recordImportProgress(db, { ...owned, leaseMs, fraction: n / 6 });
        expect(await failImport(db, owned, { code: "x", message: "x" })).toBe(true);
      }
      expect(tooMany(await entriesPerScan())).toEqual([]);
    });
  });

  it("since no partial index on a status can stand in for a key that it hasn't", async () => {
    const { rows } = await db.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
       WHERE pg_get_expr(i.indpred, i.indrelid) LIKE '%status%'
         AND pg_get_indexdef(i.indexrelid, 1, true) <> 'id'
         AND pg_get_expr(i.indpred, i.indrelid) NOT LIKE '%IS NOT NULL%'`,
    );
    expect(rows).toEqual([]);
  });
});
