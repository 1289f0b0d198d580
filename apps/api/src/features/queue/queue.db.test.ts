import { deleteWorker, recordWorker, releaseOperation } from "@longhaul/db";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { claim, start, TRIAL } from "../../test/drive-operation.ts";
import { useApi, type TestApi } from "../../test/use-api.ts";

const report = (api: TestApi, changes: Record<string, unknown> = {}): Promise<void> =>
  recordWorker(api.ctx().fleetDb, {
    name: "worker-1",
    cpuUnits: 64,
    memoryGb: 256,
    usedCpu: 0,
    usedMemory: 0,
    operations: 0,
    draining: false,
    version: "1.2.3",
    ...changes,
  });
const started = async (api: TestApi, changes: Record<string, unknown> = {}): Promise<string> =>
  (await start(api, changes)).body["operationId"] as string;
const waitingFor = async (api: TestApi, operationId: string): Promise<Record<string, unknown> | undefined> =>
  (await api.call(`/async/operation/${operationId}`, { headers: { prefer: "wait=0" } })).body["waitingFor"];
/** What the queue says is a second old at most. */
const until = (api: TestApi, operationId: string, reason: string): Promise<unknown> =>
  waitFor(async () => (await waitingFor(api, operationId))?.["reason"] === reason, { what: reason });

describeEachBackend("what an operation waits for", (backend) => {
  const api = useApi(backend);

  it("is a worker, room on one, its turn, then nothing, as that changes", async () => {
    const first = await started(api, { priority: "High" });
    const second = await started(api, { priority: "Low" });
    expect(await waitingFor(api, first)).toEqual({
      reason: "NoWorker",
      detail: "no worker is there to take it; 0 before it in the queue",
      position: 1,
    });
    await report(api, { usedCpu: 64, usedMemory: 256 });
    await until(api, second, "Capacity");
    expect(await waitingFor(api, second)).toMatchObject({
      detail: expect.stringMatching(/^no worker has .+ CPU units and .+ GB free now; 1 before it in the queue$/),
      position: 2,
      expectedStart: expect.stringMatching(/Z$/),
      needs: { cpuUnits: expect.any(Number), memoryGB: expect.any(Number) },
      free: { cpuUnits: 0, memoryGB: 0 },
    });
    await report(api);
    await until(api, second, "Queue");
    expect(await waitingFor(api, second)).toMatchObject({ detail: "1 before it in the queue", position: 2 });
    const owned = await claim(api, first);
    expect(await waitingFor(api, first)).toBeUndefined();
    await releaseOperation(api.ctx().fleetDb, {
      ...owned,
      delaySec: 600,
      attempt: { error: { code: "x", message: "x" } },
    });
    expect(await waitingFor(api, first)).toEqual({
      reason: "NextAttempt",
      detail: expect.stringMatching(/^attempt 2 begins at \S+Z$/),
      attempt: 2,
      nextAttempt: expect.stringMatching(/Z$/),
    });
    await api.ctx().fleetDb.query("UPDATE operations SET next_attempt_at = NULL WHERE id = $1", [first]);
    expect(await waitingFor(api, first)).toMatchObject({ reason: "Queue" });
    const again = await claim(api, first);
    expect(again.epoch).toBeGreaterThan(owned.epoch);
    await api
      .ctx()
      .fleetDb.query("UPDATE operations SET lease_until = now() - interval '9 seconds' WHERE id = $1", [first]);
    expect(await waitingFor(api, first)).toMatchObject({
      reason: "Lease",
      leaseEnded: expect.stringMatching(/Z$/),
    });
    await api.call(`/async/operation/${second}/cancel`, { json: {} });
    expect(await waitingFor(api, second)).toBeUndefined();
    await deleteWorker(api.ctx().fleetDb, "worker-1");
  });

  it("is what it depends on, by name and status, a few of many", async () => {
    const keys = Array.from({ length: 8 }, (_, idx) => `step-${idx}`);
    const operations = keys.map((operationKey) => ({ ...TRIAL, operationKey }));
    const { body } = await api.call("/async/batch", {
      json: { batchName: "b", operations: [...operations, { ...TRIAL, operationKey: "last", dependencies: keys }] },
    });
    const { operations: accepted } = body as { operations: { operationId: string; operationKey: string }[] };
    const last = accepted.find(({ operationKey }) => operationKey === "last")?.operationId ?? "";
    expect(await waitingFor(api, last)).toEqual({
      reason: "Dependencies",
      detail:
        'it depends on "step-0" (Initiated), "step-1" (Initiated), "step-2" (Initiated), "step-3" (Initiated), "step-4" (Initiated) and 3 more, which have not completed',
      dependencies: keys.slice(0, 5).map((name) => ({ name, status: "Initiated" })),
      openDependencies: 8,
    });
  });
});

