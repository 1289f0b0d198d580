import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { useApi } from "../../test/use-api.ts";

const api = useApi();
const url = "https://app.example/hook";
const operation = { operationType: "Trial", operationName: "T" };
const fail = () =>
  api
    .ctx()
    .fleetDb.query("UPDATE deliveries SET status = 'Failed', attempts = 6, ended_at = now() WHERE status = 'Pending'");

async function ofOperation(): Promise<string> {
  const json = { ...operation, callbacks: { onCompletion: url } };
  const id = String((await api.call("/async/operation", { json })).body["operationId"]);
  await api.call(`/async/operation/${id}`, { method: "DELETE" });
  return `/async/operation/${id}`;
}

async function ofBatch(): Promise<string> {
  const json = { batchName: "B", operations: [operation], batchCallbacks: { onBatchComplete: url } };
  const id = String((await api.call("/async/batch", { json })).body["batchId"]);
  await api.call(`/async/batch/${id}`, { method: "DELETE" });
  return `/async/batch/${id}`;
}

it.each([
  ["an operation", "onCompletion", ofOperation],
  ["a batch", "onBatchComplete", ofBatch],
])("callbacks of %s are listed, shown, sent again and recovered", async (_what, callback, create) => {
  const since = new Date(Date.now() - 60_000).toISOString();
  const path = await create();
  await fail();
  const list = await api.call(`${path}/deliveries`);
  expect([list.status, list.body["deliveries"]]).toEqual([
    200,
    [expect.objectContaining({ callback, status: "Failed", attemptsMade: 6, maxAttempts: 6 })],
  ]);
  const one = `${path}/deliveries/${list.body["deliveries"][0]["deliveryId"]}`;
  expect((await api.call(one)).body).toEqual(list.body["deliveries"][0]);

  const again = await api.call(`${one}/redeliver`, { method: "POST" });
  expect([again.status, again.body["status"], again.body["maxAttempts"]]).toEqual([202, "Pending", 12]);
  expect(again.headers.get("location")).toContain(one);
  await fail();
  const recovered = await api.call("/async/callbacks/recover", { json: { since } });
  expect([recovered.status, recovered.body["recoveredDeliveries"]]).toEqual([202, 1]);
  expect((await api.call(one)).body["status"]).toBe("Pending");
  expect((await api.call("/async/callbacks/recover", { json: { since } })).body["recoveredDeliveries"]).toBe(0);
  await fail();
  await api.ctx().fleetDb.query("DELETE FROM deliveries");
});

it("are no stranger's, and 404 where there is none", async () => {
  const path = await ofOperation();
  const { body } = await api.call(`${path}/deliveries`);
  const one = `${path}/deliveries/${body["deliveries"][0]["deliveryId"]}`;
  const token = await api.token({ tenants: { [randomUUID()]: { projects: "*", role: "admin" } } });
  const missing = [
    `/async/operation/op-${randomUUID()}/deliveries`,
    `/async/batch/batch-none/deliveries`,
    `${path}/deliveries/dlv-none`,
  ];
  for (const none of missing) expect((await api.call(none)).status).toBe(404);
  expect((await api.call(one, { token })).status).toBe(404);
  expect((await api.call(`${one}/redeliver`, { method: "POST", token })).status).toBe(404);
  expect((await api.call(`${path}/deliveries/dlv-none/redeliver`, { method: "POST" })).status).toBe(404);
});
