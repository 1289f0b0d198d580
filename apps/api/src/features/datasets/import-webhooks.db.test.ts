import { claimDeliveries, failImport, recordAttempts } from "@longhaul/db";
import { describe, expect, it } from "vitest";
import { acceptUpload, claimImport, importWell } from "../../test/drive-import.ts";
import { useApi } from "../../test/use-api.ts";

const api = useApi();

describe("webhooks of imports", () => {
  const LIMITS = {
    room: 100,
    unprovenRoom: 100,
    unprovenOfTenant: 100,
    leaseMs: 60_000,
    firstWindow: 100,
    laneCap: 100,
    originCap: 100,
    perSecond: null,
  };

  async function register(json: Record<string, unknown>): Promise<string> {
    const { body } = await api.call("/async/webhooks", { json: { webhookUrl: "https://example.com/hook", ...json } });
    return String(body["webhookId"]);
  }
  const deliveriesOf = async (webhookId: string, query = ""): Promise<Record<string, unknown>[]> =>
    (await api.call(`/async/webhooks/${webhookId}/deliveries${query}`)).body["deliveries"];

  it("get the ends that they subscribed to, whatever they filter operations by, and no others", async () => {
    const all = await register({
      events: ["dataset.ready", "dataset.failed", "dataset.cancelled"],
      filters: { priorities: ["High"] },
    });
    const failures = await register({ events: ["dataset.failed", "operation.failed"] });
    const unasked = await register({});
    const [readyId, failedId, cancelledId] = [
      await acceptUpload(api),
      await acceptUpload(api),
      await acceptUpload(api),
    ];
    await importWell(api, readyId);
    await failImport(api.ctx().fleetDb, await claimImport(api, failedId), {
      code: "NoEvents",
      message: "it has no events",
    });
    await api.call(`/datasets/${cancelledId}/cancel`, { json: { reason: "no" } });
    const told = (await deliveriesOf(all)).map(({ eventType, datasetId }) => [eventType, datasetId]);
    expect(told.toReversed()).toEqual([
      ["dataset.ready", readyId],
      ["dataset.failed", failedId],
      ["dataset.cancelled", cancelledId],
    ]);
    expect((await deliveriesOf(failures)).map(({ datasetId }) => datasetId)).toEqual([failedId]);
    expect(await deliveriesOf(unasked)).toEqual([]);
    expect((await deliveriesOf(all, "?eventType=dataset.failed")).length).toBe(1);
    for (const id of [all, failures, unasked]) await api.call(`/async/webhooks/${id}`, { method: "DELETE" });
  });

  it("are told of a dataset's versions in order, the next one when the one before was tried", async () => {
    const { fleetDb } = api.ctx();
    const webhookId = await register({ events: ["dataset.ready"] });
    const datasetId = await acceptUpload(api);
    await importWell(api, datasetId);
    await importWell(api, await acceptUpload(api, { datasetId, version: 2 }));
    const other = await acceptUpload(api);
    await importWell(api, other);
    const first = (await claimDeliveries(fleetDb, LIMITS)).deliveries;
    const told = first.map(({ body }) => (JSON.parse(body) as { data: Record<string, unknown> }).data);
    expect(told.map((data) => [data["datasetId"], data["version"]])).toEqual([
      [datasetId, 1],
      [other, 1],
    ]);
    expect((await claimDeliveries(fleetDb, LIMITS)).deliveries).toEqual([]);
    await recordAttempts(
      fleetDb,
      first.map(({ id, epoch, attempt }) => ({
        deliveryId: id,
        epoch,
        number: attempt,
        startedAt: new Date(),
        durationMs: 1,
        outcome: "server_error" as const,
        statusCode: 500,
        effect: "none" as const,
        after: { status: "Pending" as const, retryInMs: 60_000 },
        isGone: false,
      })),
      { firstWindow: 100, laneCap: 100, tripAfter: 100, minOpenMs: 1, maxOpenMs: 1, disableAfterMs: 1e9 },
    );
    const [second] = (await claimDeliveries(fleetDb, LIMITS)).deliveries;
    expect(JSON.parse(second?.body ?? "{}")).toMatchObject({ type: "dataset.ready", data: { datasetId, version: 2 } });
    await api.call(`/async/webhooks/${webhookId}`, { method: "DELETE" });
  });

  it("can recover what happened while they were disabled", async () => {
    const webhookId = await register({ events: ["dataset.ready", "operation.completed"] });
    await api.ctx().fleetDb.query("UPDATE webhooks SET status = 'Disabled' WHERE id = $1", [webhookId]);
    const datasetId = await acceptUpload(api);
    await importWell(api, datasetId);
    expect(await deliveriesOf(webhookId)).toEqual([]);
    await api.call(`/async/webhooks/${webhookId}`, { method: "PATCH", json: { status: "Active" } });
    const since = new Date(Date.now() - 60_000).toISOString();
    const recovered = await api.call(`/async/webhooks/${webhookId}/recover`, { json: { since } });
    expect(recovered.body["recoveredDeliveries"]).toBe(1);
    expect(await deliveriesOf(webhookId)).toMatchObject([{ eventType: "dataset.ready", datasetId }]);
  });
});
