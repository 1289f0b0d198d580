import { randomUUID } from "node:crypto";
import {
  asTenants,
  cancelImport,
  claimDataset,
  claimDeliveries,
  completeImport,
  createDataset,
  expireDatasetEvents,
  failImport,
  recordAttempts,
  recordImportProgress,
} from "@longhaul/db";
import { waitFor } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { readyDataset } from "../../test/ready-dataset.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();
const LEASE = { leaseMs: 60_000 };
const TABLE = {
  tableKey: "t",
  tableBytes: 5,
  format: "csv",
  detected: {},
  columns: [],
  quality: {},
  events: 5,
  cases: 2,
  activities: 3,
  errorRecords: 0,
  timeStart: null,
  timeEnd: null,
};

/** Accepts an upload, or another version of one, as the API does. @returns the version's own id */
async function accept(versionOf?: { readonly datasetId: string; readonly version: number }): Promise<string> {
  const id = randomUUID();
  const { tenantId, projectId } = api;
  const file = {
    name: "log",
    fileName: "log.csv",
    mapping: {},
    sizeBytes: 9,
    sha256: "0",
    sourceKey: `datasets/${id}`,
  };
  const version = versionOf === undefined ? {} : { versionOf: { ...versionOf, change: "replace" as const } };
  await createDataset(api.ctx().fleetDb, { id, tenantId, projectId, createdBy: "ann", ...file, ...version });
  return id;
}

async function claim(datasetId: string): Promise<{ datasetId: string; epoch: number }> {
  const claimed = await claimDataset(api.ctx().fleetDb, { datasetId, ...LEASE });
  return { datasetId, epoch: claimed?.epoch ?? 0 };
}

const progress = async (of: { datasetId: string; epoch: number }, fraction: number, currentActivity: string) =>
  recordImportProgress(api.ctx().fleetDb, { ...of, ...LEASE, fraction, activity: { currentActivity } });

const ready = async (datasetId: string): Promise<unknown> =>
  completeImport(api.ctx().fleetDb, await claim(datasetId), TABLE);

/** The events of a stream that has ended, as blocks of its lines. */
async function streamed(path: string, headers: Record<string, string> = {}) {
  const { text, status } = await api.call(path, { headers });
  const blocks = text.split("\n\n").filter((block) => block.startsWith("id: "));
  return {
    status,
    events: blocks.map((block) => {
      const [id = "", type = "", data = ""] = block.split("\n").map((line) => line.slice(line.indexOf(": ") + 2));
      const { sequence, data: told } = JSON.parse(data) as { sequence: number; data: Record<string, unknown> };
      return { id, type, sequence, told };
    }),
  };
}

const cancel = (datasetId: string, init: Parameters<typeof api.call>[1] = { json: {} }): Promise<Answer> =>
  api.call(`/datasets/${datasetId}/cancel`, { method: "POST", ...init });

