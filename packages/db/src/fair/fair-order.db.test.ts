import { randomUUID } from "node:crypto";
import { FAIR_LAP, type Priority } from "@longhaul/domain";
import { claimOperation, patientLimits, trialWork, useTestDatabase } from "@longhaul/testing";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  cancelOperation,
  claimDataset,
  completeOperation,
  createDataset,
  createDb,
  createOperations,
  failImport,
  findDataset,
  listReadyOperations,
  listWaitingDatasets,
  repairPlaces,
  setAdmission,
  setTenantWeights,
  turnFairOrder,
  type Db,
  type NewOperation,
  type ReadyOperation,
} from "../index.ts";

const database = useTestDatabase();
let db: Db;
beforeAll(() => {
  db = createDb({ databaseUrl: database.url, applicationName: "test", limits: patientLimits() });
});
afterAll(async () => db.close());
beforeEach(async () => {
  await db.query("DELETE FROM operations");
  await repairPlaces(db);
  await db.query("DELETE FROM fair_charges");
  await db.query("DELETE FROM fair_tenants");
  await db.query(
    "UPDATE fair_classes SET virtual_time = 0, passed = 0, admit_until = 'infinity', head_id = NULL, waiting_since = NULL",
  );
});

interface OperationChoices {
  readonly priority?: Priority;
  readonly projectId?: string;
  readonly cpuUnits?: number;
  readonly seconds?: number;
}
const newOperation = (tenantId: string, { seconds = 2, ...choices }: OperationChoices = {}): NewOperation => ({
  id: `op-${randomUUID()}`,
  tenantId,
  projectId: randomUUID(),
  ...trialWork,
  type: "ProcessMiningAnalysis",
  name: "Analysis",
  estimatedLowSec: seconds,
  estimatedHighSec: seconds,
  createdBy: "tester",
  phases: [],
  ...choices,
});
/** Accepts so many operations of a tenant, 20 at a time as the API does under load. */
const accept = async (
  tenantId: string,
  count: number,
  choices: (idx: number) => OperationChoices = () => ({}),
): Promise<string[]> => {
  const operations = Array.from({ length: count }, (_, idx) => newOperation(tenantId, choices(idx)));
  for (let from = 0; from < count; from += 20) await createOperations(db, operations.slice(from, from + 20));
  return operations.map(({ id }) => id);
};
const turn = async (now?: Date): Promise<string[]> => turnFairOrder(db, { High: 60, Normal: 180, Low: 300 }, now);
/** What is ready, of one priority, in the order in which it starts. */
const ready = async (priority: Priority = "Normal", limit = 1000): Promise<ReadyOperation[]> => {
  const all = await listReadyOperations(db, { minAgeMs: -60_000, limit });
  return all.filter((one) => one.priority === priority).toSorted((a, b) => a.fairTag - b.fairTag);
};
const claimOne = async (id: string): Promise<void> => {
  const claim = { operationId: id, executionId: `exec-${randomUUID()}`, workerNode: "w", leaseMs: 600_000 };
  expect(await claimOperation(db, claim)).not.toBeNull();
};
/** Starts the first in order, and ends it as if it had run for so long. @returns what ran */
const runNext = async (ranSec?: number): Promise<ReadyOperation> => {
  const [next] = await ready();
  if (next === undefined) throw new Error("nothing is ready");
  await claimOne(next.id);
  if (ranSec !== undefined)
    await db.query("UPDATE operations SET started_at = now() - $2 * interval '1 second' WHERE id = $1", [
      next.id,
      ranSec,
    ]);
  expect(await completeOperation(db, { operationId: next.id, epoch: 1, summary: {} })).toBe(true);
  await turn();
  return next;
};

it.each([
  ["in one project", () => ({})],
  ["over 50 projects", (idx: number) => ({ projectId: `00000000-0000-4000-8000-0000000000${10 + (idx % 50)}` })],
])("starts a tenant's operation behind two of another one's hundreds, %s", async (_what, choices) => {
  const [flood, other] = [randomUUID(), randomUUID()];
  await accept(flood, 400, choices);
  await turn();
  for (let ran = 0; ran < 5; ran++) expect((await runNext()).tenantId).toBe(flood);
  const [own] = await accept(other, 1);
  const order = await ready();
  expect(order.findIndex(({ id }) => id === own)).toBeLessThanOrEqual(2);
});

it("goes on in the next lap of the queue's places when nothing of the last one waits", async () => {
  const [early, late] = [randomUUID(), randomUUID()];
  await accept(early, 1);
  await accept(late, 1, () => ({ seconds: FAIR_LAP / 1000 }));
  await turn();
  expect((await ready()).map(({ tenantId }) => tenantId)).toEqual([early]);
  await runNext();
  expect((await ready()).map(({ tenantId }) => tenantId)).toEqual([late]);
  const [next] = await accept(early, 1);
  expect((await ready()).find(({ id }) => id === next)?.fairTag).toBeGreaterThanOrEqual(FAIR_LAP);
});

