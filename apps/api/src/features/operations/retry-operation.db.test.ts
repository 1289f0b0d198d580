import { randomUUID } from "node:crypto";
import { claimOperation, commitPhase, startPhase } from "@longhaul/testing";
import { failOperation } from "@longhaul/db";
import { phaseFingerprints } from "@longhaul/operations";
import { expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

const api = useApi();
const TRIAL = { operationType: "Trial", operationName: "A trial", parameters: { phaseMs: 5 }, timeout: 100 };

/** An operation that failed in its third phase. */
async function failed(): Promise<string> {
  const { fleetDb: db, registry } = api.ctx();
  const operationId = (await api.call("/async/operation", { json: TRIAL })).body["operationId"] as string;
  const claimed = await claimOperation(db, {
    operationId,
    executionId: `exec-${randomUUID()}`,
    workerNode: "w",
    leaseMs: 60_000,
  });
  const definition = registry.find("Trial");
  if (claimed === null || definition === undefined) throw new Error("not claimed");
  const fingerprints = phaseFingerprints(definition, claimed.operation);
  const owned = { operationId, epoch: claimed.operation.epoch, leaseMs: 60_000 };
  for (const phaseIdx of [0, 1]) {
    await startPhase(db, { ...owned, phaseIdx });
    await commitPhase(db, {
      ...owned,
      phaseIdx,
      phaseName: "p",
      percentage: 25 + 50 * phaseIdx,
      fingerprint: fingerprints[phaseIdx] ?? "",
      output: { results: { n: phaseIdx } },
      files: {},
      artifacts: [],
      recordsProcessed: 187_248,
      detail: {},
    });
  }
  await startPhase(db, { ...owned, phaseIdx: 2 });
  await failOperation(db, { operationId, epoch: owned.epoch, error: { code: "x", message: "x" } });
  return operationId;
}

it("resumes from the phase that failed, with what was completed, and the resources asked for", async () => {
  const original = await failed();
  const path = `/async/operation/${original}/retry`;
  const request = {
    retryMode: "resume",
    retryReason: "Infrastructure issue resolved",
    modifyParameters: true,
    updatedParameters: { resourceAllocation: { cpuUnits: 6, memoryGB: 12, priority: "Critical" } },
    retryPolicy: { maxRetries: 2, retryDelay: 180, backoffMultiplier: 1.5 },
    newTimeout: 10_800,
    preserveOriginalResults: true,
  };
  const dry = await api.call(`${path}?dryRun=true`, { json: request });
  expect([dry.status, dry.body["newOperationId"], dry.body["retryNumber"]]).toEqual([200, undefined, 1]);
  const answer = await api.call(path, { json: request });
  expect(answer.status).toBe(202);
  expect(answer.body).toMatchObject({
    originalOperationId: original,
    newOperationId: `op-retry-${original.slice(3)}`,
    retryMode: "resume",
    retryNumber: 1,
    resumeFromPhase: "Trial Phase 3",
    status: "Initiated",
    preservedResults: { phasesPreserved: 2, recordsProcessed: 187_248, progressSaved: 75 },
    resourcesAllocated: { cpuUnits: 6, memoryGB: 12 },
  });
  const status = await api.call(`/async/operation/${answer.body["newOperationId"]}`, { headers: { prefer: "wait=0" } });
  expect(status.body).toMatchObject({
    status: "Initiated",
    priority: "Critical",
    progress: { percentage: 75, phasesCompleted: 2, currentPhase: "Trial Phase 3" },
  });
  expect((status.body["phases"] as { status: string }[]).map((phase) => phase.status)).toEqual([
    "Completed",
    "Completed",
    "Pending",
  ]);
  expect(Date.parse(status.body["timeoutAt"]) - Date.parse(status.body["dateCreated"])).toBe(10_800_000);

  const second = await api.call(path, { json: {} });
  expect([second.status, second.body["error"].details.operationId]).toEqual([409, answer.body["newOperationId"]]);
  await api.call(`/async/operation/${answer.body["newOperationId"]}`, { method: "DELETE" });
  const third = await api.call(`/async/operation/${answer.body["newOperationId"]}/retry`, { method: "POST" });
  expect(third.body).toMatchObject({
    newOperationId: `op-retry2-${original.slice(3)}`,
    retryNumber: 2,
    preservedResults: { phasesPreserved: 2 },
  });
});

it("runs again from the first phase that a changed parameter touches, or from the start", async () => {
  const original = await failed();
  const path = `/async/operation/${original}/retry?dryRun=true`;
  const changed = await api.call(path, { json: { modifyParameters: true, updatedParameters: { tuning: 3 } } });
  expect(changed.body).toMatchObject({
    resumeFromPhase: "Trial Phase 2",
    preservedResults: { phasesPreserved: 1, progressSaved: 25 },
  });
  const restart = await api.call(path, { json: { retryMode: "restart" } });
  expect(restart.body).toMatchObject({
    resumeFromPhase: "Trial Phase 1",
    preservedResults: { phasesPreserved: 0, progressSaved: 0 },
  });
});

it("refuses what can't be", async () => {
  const original = await failed();
  const path = `/async/operation/${original}/retry`;
  const pointers = async (json: unknown): Promise<string[]> =>
    ((await api.call(path, { json })).body["errors"] as { pointer: string }[]).map((fault) => fault.pointer);
  expect(await pointers({ updatedParameters: { tuning: 1 } })).toEqual(["/updatedParameters"]);
  expect(await pointers({ modifyParameters: true })).toEqual(["/updatedParameters"]);
  expect(await pointers({ modifyParameters: true, updatedParameters: { tuning: "much" } })).toEqual([
    "/parameters/tuning",
  ]);
  expect(await pointers({ retryMode: "again", newTimeout: -1 })).toEqual(["/retryMode", "/newTimeout"]);
  const running = (await api.call("/async/operation", { json: TRIAL })).body["operationId"] as string;
  expect((await api.call(`/async/operation/${running}/retry`, { json: {} })).status).toBe(409);
  expect((await api.call(`/async/operation/op-${randomUUID()}/retry`, { json: {} })).status).toBe(404);
});
