import { randomUUID } from "node:crypto";
import { LOG_LEVELS, type LogLevel } from "@longhaul/domain";
import { claimOperation, patientLimits, trialOperation, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  appendLogEntries,
  cancelOperation,
  createDb,
  createOperation,
  expireOperations,
  findLogCounts,
  listLogEntries,
  listLogStates,
  releaseOperation,
  writtenLog,
  type Db,
  type NewLogEntry,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(() => db.close());

const scope = { tenantId: randomUUID(), projectId: randomUUID() };
const START = { epoch: -1, number: 0 };

async function claimed(): Promise<{ readonly operationId: string; readonly epoch: number }> {
  const operation = trialOperation(scope);
  await createOperation(db, operation);
  return { operationId: operation.id, epoch: await claim(operation.id) };
}

async function claim(operationId: string): Promise<number> {
  const taken = await claimOperation(db, {
    operationId,
    executionId: `exec-${randomUUID()}`,
    workerNode: "w",
    leaseMs: 60_000,
  });
  if (taken === null) throw new Error("not claimed");
  return taken.operation.epoch;
}

const entry = (number: number, level: LogLevel = "info", message = `entry ${number}`): NewLogEntry => ({
  number,
  time: new Date(1_700_000_000_000 + number).toISOString(),
  level,
  phase: "p",
  attempt: 1,
  message,
});
const batch = (owned: { operationId: string; epoch: number }, entries: readonly NewLogEntry[], dropped = 0) =>
  writtenLog({ ...owned, upTo: (entries.at(-1)?.number ?? 0) + dropped, dropped, entries });
const messages = async (operationId: string, levels: readonly LogLevel[] = LOG_LEVELS): Promise<string[]> =>
  (await listLogEntries(db, operationId, { levels }, { after: START, limit: 1000, maxBytes: 1_000_000 })).map(
    ({ message }) => message,
  );

it("keeps entries of several operations that are written together, each in its order, and counts them", async () => {
  const [a, b] = [await claimed(), await claimed()];
  await appendLogEntries(db, [batch(a, [entry(1), entry(2, "warn")]), batch(b, [entry(1, "error", "odd \0 text")])]);
  await appendLogEntries(db, [batch(a, [entry(3, "debug")], 4)]);
  expect(await messages(a.operationId)).toEqual(["entry 1", "entry 2", "entry 3"]);
  expect(await messages(b.operationId)).toEqual(["odd \uFFFD text"]);
  expect(await findLogCounts(db, a.operationId)).toEqual({
    counts: { debug: 1, info: 1, warn: 1, error: 0 },
    dropped: 4,
  });
  expect(await listLogStates(db, [a.operationId, "op-none"])).toEqual([
    { operationId: a.operationId, epoch: a.epoch, number: 7, isEnded: false },
  ]);
});

it("changes nothing when a batch comes again, since nobody knows whether it was written", async () => {
  const owned = await claimed();
  const given = [batch(owned, [entry(1), entry(2)], 3)];
  for (let times = 0; times < 3; times++) await appendLogEntries(db, given);
  expect(await messages(owned.operationId)).toHaveLength(2);
  expect((await findLogCounts(db, owned.operationId)).dropped).toBe(3);
});

it("refuses a claim that is over, and lets the one go on that a cancellation ended", async () => {
  const owned = await claimed();
  await appendLogEntries(db, [batch(owned, [entry(1)])]);
  await releaseOperation(db, { ...owned, crashed: true });
  const next = { ...owned, epoch: await claim(owned.operationId) };
  await appendLogEntries(db, [batch(owned, [entry(2, "info", "a zombie's")])]);
  await appendLogEntries(db, [batch(next, [entry(1, "info", "second claim")])]);
  await cancelOperation(db, scope, {
    operationId: owned.operationId,
    cancelledBy: "x",
    preservePartialResults: true,
    forceTermination: false,
    notifyCallbacks: true,
  });
  await appendLogEntries(db, [batch(next, [entry(2, "warn", "stopped")])]);
  await appendLogEntries(db, [batch(owned, [entry(9, "info", "a zombie's")])]);
  expect(await messages(owned.operationId)).toEqual(["entry 1", "second claim", "stopped"]);
});

it.each([
  ["entries", { maxEntries: 20, maxBytes: 1e9 }],
  ["bytes", { maxEntries: 1e9, maxBytes: 20_000 }],
])("keeps a bounded number of %s, with room for what is worse", async (_what, limits) => {
  const owned = await claimed();
  // With the rest of an entry more than 1,000 bytes.
  const long = "x".repeat(1000);
  let number = 0;
  const flood = (count: number, level: LogLevel): NewLogEntry[] =>
    Array.from({ length: count }, () => entry(++number, level, long));
  for (const level of LOG_LEVELS) await appendLogEntries(db, [batch(owned, flood(30, level))], limits);
  const { counts, dropped } = await findLogCounts(db, owned.operationId);
  const kept = Object.values(counts).reduce((sum, count) => sum + count, 0);
  expect(kept).toBeLessThanOrEqual(20);
  expect(kept + dropped).toBe(120);
  for (const level of LOG_LEVELS) expect([level, counts[level] > 0]).toEqual([level, true]);
  expect(await messages(owned.operationId)).toHaveLength(kept);
});

it("prefers errors to what came before them in one batch", async () => {
  const owned = await claimed();
  const flood = Array.from({ length: 50 }, (_, idx) => entry(idx + 1, "debug"));
  await appendLogEntries(db, [batch(owned, [...flood, entry(51, "error", "the failure")])], {
    maxEntries: 10,
    maxBytes: 1e9,
  });
  expect(await messages(owned.operationId, ["error"])).toEqual(["the failure"]);
});

it("gives pages by position that end at so many bytes, with what a filter leaves", async () => {
  const owned = await claimed();
  const entries = Array.from({ length: 30 }, (_, idx) =>
    entry(idx + 1, idx % 3 === 0 ? "warn" : "debug", `${idx} ${"é".repeat(500)}`),
  );
  await appendLogEntries(db, [batch(owned, entries)]);
  const seen: number[] = [];
  for (let after = START; ;) {
    const page = await listLogEntries(
      db,
      owned.operationId,
      { levels: LOG_LEVELS },
      { after, limit: 7, maxBytes: 3000 },
    );
    const last = page.at(-1);
    if (last === undefined) break;
    expect(page.length).toBeLessThanOrEqual(3);
    seen.push(...page.map(({ number }) => number));
    after = last;
  }
  expect(seen).toEqual(entries.map(({ number }) => number));
  const found = await listLogEntries(
    db,
    owned.operationId,
    {
      levels: ["warn"],
      since: new Date(1_700_000_000_004),
      until: new Date(1_700_000_000_020),
      phase: "P",
      search: "É",
    },
    { after: START, limit: 100, maxBytes: 1_000_000 },
  );
  expect(found.map(({ number }) => number)).toEqual([4, 7, 10, 13, 16, 19]);
});

it("goes with the history of its operation", async () => {
  const owned = await claimed();
  await appendLogEntries(db, [batch(owned, [entry(1)])]);
  await db.query("UPDATE operations SET status = 'Failed', ended_at = now() - interval '40 days' WHERE id = $1", [
    owned.operationId,
  ]);
  expect((await expireOperations(db, { defaultDays: 30, limit: 100 })).map(({ id }) => id)).toEqual([
    owned.operationId,
  ]);
  await appendLogEntries(db, [batch(owned, [entry(2)])]);
  const { rows } = await db.query<{ n: number }>(
    "SELECT (SELECT count(*) FROM log_entries WHERE operation_id = $1) + (SELECT count(*) FROM log_counts WHERE operation_id = $1) AS n",
    [owned.operationId],
  );
  expect(rows).toEqual([{ n: 0 }]);
});
