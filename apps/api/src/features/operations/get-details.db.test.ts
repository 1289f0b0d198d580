import {
  failOperation,
  findOperation,
  listOperations,
  reclaimOperations,
  recordProgress,
  releaseOperation,
  type ResourceUsage,
} from "@longhaul/db";
import { describeEachBackend } from "@longhaul/testing";
import { expect, it } from "vitest";
import { claim, runPhase, start } from "../../test/drive-operation.ts";
import { useApi } from "../../test/use-api.ts";

describeEachBackend("the details of an operation", (backend) => {
  const api = useApi(backend);
  const detailsOf = async (operationId: string): Promise<Record<string, unknown>> => {
    const { status, body } = await api.call(`/async/operation/${operationId}/details`);
    expect(status).toBe(200);
    return body;
  };
  const idOf = ({ body }: { readonly body: Record<string, unknown> }, key = "operationId"): string => String(body[key]);

  it("tell what was asked for, which of it defaults filled in, and what phases used over time", async () => {
    const asked = {
      parameters: { tuning: 4 },
      timeout: 120,
      operationDescription: "A try",
      callbacks: { onCompletion: "https://example.com/done" },
    };
    const operationId = idOf(await start(api, asked));
    expect(await detailsOf(operationId)).toEqual({
      operationId,
      operationDescription: "A try",
      parameters: { tuning: 4, phaseMs: 0 },
      defaulted: ["/phaseMs"],
      timeout: 120,
      resources: { cpuUnits: expect.any(Number), memoryGB: expect.any(Number) },
      callbacks: asked.callbacks,
      attempts: { failed: 0, workersLost: 0 },
      executions: [],
      usage: [],
    });
    const owned = await claim(api, operationId);
    const found = await findOperation(api.ctx().fleetDb, api, operationId);
    const startedAt = found?.operation.startedAt?.getTime() ?? 0;
    const samples: ResourceUsage["samples"] = [
      [startedAt - 20, null, 1_000_000],
      [startedAt + 500, 80, 2_000_000],
    ];
    const usage = { memoryBytes: 2_000_000, samples };
    await recordProgress(api.ctx().fleetDb, { ...owned, phaseIdx: 0, percentage: 5, phaseProgress: 10, usage });
    expect(await detailsOf(operationId)).toMatchObject({
      usage: [
        { seconds: 0, memoryBytes: 1_000_000 },
        { seconds: 0.5, cpuUsage: 80, memoryBytes: 2_000_000 },
      ],
    });
    // A list of many would grow by them.
    const page = { size: 10, offset: 0, withPhases: false };
    const listed = await listOperations(api.ctx().fleetDb, api, {}, page);
    expect(listed.operations.map(({ operation }) => operation.usage)).toEqual([{ memoryBytes: 2_000_000 }]);
  });

  it("tell each worker's run: given back, failed, lost, and the one that ended it", async () => {
    const operationId = idOf(await start(api));
    const db = api.ctx().fleetDb;
    const error = { code: "unlucky", message: "no luck", phase: "Trial Phase 1" };
    await releaseOperation(db, await claim(api, operationId));
    await releaseOperation(db, { ...(await claim(api, operationId)), attempt: { error } });
    await releaseOperation(db, { ...(await claim(api, operationId)), crashed: true });
    // Found by the reconciler, then by the next claim.
    const lapse = async (): Promise<unknown> =>
      db.query("UPDATE operations SET lease_until = now() - interval '1 second' WHERE id = $1", [operationId]);
    await claim(api, operationId);
    await lapse();
    expect((await reclaimOperations(db, 10)).map(({ id }) => id)).toEqual([operationId]);
    await claim(api, operationId);
    await lapse();
    const last = await claim(api, operationId);
    const runs = async (): Promise<Record<string, unknown>[]> =>
      (await detailsOf(operationId))["executions"] as Record<string, unknown>[];
    const outcomes = ["GivenBack", "Failed", "ProcessLost", "WorkerLost", "WorkerLost"];
    expect((await runs()).map(({ outcome }) => outcome)).toEqual([...outcomes, "Running"]);
    expect(await failOperation(db, { ...last, error })).toBe(true);
    const told = await runs();
    expect(told.map(({ outcome }) => outcome)).toEqual([...outcomes, "Failed"]);
    expect(told.flatMap((run, idx) => (run["error"] === undefined ? [] : [[idx, run["error"]]]))).toEqual([
      [1, error],
      [5, error],
    ]);
    expect(new Set(told.map(({ executionId }) => executionId)).size).toBe(6);
    for (const run of told)
      expect(run).toMatchObject({
        workerNode: expect.any(String),
        startTime: expect.any(String),
        endTime: expect.any(String),
      });
    expect((await findOperation(db, api, operationId))?.operation.executionId).toBe(told.at(-1)?.["executionId"]);
  });

  it("tell the chain of retries, and keep what the first request left out", async () => {
    const original = idOf(await start(api, { parameters: { tuning: 4 } }));
    await runPhase(api, await claim(api, original), 0);
    await api.call(`/async/operation/${original}/cancel`, { json: {} });
    const retryOf = async (of: string, updatedParameters: object): Promise<string> => {
      const json = { modifyParameters: true, updatedParameters };
      return idOf(await api.call(`/async/operation/${of}/retry`, { json }), "newOperationId");
    };
    const first = await retryOf(original, { tuning: 5 });
    expect(await detailsOf(first)).toMatchObject({
      parameters: { tuning: 5, phaseMs: 0 },
      defaulted: ["/phaseMs"],
      retryOf: original,
    });
    await api.call(`/async/operation/${first}/cancel`, { json: {} });
    const second = await retryOf(first, { phaseMs: 3 });
    const retries = [
      { operationId: first, status: "Cancelled" },
      { operationId: second, status: "Initiated" },
    ];
    expect(await detailsOf(second)).toMatchObject({ defaulted: [], retryOf: first, retries });
    expect(await detailsOf(original)).toMatchObject({ retries });
  });

  it("are told of nothing else", async () => {
    expect((await api.call("/async/operation/op-none/details")).status).toBe(404);
  });
});