it("gives a lone tenant everything, in the order of its requests, and holds nothing against it later", async () => {
  const [lone, other] = [randomUUID(), randomUUID()];
  const ids = await accept(lone, 60);
  for (const id of ids) expect((await runNext(2)).id).toBe(id);
  const late = await accept(lone, 3);
  await accept(other, 3);
  const order = await ready();
  expect(order.slice(0, 2).map(({ id }) => id)).toContain(late[0]);
  expect(order.slice(0, 4).filter(({ tenantId }) => tenantId === other)).toHaveLength(2);
});

it.each([
  ["whose operations cost the same", 2, 2],
  ["whose operations cost four times as much as the other's", 8, 2],
  ["whose operations cost a quarter of the other's", 2, 8],
])("shares CPU seconds 3:1 between weights of 3 and 1, for a tenant %s", async (_what, heavySec, lightSec) => {
  const [heavy, light] = [randomUUID(), randomUUID()];
  await setTenantWeights(db, new Map([[heavy, 3]]));
  await accept(heavy, 300, () => ({ seconds: heavySec }));
  await accept(light, 300, () => ({ seconds: lightSec }));
  const order = await ready();
  // As long as both have something that waits.
  const last = Math.min(...[heavy, light].map((tenantId) => order.findLastIndex((one) => one.tenantId === tenantId)));
  const both = order.slice(0, last + 1);
  const spent = (tenantId: string, each: number): number =>
    each * both.filter((one) => one.tenantId === tenantId).length;
  const share = spent(heavy, heavySec) / spent(light, lightSec);
  expect(share).toBeGreaterThan(3 * 0.95);
  expect(share).toBeLessThan(3 * 1.05);
});

it("charges for what was really used: who runs four times as long as estimated gets no more CPU seconds than others", async () => {
  const [honest, optimist] = [randomUUID(), randomUUID()];
  const spent = new Map<string, number>([honest, optimist].map((tenantId) => [tenantId, 0]));
  for (const tenantId of [honest, optimist]) await accept(tenantId, 1);
  for (let ran = 0; ran < 100; ran++) {
    const [next] = await ready();
    const isHonest = next?.tenantId === honest;
    const { tenantId } = await runNext(isHonest ? 2 : 8);
    spent.set(tenantId, (spent.get(tenantId) ?? 0) + (isHonest ? 2 : 8));
    // Each sends its next one when one has ended.
    await accept(tenantId, 1);
  }
  const share = (spent.get(honest) ?? 0) / (spent.get(optimist) ?? 1);
  expect(share).toBeGreaterThan(0.85);
  expect(share).toBeLessThan(1.15);
});

it("doesn't let a newcomer wait for what was accepted between two turns, however much ran meanwhile", async () => {
  const [flood, other] = [randomUUID(), randomUUID()];
  const ids = await accept(flood, 100);
  await turn();
  const end = async (ended: readonly string[]): Promise<void> => {
    for (const operationId of ended) {
      await claimOne(operationId);
      await completeOperation(db, { operationId, epoch: 1, summary: {} });
    }
  };
  await end(ids.slice(0, 50));
  await turn();
  await end(ids.slice(50));
  const waiting = await accept(flood, 20);
  await turn();
  const [own] = await accept(other, 1);
  const order = (await ready()).map(({ id }) => id);
  expect(new Set(order)).toEqual(new Set([...waiting, own]));
  expect(order.indexOf(own ?? "")).toBeLessThanOrEqual(2);
});

it("gives back what a cancelled operation was to cost", async () => {
  const [regretful, other] = [randomUUID(), randomUUID()];
  const projectId = randomUUID();
  const ids = await accept(regretful, 40, () => ({ projectId }));
  const [own] = await accept(other, 1);
  for (const operationId of ids)
    await cancelOperation(
      db,
      { tenantId: regretful, projectId },
      {
        operationId,
        cancelledBy: "ann",
        preservePartialResults: false,
        forceTermination: false,
        notifyCallbacks: false,
      },
    );
  await turn();
  const [again] = await accept(regretful, 1);
  const tags = new Map<string, number>((await ready()).map(({ id, fairTag }) => [id, fairTag]));
  expect(tags.get(again ?? "")).toBeLessThanOrEqual((tags.get(own ?? "") ?? 0) + 2000);
});

it("keeps tags of requests that are accepted at the same time apart by no more than these, and forgets no charge", async () => {
  const tenantId = randomUUID();
  await Promise.all(Array.from({ length: 8 }, async () => accept(tenantId, 5)));
  await turn();
  const [next] = await accept(tenantId, 1);
  // 41 operations of 2 s.
  expect((await ready()).find(({ id }) => id === next)?.fairTag).toBe(41 * 2000);
});

