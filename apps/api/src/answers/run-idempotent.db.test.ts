import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { readyDataset } from "../test/ready-dataset.ts";
import { useApi, type Answer } from "../test/use-api.ts";

const api = useApi();
const remove = async (path: string): Promise<number> => (await api.call(path, { method: "DELETE" })).status;

async function expectReplay(path: string, json: unknown, key: string, first: Answer): Promise<void> {
  const again = await api.call(path, { json, headers: { "idempotency-key": key } });
  expect([again.status, again.headers.get("idempotent-replayed"), again.text]).toEqual([
    first.status,
    "true",
    first.text,
  ]);
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
}

it("answers an operation, its retry and a batch again although their dataset is gone by now", async () => {
  const datasetId = await readyDataset(api);
  const operation = { operationType: "ProcessMiningAnalysis", operationName: "x", parameters: { datasetId } };
  const batch = { batchName: "b", operations: [operation] };
  const key = randomUUID();
  const post = (path: string, json: unknown): Promise<Answer> =>
    api.call(path, { json, headers: { "idempotency-key": key } });

  const started = await post("/async/operation", operation);
  expect(await remove(`/async/operation/${started.body["operationId"]}`)).toBe(200);
  const retryPath = `/async/operation/${started.body["operationId"]}/retry`;
  const retried = await post(retryPath, {});
  expect(await remove(`/async/operation/${retried.body["newOperationId"]}`)).toBe(200);
  expect((await post(`${retryPath}?dryRun=true`, {})).status).toBe(200);
  const batched = await post("/async/batch", batch);
  expect(await remove(`/async/batch/${batched.body["batchId"]}`)).toBe(200);
  expect(await remove(`/datasets/${datasetId}`)).toBe(200);

  await expectReplay("/async/operation", operation, key, started);
  await expectReplay(retryPath, {}, key, retried);
  await expectReplay("/async/batch", batch, key, batched);
  expect((await post("/async/operation", { ...operation, operationName: "y" })).status).toBe(422);
  expect((await api.call("/async/operation", { json: operation })).status).toBe(400);
});

it.each(["", " ", "a b", "é", "x".repeat(256)])("refuses the key %j with any POST", async (key) => {
  const headers = { "idempotency-key": key };
  for (const path of ["/async/operation", "/async/operation/op-1/cancel", "/async/webhooks/wh-1/test"]) {
    const json = { operationType: "Trial", operationName: "x" };
    const answer = await api.call(path, path === "/async/operation" ? { json, headers } : { method: "POST", headers });
    expect([path, answer.status, answer.body["error"].message]).toEqual([
      path,
      400,
      "Idempotency-Key must be 1 to 255 visible ASCII characters",
    ]);
  }
});