describe("the events of an import", () => {
  it("are one for each per cent and activity, and its end; a claim that was lost adds none", async () => {
    const datasetId = await accept();
    const lost = await claim(datasetId);
    await api
      .ctx()
      .fleetDb.query("UPDATE datasets SET lease_until = now() - interval '1 s' WHERE id = $1", [datasetId]);
    const held = await claim(datasetId);
    for (const [fraction, activity] of [
      [0, "Reading the file"],
      [0.101, "Reading the file"],
      [0.109, "Reading the file"],
      [0.109, "Writing the table"],
      [0.05, "Writing the table"],
    ] as const)
      expect(await progress(held, fraction, activity)).toBe(true);
    expect(await progress(lost, 0.9, "Late")).toBe(false);
    await completeImport(api.ctx().fleetDb, held, TABLE);
    const { events } = await streamed(`/datasets/${datasetId}/events`);
    expect(events.map(({ type, sequence, told }) => [type, sequence, told["progress"]])).toEqual([
      ["dataset.created", 1, { percentage: 0 }],
      ["dataset.progress", 2, { percentage: 0, currentActivity: "Reading the file" }],
      ["dataset.progress", 3, { percentage: 10, currentActivity: "Reading the file" }],
      ["dataset.progress", 4, { percentage: 10, currentActivity: "Writing the table" }],
      ["dataset.ready", 5, { percentage: 100 }],
    ]);
    const [, second, , , last] = events;
    const rest = await streamed(`/datasets/${datasetId}/events`, { "last-event-id": second?.id ?? "" });
    expect(rest.events.map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
    expect((await streamed(`/datasets/${datasetId}/events`, { "last-event-id": last?.id ?? "" })).status).toBe(204);
  });

  it("are those of the newest version, or of the one that is named, and the project's stream has them all", async () => {
    const datasetId = await accept();
    await ready(datasetId);
    const second = await accept({ datasetId, version: 2 });
    await failImport(api.ctx().fleetDb, await claim(second), { code: "NoEvents", message: "it has no events" });
    const newest = await streamed(`/datasets/${datasetId}/events`);
    expect(newest.events.at(-1)).toMatchObject({
      type: "dataset.failed",
      told: { datasetId, version: 2, change: "replace", status: "Failed", error: { code: "NoEvents" } },
    });
    const first = await streamed(`/datasets/${datasetId}/events?version=1`);
    expect(first.events.map(({ type }) => type)).toEqual(["dataset.created", "dataset.ready"]);
    const unknown = await api.call(`/datasets/${datasetId}/events?version=3`);
    expect([unknown.status, unknown.body["error"].code]).toEqual([400, "validation_failed"]);
    expect((await api.call(`/datasets/${randomUUID()}/events`)).status).toBe(404);
  });

  it("end with the dataset, of previews and exports there are none, and old ones go", async () => {
    const { fleetDb } = api.ctx();
    const datasetId = await accept();
    await claim(datasetId);
    expect((await api.call(`/datasets/${datasetId}`, { method: "DELETE" })).status).toBe(200);
    const { rows } = await fleetDb.query<{ type: string; body: string }>(
      "SELECT type, body FROM events WHERE dataset_id = $1 ORDER BY sequence",
      [datasetId],
    );
    expect(rows.map(({ type }) => type)).toEqual(["dataset.created", "dataset.cancelled"]);
    expect(JSON.parse(rows[1]?.body ?? "{}")).toMatchObject({ data: { status: "Cancelled" } });

    const kept = await accept();
    await ready(kept);
    await fleetDb.query("UPDATE events SET created_at = now() - interval '40 days' WHERE dataset_id = $1", [kept]);
    expect(await expireDatasetEvents(fleetDb, { defaultDays: 41, limit: 9 })).toBe(0);
    expect(await expireDatasetEvents(fleetDb, { defaultDays: 39, limit: 9 })).toBe(2);
    expect((await streamed(`/datasets/${kept}/events`)).status).toBe(204);

    const other = { kind: "preview", id: randomUUID() };
    await fleetDb.query(
      `INSERT INTO datasets (id, tenant_id, project_id, name, status, kind, file_name, mapping, created_by)
       VALUES ($1, $2, $3, 'x', 'Importing', $4, 'x', '{}', 'ann')`,
      [other.id, api.tenantId, api.projectId, other.kind],
    );
    await fleetDb.query("UPDATE datasets SET status = 'Ready' WHERE id = $1", [other.id]);
    const told = await fleetDb.query("SELECT FROM events WHERE dataset_id = $1", [other.id]);
    expect(told.rowCount).toBe(0);
  });
});

describe("cancelling an import", () => {
  it("is refused once it has ended, and of a version that isn't there", async () => {
    const datasetId = await readyDataset(api);
    expect((await cancel(datasetId)).body["error"]).toMatchObject({
      code: "conflict",
      message: "the import has ended already: version 1 is Ready",
    });
    const unknown = await cancel(datasetId, { json: { version: 2 } });
    expect([unknown.status, unknown.body["errors"]]).toMatchObject([400, [{ pointer: "/version" }]]);
    expect((await cancel(datasetId, { json: { why: "x" } })).status).toBe(400);
    expect((await cancel(randomUUID())).status).toBe(404);
  });

  it("takes no body, says who did it, and answers the same again; nobody takes it up any more", async () => {
    const datasetId = await accept();
    const held = await claim(datasetId);
    const first = await cancel(datasetId, {});
    expect(first.body).toMatchObject({ status: "Cancelled", cancellation: { cancelledBy: "ann" } });
    expect((await cancel(datasetId, { json: { reason: "later" } })).body).toEqual(first.body);
    expect(await completeImport(api.ctx().fleetDb, held, TABLE)).toBe(false);
    expect(await claimDataset(api.ctx().fleetDb, { datasetId, ...LEASE })).toBeNull();
    const listed = await api.call("/datasets?status=Cancelled");
    expect(listed.status).toBe(200);
    const started = await api.call("/async/operation", {
      json: { operationType: "ProcessMiningAnalysis", operationName: "a", parameters: { datasetId } },
    });
    expect([started.status, started.body["error"].message]).toEqual([
      422,
      `the import of dataset ${datasetId} was cancelled; upload its file again`,
    ]);
    for (const path of ["rows?state=rejected", "export?format=csv"])
      expect((await api.call(`/datasets/${datasetId}/${path}`)).status).toBe(409);
    const appended = await api.call(`/datasets/${datasetId}/append`, { json: { url: "https://example.com/x.csv" } });
    expect([appended.status, appended.body["error"].code]).toEqual([409, "conflict"]);
  });

  it("ends the request that waits for the import", async () => {
    const form = new FormData();
    form.append("file", new Blob(["case,activity\n1,a\n"]), "log.csv");
    const upload = api.call("/datasets", { body: form });
    const { fleetDb } = api.ctx();
    const waiting = async (): Promise<string | undefined> =>
      (
        await fleetDb.query<{ id: string }>(
          "SELECT id FROM datasets WHERE status = 'Importing' AND kind = 'log' AND file_name = 'log.csv' AND lease_until IS NULL AND deleted_at IS NULL ORDER BY created_at DESC LIMIT 1",
        )
      ).rows[0]?.id;
    let id: string | undefined;
    await waitFor(async () => (id = await waiting()) !== undefined, { what: "the upload" });
    await cancel(id ?? "", { json: { reason: "not this one" } });
    const answer = await upload;
    expect([answer.status, answer.body["error"]]).toMatchObject([
      409,
      {
        message: "the import was cancelled by ann: not this one; send the file again",
        details: { status: "Cancelled" },
      },
    ]);
  });

  it("stays behind the wall of its tenant", async () => {
    const datasetId = await accept();
    const by = { versionId: datasetId, cancelledBy: "mallory" };
    const there = { tenantId: randomUUID(), projectId: api.projectId };
    expect(await asTenants([there.tenantId], () => cancelImport(api.ctx().db, api, by))).toBeNull();
    expect(await asTenants([api.tenantId], () => cancelImport(api.ctx().db, there, by))).toBeNull();
    expect(await asTenants([api.tenantId], () => cancelImport(api.ctx().db, api, by))).toMatchObject({ id: datasetId });
  });
});

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
    const [readyId, failedId, cancelledId] = [await accept(), await accept(), await accept()];
    await ready(readyId);
    await failImport(api.ctx().fleetDb, await claim(failedId), { code: "NoEvents", message: "it has no events" });
    await cancel(cancelledId, { json: { reason: "no" } });
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
    const datasetId = await accept();
    await ready(datasetId);
    await ready(await accept({ datasetId, version: 2 }));
    const other = await accept();
    await ready(other);
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
        after: { status: "Pending" as const, retryMs: 60_000 },
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
    const datasetId = await accept();
    await ready(datasetId);
    expect(await deliveriesOf(webhookId)).toEqual([]);
    await api.call(`/async/webhooks/${webhookId}`, { method: "PATCH", json: { status: "Active" } });
    const since = new Date(Date.now() - 60_000).toISOString();
    const recovered = await api.call(`/async/webhooks/${webhookId}/recover`, { json: { since } });
    expect(recovered.body["recoveredDeliveries"]).toBe(1);
    expect(await deliveriesOf(webhookId)).toMatchObject([{ eventType: "dataset.ready", datasetId }]);
  });
});