it("lets a priority that is never started of go first after its time, whatever comes before it", async () => {
  const [flood, patient] = [randomUUID(), randomUUID()];
  const start = Date.now();
  const at = (sec: number): Date => new Date(start + 1000 * sec);
  const [low] = await accept(patient, 1, () => ({ priority: "Low" }));
  const [first = ""] = await accept(flood, 5, () => ({ priority: "Low" }));
  await db.query("UPDATE operations SET fair_tag = 1500 WHERE id = $1", [first]);
  await accept(flood, 1, () => ({ priority: "Critical" }));
  await accept(flood, 20, () => ({ priority: "High" }));
  expect(await turn(at(0))).toEqual([]);
  for (let sec = 1; sec < 60; sec += 7) expect(await turn(at(sec))).toEqual([]);
  expect(await turn(at(299))).not.toContain(first);
  // Also when another one, which has just come, is first by now.
  await db.query("UPDATE operations SET fair_tag = 1 WHERE id = $1", [low]);
  expect(await turn(at(299.5))).not.toContain(low);
  expect(await turn(at(300))).toContain(low);
  expect(await turn(at(301))).toContain(low);
  await claimOne(low ?? "");
  await db.query("UPDATE operations SET started_at = $2 WHERE id = $1", [low, at(301)]);
  // The next one's time begins.
  expect((await turn(at(302))).filter((id) => id === first)).toEqual([]);
  expect(await turn(at(601))).not.toContain(first);
  expect(await turn(at(602))).toContain(first);
});

it("doesn't begin a priority's wait anew when its first operation is cancelled", async () => {
  const tenantId = randomUUID();
  const start = Date.now();
  const [first, second] = await accept(tenantId, 2, () => ({ priority: "Low" }));
  await turn(new Date(start));
  await db.query("UPDATE operations SET status = 'Cancelled', ended_at = now(), cancellation = '{}' WHERE id = $1", [
    first,
  ]);
  expect(await turn(new Date(start + 300_000))).toEqual([second]);
});

it("admits at once what comes before the end of a full window, and nothing of the next lap", async () => {
  const [flood, other] = [randomUUID(), randomUUID()];
  await accept(flood, 40);
  await turn();
  const window = await ready("Normal", 10);
  expect(window).toHaveLength(10);
  await setAdmission(db, new Map([["Normal", window[9]?.fairTag ?? 0]]));
  const admitted = async (tenantId: string, choices: OperationChoices = {}): Promise<boolean | undefined> => {
    const operation = newOperation(tenantId, choices);
    return (await createOperations(db, [operation])).created.get(operation.id)?.isAdmitted;
  };
  expect(await admitted(flood)).toBe(false);
  expect(await admitted(other)).toBe(true);
  expect(await admitted(flood, { priority: "High" })).toBe(true);
  await setAdmission(db, new Map([["Normal", Infinity]]));
  expect(await admitted(flood)).toBe(true);
  expect(await admitted(flood, { seconds: FAIR_LAP / 1000 })).toBe(false);
});

it("takes a tenant's small import before another one's large files that came before it, and moves on with what has ended", async () => {
  const [flood, other] = [randomUUID(), randomUUID()];
  const upload = async (tenantId: string, sizeBytes: number): Promise<string> => {
    const id = randomUUID();
    const names = { name: "log", fileName: "log.csv", mapping: {}, sourceKey: id, createdBy: "tester" };
    await createDataset(db, { id, tenantId, projectId: randomUUID(), sizeBytes, ...names });
    return id;
  };
  const waiting = async (): Promise<string[]> =>
    (await listWaitingDatasets(db, { minAgeMs: -60_000, limit: 100 })).map(({ id }) => id);
  const large: string[] = [];
  for (let n = 0; n < 10; n++) large.push(await upload(flood, 1e9));
  const small = await upload(other, 600);
  expect(await waiting()).toEqual([small, ...large]);
  // Then small ones of both, when two large ones have been read.
  const end = async (ids: readonly string[]): Promise<void> => {
    for (const datasetId of ids) {
      await claimDataset(db, { datasetId, leaseMs: 60_000 });
      await failImport(db, { datasetId, epoch: 1 }, { code: "Unreadable", message: "no log" });
    }
    await turn();
  };
  await end(large.slice(0, 2));
  const next = await upload(other, 600);
  expect(await waiting()).toEqual([small, next, ...large.slice(2)]);
  // What ran moves the order on as far as nothing waits before it.
  await end([small, next]);
  const last = await upload(other, 600);
  expect((await findDataset(db, { tenantId: other, projectId: await projectOf(last) }, last))?.fairTag).toBeGreaterThan(
    40_000,
  );
});
const projectOf = async (datasetId: string): Promise<string> =>
  (await db.query<{ id: string }>("SELECT project_id AS id FROM datasets WHERE id = $1", [datasetId])).rows[0]?.id ??
  "";
