import { randomUUID } from "node:crypto";
import { commitPhase, startPhase } from "@longhaul/testing";
import { completeOperation, failOperation } from "@longhaul/db";
import { describe, expect, it } from "vitest";
import { claim } from "../../test/drive-operation.ts";
import { readyDataset } from "../../test/ready-dataset.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();
const remove = (datasetId: string): Promise<Answer> => api.call(`/datasets/${datasetId}`, { method: "DELETE" });
const cancel = (path: string): Promise<Answer> => api.call(path, { method: "DELETE" });
const ofBatch = (operationKey: string, operation: Record<string, unknown>, dependencies: string[] = []) => ({
  operationType: "TrialInline",
  operationName: operationKey,
  operationKey,
  dependencies,
  ...operation,
});
const join = (datasetId: string, other: string) => ({
  operationType: "DataEnrichment",
  operationName: "join",
  parameters: { datasetId, joinWith: { datasetId: other, key: "case_id", columns: ["region"] } },
});

async function expectInUse(datasetId: string, by: string[]): Promise<void> {
  const answer = await remove(datasetId);
  expect([answer.status, answer.body["error"]?.details]).toEqual([409, { operationIds: by }]);
  expect((await api.call(`/datasets/${datasetId}`)).status).toBe(200);
}

describe("deleting a dataset that is joined to another", () => {
  it("is refused while an operation that reads it waits or runs, and no longer", async () => {
    const [own = "", other = "", neighbour = ""] = await Promise.all([1, 2, 3].map(() => readyDataset(api)));
    const started = await api.call("/async/operation", { json: join(own, other.toUpperCase()) });
    const operationId = started.body["operationId"] as string;
    for (const datasetId of [own, other]) await expectInUse(datasetId, [operationId]);
    await claim(api, operationId);
    for (const datasetId of [own, other]) await expectInUse(datasetId, [operationId]);
    expect((await remove(neighbour)).status).toBe(200);
    await cancel(`/async/operation/${operationId}`);
    expect([(await remove(own)).status, (await remove(other)).status]).toEqual([200, 200]);
  });

  it("is refused while a retry reads it", async () => {
    const [own = "", other = ""] = await Promise.all([1, 2].map(() => readyDataset(api)));
    const started = await api.call("/async/operation", { json: join(own, other) });
    const path = `/async/operation/${started.body["operationId"]}`;
    await cancel(path);
    const retried = await api.call(`${path}/retry`, { json: {} });
    await expectInUse(other, [retried.body["newOperationId"] as string]);
  });

  it("is refused while an operation waits for others of its batch, also for one that is revived", async () => {
    const [own = "", other = ""] = await Promise.all([1, 2].map(() => readyDataset(api)));
    const operations = [ofBatch("a", {}), ofBatch("b", join(own, other), ["a"])];
    const { body } = await api.call("/async/batch", { json: { batchName: "b", operations } });
    const [a, b] = body["operations"] as { operationId: string }[];
    for (const datasetId of [own, other]) await expectInUse(datasetId, [b?.operationId ?? ""]);

    const owned = await claim(api, a?.operationId ?? "");
    expect(await failOperation(api.ctx().fleetDb, { ...owned, error: { code: "x", message: "broke" } })).toBe(true);
    const retried = await api.call(`/async/operation/${a?.operationId}/retry?cascade=true`, { json: {} });
    expect(retried.status).toBe(202);
    await expectInUse(other, [`op-retry-${b?.operationId.slice(-36)}`]);
    await cancel(`/async/batch/${body["batchId"]}`);
    expect([(await remove(own)).status, (await remove(other)).status]).toEqual([200, 200]);
  });
});

describe("an operation that joins a dataset which was deleted since it was last used", () => {
  it.each([
    ["without a key", {}],
    ["with a key", { "idempotency-key": randomUUID() }],
  ])("is refused, %s", async (_how, headers) => {
    const [own = "", other = ""] = await Promise.all([1, 2].map(() => readyDataset(api)));
    const started = await api.call("/async/operation", { json: join(own, other) });
    await cancel(`/async/operation/${started.body["operationId"]}`);
    expect((await remove(other)).status).toBe(200);
    const refused = await api.call("/async/operation", { json: join(own, other), headers });
    expect([refused.status, refused.body["errors"]]).toMatchObject([
      400,
      [{ pointer: "/parameters/joinWith/datasetId" }],
    ]);
    expect((await remove(own)).status).toBe(200);
  });
});

describe("deleting a dataset that an operation of a batch made", () => {
  it("is refused while a dependent that will read it waits for others", async () => {
    const own = await readyDataset(api);
    const made = await readyDataset(api);
    const enrichment = { operationType: "DataEnrichment", parameters: { datasetId: own } };
    const operations = [
      ofBatch("make", enrichment),
      ofBatch("slow", {}),
      ofBatch("read", { operationType: "ProcessMiningAnalysis" }, ["make", "slow"]),
    ];
    const { body } = await api.call("/async/batch", { json: { batchName: "b", operations } });
    const [make, , read] = body["operations"] as { operationId: string }[];
    const owned = await claim(api, make?.operationId ?? "");
    const { fleetDb: db } = api.ctx();
    for (const phaseIdx of [0, 1, 2, 3]) {
      await startPhase(db, { ...owned, phaseIdx });
      await commitPhase(db, {
        ...owned,
        phaseIdx,
        phaseName: `phase ${phaseIdx}`,
        percentage: 25 * phaseIdx,
        fingerprint: "f",
        output: { results: {}, ...(phaseIdx === 3 ? { outputDatasetId: made } : {}) },
        files: {},
        artifacts: [],
        detail: {},
      });
    }
    expect(await completeOperation(db, { ...owned, summary: {} })).toBe(true);
    expect((await api.call(`/async/batch/${body["batchId"]}`)).body["progress"]).toMatchObject({ completed: 1 });
    await expectInUse(made, [read?.operationId ?? ""]);
    expect((await remove(own)).status).toBe(200);
    await cancel(`/async/batch/${body["batchId"]}`);
    expect((await remove(made)).status).toBe(200);
  });
});

describe("deleting a dataset that a schedule names", () => {
  it("is refused until the schedule is deleted or has another one", async () => {
    const ids = await Promise.all([1, 2, 3].map(() => readyDataset(api)));
    const [own = "", other = "", another = ""] = ids;
    const json = { scheduleName: "s", cron: "@yearly", operation: join(own, other) };
    const { body } = await api.call("/async/schedules", { json });
    const path = `/async/schedules/${body["scheduleId"]}`;
    const refusals = async (): Promise<unknown[]> => {
      const answers = await Promise.all([own, other].map(remove));
      return answers.map(({ body: { error } }) => [error?.code, error?.details]);
    };
    const refused = ["conflict", { scheduleIds: [body["scheduleId"]] }];
    expect(await refusals()).toEqual([refused, refused]);
    const batch = { batchName: "b", operations: [ofBatch("a", join(own, another))] };
    await api.call(path, { method: "PATCH", json: { batch } });
    expect([(await remove(other)).status, (await remove(another)).body["error"]?.code]).toEqual([200, "conflict"]);
    await api.call(path, { method: "PATCH", json: { cron: "@daily" } });
    expect((await remove(own)).body["error"]?.details).toEqual({ scheduleIds: [body["scheduleId"]] });
    await api.call(path, { method: "DELETE" });
    expect([(await remove(own)).status, (await remove(another)).status]).toEqual([200, 200]);
  });
});