describe("…/async/queue", () => {
  const api = useApi();

  it("counts what waits, places one's own by priority, and shows workers with their load", async () => {
    await report(api, { usedCpu: 16, usedMemory: 16, operations: 3 });
    await report(api, { name: "worker-2", draining: true });
    const low = await started(api, { priority: "Low" });
    const critical = await started(api, { priority: "Critical" });
    await api.call("/async/batch", {
      json: {
        batchName: "b",
        operations: [
          { ...TRIAL, operationKey: "a" },
          { ...TRIAL, operationKey: "b", dependencies: ["a"] },
        ],
      },
    });
    const { body } = await api.call("/async/queue");
    expect(body["waiting"]).toMatchObject({
      total: 4,
      ready: 3,
      blocked: 1,
      byPriority: { Low: 1, Normal: 2, High: 0, Critical: 1 },
      oldestSince: expect.stringMatching(/Z$/),
      oldestWait: expect.stringMatching(/\w/),
      averageWait: expect.stringMatching(/\w/),
    });
    expect(body["workers"]).toMatchObject([
      {
        name: "worker-1",
        version: "1.2.3",
        status: "Active",
        operations: 3,
        cpuUnits: { total: 64, used: 16 },
        load: 25,
      },
      { name: "worker-2", status: "Draining" },
    ]);
    const operations = body["operations"] as { operationId: string; position: number }[];
    expect(operations.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect([operations[0]?.operationId, operations[2]?.operationId]).toEqual([critical, low]);
  });

  it("counts other tenants' operations before one's own, and tells nothing else of them", async () => {
    const [tenantId, projectId] = [api.projectId, api.tenantId];
    const token = await api.token({ sub: "eve", tenants: { [tenantId]: { projects: "*" } } });
    const other = `/api/${tenantId}/${projectId}/async`;
    const json = { ...TRIAL, operationName: "a secret name", priority: "Critical" };
    const secret = await api.call(api.url(`${other}/operation`), { token, json });
    const own = await started(api, { priority: "Low" });
    const place = async (): Promise<number> => {
      const { body } = await api.call("/async/queue");
      const operations = body["operations"] as { operationId: string; position: number }[];
      return operations.find(({ operationId }) => operationId === own)?.position ?? 0;
    };
    // Four of one's own from before, and the other's.
    await waitFor(async () => (await place()) === 5, { what: "the place behind all others" });
    const told = await api.call("/async/queue");
    for (const hidden of ["a secret name", secret.body["operationId"] as string, tenantId])
      expect(told.text).not.toContain(hidden);
    const { body } = await api.call(api.url(`${other}/queue`), { token });
    expect(body["waiting"]).toMatchObject({ total: 1, byPriority: { Critical: 1 } });
  });

  it("forgets workers that are not heard of any more", async () => {
    await api.ctx().fleetDb.query("UPDATE workers SET seen_at = now() - interval '30 seconds'");
    const workers = async (): Promise<unknown[]> => (await api.call("/async/queue")).body["workers"] as unknown[];
    await waitFor(async () => (await workers()).length === 0, { what: "no workers" });
    expect((await api.call("/async/queue")).body["operations"][0]).not.toHaveProperty("expectedStart");
  });
});
