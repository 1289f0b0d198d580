import { randomUUID } from "node:crypto";
import { createOperations, listFreed, type FairPlace } from "@longhaul/db";
import { FIRST_RANK, NO_QUOTAS, queueRank, type Priority } from "@longhaul/domain";
import { operationJob } from "@longhaul/queue";
import { createLogger } from "@longhaul/runtime";
import { describeEachBackend, waitFor, trialWork } from "@longhaul/testing";
import { beforeEach, expect, it } from "vitest";
import { admitReady } from "../reconcile/admit-ready.ts";
import { submitBatch } from "../test/submit-batch.ts";
import { useTrialBench } from "../test/use-worker.ts";

describeEachBackend("operations of many tenants", (backend) => {
  const bench = useTrialBench(backend);
  const logger = createLogger({ service: "test", level: "error" });
  const admit = async (): Promise<number> =>
    admitReady({ db: bench.db(), queues: bench.queues(), logger, config: { quotas: NO_QUOTAS } });

  /** Accepts operations in the ledger alone. @returns their ids and places, in this order */
  const accept = async (
    tenantId: string,
    count: number,
    { projects = 1, priority = "Normal" }: { readonly projects?: number; readonly priority?: Priority } = {},
  ): Promise<({ readonly id: string } & FairPlace)[]> => {
    const projectIds = Array.from({ length: projects }, () => randomUUID());
    const operations = Array.from({ length: count }, (_, idx) => ({
      id: `op-${randomUUID()}`,
      tenantId,
      projectId: projectIds[idx % projects] ?? "",
      ...trialWork,
      type: "TrialInline",
      priority,
      parameters: { phaseMs: 0, journal: `${bench.folder()}/journal` },
      createdBy: "tester",
      phases: [1, 2, 3].map((number) => ({ name: `Trial Phase ${number}`, weight: 1 })),
    }));
    const { created } = await createOperations(bench.db(), operations);
    return operations.flatMap(({ id }) => {
      const place = created.get(id);
      return place === undefined ? [] : [{ id, ...place }];
    });
  };
  /** As if whoever accepted them had died before they were queued. */
  const forgetHandOver = async (): Promise<void> => {
    await bench
      .db()
      .query("UPDATE operations SET created_at = created_at - interval '1 minute' WHERE status = 'Initiated'");
  };
  const startedInOrder = async (): Promise<string[]> => {
    const { rows } = await bench
      .db()
      .query<{ id: string }>("SELECT id FROM operations WHERE started_at IS NOT NULL ORDER BY started_at, id");
    return rows.map(({ id }) => id);
  };
  /** How many operations were started earlier. A worker may claim several at one moment. */
  const startedBefore = async (id: string): Promise<number> => {
    const { rowCount } = await bench
      .db()
      .query("SELECT FROM operations WHERE started_at < (SELECT started_at FROM operations WHERE id = $1)", [id]);
    return rowCount ?? 0;
  };
  const isStarted = async (id: string): Promise<boolean> => (await startedInOrder()).includes(id);

  beforeEach(async () => {
    await bench.queues().obliterate();
    for (const table of ["operations", "fair_charges", "fair_tenants"]) await bench.db().query(`DELETE FROM ${table}`);
    await bench.db().query("UPDATE fair_classes SET admit_until = 'infinity', head_id = NULL, waiting_since = NULL");
  });

  it.each([
    ["one project", 1],
    ["50 projects", 50],
  ])("don't wait for one tenant's hundreds, which the queue holds 500 of, from %s", async (_what, projects) => {
    const [flood, other] = [randomUUID(), randomUUID()];
    await accept(flood, 520, { projects });
    await forgetHandOver();
    await admit();
    expect((await bench.queues().getCounts("operations")).waiting).toBe(500);
    // From now on the ledger keeps what comes behind them, and the queue takes at once what comes before.
    expect((await accept(flood, 1))[0]?.isAdmitted).toBe(false);
    const [own] = await accept(other, 1);
    expect(own?.isAdmitted).toBe(true);
    const id = own?.id ?? "";
    const labels = {
      id,
      type: "TrialInline",
      name: "Trial",
      priority: "Normal",
      tenantId: other,
      projectId: other,
      // Without them the worker would read them first, and might begin another job meanwhile.
      cpuUnits: trialWork.cpuUnits,
      memoryGb: trialWork.memoryGb,
    } as const;
    await bench
      .queues()
      .add("operations", operationJob({ ...labels, epoch: 0 }), { priority: queueRank("Normal", own?.fairTag ?? 0) });
    const worker = await bench.startWorker({ cpuUnits: 1 });
    await waitFor(async () => isStarted(id), { what: "the other tenant's operation" });
    await worker.stop();
    expect(await startedBefore(id)).toBeLessThanOrEqual(1);
  });

  it("start beside one tenant's long ones that hold all places, one at a time", async () => {
    const [flood, other] = [randomUUID(), randomUUID()];
    const worker = await bench.startWorker({ cpuUnits: 1, memoryGb: 8 });
    const gate = bench.gate();
    const long = await bench.submit(gate.parameters, { scope: { tenantId: flood, projectId: flood } });
    await waitFor(async () => isStarted(long), { what: "the operation that is long" });
    const further = await bench.submit(gate.parameters, { scope: { tenantId: flood, projectId: flood } });
    const guest = await bench.submit({}, { scope: { tenantId: other, projectId: other } });
    const ended = async (id: string): Promise<boolean> => {
      const { rows } = await bench.db().query("SELECT 1 FROM operations WHERE id = $1 AND status = 'Completed'", [id]);
      return rows.length > 0;
    };
    await waitFor(async () => ended(guest), { what: "the guest's end" });
    expect([await ended(long), await isStarted(further)]).toEqual([false, false]);
    await gate.open();
    await waitFor(async () => ended(further), { what: "the end of the others" });
    await worker.stop();
  });

  it("whose jobs a worker with a fast clock put to sleep are woken, but for those whose next attempt is later", async () => {
    const [tenantId, own] = [randomUUID(), { type: "TrialInline", name: "Trial", priority: "Normal" } as const];
    const [slept = "", later = ""] = (await accept(tenantId, 2)).map(({ id }) => id);
    await forgetHandOver();
    await bench.db().query("UPDATE operations SET next_attempt_at = now() + interval '1 hour' WHERE id = $1", [later]);
    const sleep = async (id: string): Promise<void> =>
      bench.queues().add("operations", operationJob({ ...own, id, tenantId, projectId: tenantId, epoch: 0 }), {
        delayMs: 3_600_000,
      });
    await Promise.all([slept, later].map(sleep));
    const worker = await bench.startWorker({ cpuUnits: 1 });
    await waitFor(async () => isStarted(slept), { what: "the operation whose job slept" });
    await worker.stop();
    expect(await bench.queues().findSleeping("operations")).toEqual([`${later}-0`]);
  });

  it("of a low priority go first when none of it was started for too long", async () => {
    const tenantId = randomUUID();
    await accept(tenantId, 10, { priority: "High" });
    const [low] = await accept(tenantId, 2, { priority: "Low" });
    await forgetHandOver();
    await admit();
    await bench
      .db()
      .query("UPDATE fair_classes SET waiting_since = now() - interval '5 minutes' WHERE priority = 'Low'");
    await admit();
    const worker = await bench.startWorker({ cpuUnits: 1 });
    await waitFor(async () => (await startedInOrder()).length > 1, { what: "two operations" });
    await worker.stop();
    expect((await startedInOrder())[0]).toBe(low?.id);
  });

  it("of a batch get their place in the queue as they are freed", async () => {
    const batch = await submitBatch(bench, [{ dependsOn: [] }, { dependsOn: [0] }]);
    const [first = "", second = ""] = batch.ids;
    await bench.startWorker({ cpuUnits: 1 });
    await waitFor(async () => isStarted(second), { what: "the dependent" });
    expect(await listFreed(bench.db(), [first])).toEqual([]);
    await bench
      .db()
      .query("UPDATE operations SET status = 'Initiated', ended_at = NULL, progress = 0 WHERE id = $1", [second]);
    const [freed] = await listFreed(bench.db(), [first]);
    expect(freed).toMatchObject({ id: second, priority: "Normal", batchId: batch.batchId, isFreeing: false });
    expect(freed?.fairTag).toBeGreaterThan(0);
    expect(queueRank("Normal", 0)).toBeGreaterThan(FIRST_RANK);
  });
});
