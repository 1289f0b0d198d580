import { randomUUID } from "node:crypto";
import { completeOperation, recordProgress } from "@longhaul/db";
import { describeEachBackend, startPhase } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { claim, runPhase, start } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

describeEachBackend("the status of an operation", (backend) => {
  const api = useApi(backend);

  it("shows the status from the start over running phases to the end", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const initiated = await api.call(path, { headers: { prefer: "wait=0" } });
    expect(initiated.body).toMatchObject({
      status: "Initiated",
      progress: { percentage: 0, currentPhase: "Trial Phase 1", phasesCompleted: 0, totalPhases: 3 },
    });
    expect(initiated.body["phases"][0]).toMatchObject({ status: "Pending" });
    expect(initiated.body["execution"]).toBeUndefined();

    const owned = await claim(api, operationId);
    await runPhase(api, owned, 0);
    await startPhase(api.ctx().fleetDb, { ...owned, phaseIdx: 1 });
    await recordProgress(api.ctx().fleetDb, {
      ...owned,
      phaseIdx: 1,
      percentage: 40,
      phaseProgress: 30,
      processedRecords: 125_430,
      totalRecords: 187_250,
      recordsPerMinute: 1890.4,
      usage: { cpuPercent: 78, memoryBytes: 6_200_000_000 },
      detail: { currentActivity: "Working", modelsTraining: 3 },
    });
    const running = await api.call(path);
    expect(running.body).toMatchObject({
      status: "Running",
      progress: { percentage: 40, currentPhase: "Trial Phase 2", phasesCompleted: 1 },
      execution: {
        workerNode: "async-worker-03",
        resourceUsage: { cpuUsage: 78, memoryUsage: "6.2 GB", networkIO: "0 B" },
        processedRecords: 125_430,
        totalRecords: 187_250,
        processingRate: "1890 records/minute",
      },
    });
    expect(running.body["phases"]).toMatchObject([
      { status: "Completed", recordsProcessed: 10, results: { found: 0 } },
      { status: "Running", progress: 30, currentActivity: "Working", modelsTraining: 3 },
      { status: "Pending" },
    ]);
    expect((await api.call(`${path}/results`)).status).toBe(409);
    await runPhase(api, owned, 1);
    await runPhase(api, owned, 2);
    await completeOperation(api.ctx().fleetDb, { operationId, epoch: owned.epoch, summary: { recordsAnalyzed: 10 } });
    const completed = await api.call(path);
    expect(completed.body).toMatchObject({ status: "Completed", progress: { percentage: 100, phasesCompleted: 3 } });
    expect(completed.body["progress"].estimatedRemaining).toBeUndefined();
  });

  it("answers 304 to a version that is known, and waits for the next one when asked to", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const owned = await claim(api, operationId);
    const first = await api.call(path);
    const etag = first.headers.get("etag") ?? "";
    expect((await api.call(path, { headers: { "if-none-match": etag } })).status).toBe(304);
    const waiting = api.call(path, { headers: { "if-none-match": etag, prefer: "wait=20" } });
    await startPhase(api.ctx().fleetDb, { ...owned, phaseIdx: 0 });
    await runPhase(api, owned, 0);
    const changed = await waiting;
    expect([changed.status, changed.headers.get("preference-applied")]).toEqual([200, "wait=20"]);
    expect(changed.headers.get("etag")).not.toBe(etag);

    const results = api.call(`${path}/results`, { headers: { prefer: "wait=20" } });
    for (const phaseIdx of [1, 2]) await runPhase(api, owned, phaseIdx);
    await completeOperation(api.ctx().fleetDb, { operationId, epoch: owned.epoch, summary: {} });
    const ended = await results;
    expect([ended.status, ended.headers.get("preference-applied"), ended.body["success"]]).toEqual([
      200,
      "wait=20",
      true,
    ]);
  });
});

describe("what a token covers", () => {
  const api = useApi();

  it("knows no other paths, and names the methods of those it has", async () => {
    expect((await api.call("/async/nothing")).status).toBe(404);
    expect((await api.call(api.url("/nothing"))).status).toBe(404);
    const put = await api.call("/async/operations", { method: "PUT" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect((await api.call("/async/operations", { method: "HEAD" })).status).toBe(200);
  });

  it("tells nobody of what belongs to others", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const stranger = await api.token({ tenants: { [randomUUID()]: { projects: "*" } } });
    const neighbour = await api.token({ tenants: { [api.tenantId]: { projects: [randomUUID()] } } });
    const missing = await api.call(`/async/operation/op-${randomUUID()}`);
    const known = (answer: Answer): unknown => ({
      ...answer.body,
      requestId: 0,
      error: { ...answer.body["error"], requestId: 0, timestamp: 0 },
    });
    for (const token of [stranger, neighbour]) {
      const answer = await api.call(path, { token });
      expect([answer.status, known(answer)]).toEqual([404, known(missing)]);
    }
    expect((await api.call(path, { token: null })).headers.get("www-authenticate")).toContain("Bearer");
    for (const token of ["nonsense", await api.token({ exp: 1 }), `${(await api.token()).slice(0, -3)}abc`]) {
      expect((await api.call(path, { token })).status).toBe(401);
    }
    expect((await api.call(api.url(`/api/not-a-guid/${api.projectId}/async/operations`))).status).toBe(400);
    expect((await api.call(path)).status).toBe(200);
  });
});
