import { randomUUID } from "node:crypto";
import {
  asTenants,
  cancelImport,
  claimDataset,
  completeImport,
  expireDatasetEvents,
  failImport,
  findAppendBase,
  recordImportProgress,
  type Sql,
} from "@longhaul/db";
import { waitFor } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { acceptUpload, claimImport, importWell, LEASE, TABLE } from "../../test/drive-import.ts";
import { readyDataset } from "../../test/ready-dataset.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();
const progress = async (of: { datasetId: string; epoch: number }, fraction: number, currentActivity: string) =>
  recordImportProgress(api.ctx().fleetDb, { ...of, ...LEASE, fraction, activity: { currentActivity } });

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
    const datasetId = await acceptUpload(api);
    const lost = await claimImport(api, datasetId);
    await api
      .ctx()
      .fleetDb.query("UPDATE datasets SET lease_until = now() - interval '1 s' WHERE id = $1", [datasetId]);
    const held = await claimImport(api, datasetId);
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

  it("are those of the newest version, or of the one that is named", async () => {
    const datasetId = await acceptUpload(api);
    await importWell(api, datasetId);
    const second = await acceptUpload(api, { datasetId, version: 2 });
    await failImport(api.ctx().fleetDb, await claimImport(api, second), {
      code: "NoEvents",
      message: "it has no events",
    });
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

  it("tell why a file could not be read, but not all the names that it has", async () => {
    const why = { code: "ColumnNotIdentified", message: "Which column? " };
    const columns = Array.from({ length: 2000 }, (_, idx) => `column ${idx} ${"x".repeat(1000)}`);
    for (const [error, told] of [
      [
        { ...why, columns: ["a", "b"] },
        { ...why, columns: ["a", "b"] },
      ],
      [
        { ...why, message: why.message + "é".repeat(9000), line: 1, columns },
        { ...why, message: why.message + "é".repeat(2000 - why.message.length), line: 1 },
      ],
    ] as const) {
      const datasetId = await acceptUpload(api);
      await failImport(api.ctx().fleetDb, await claimImport(api, datasetId), error);
      const { events } = await streamed(`/datasets/${datasetId}/events`);
      expect(events.at(-1)?.told["error"]).toEqual(told);
      expect((await api.call(`/datasets/${datasetId}`)).body["error"]).toEqual(error);
    }
  });

  it("end with the dataset, of previews and exports there are none, and old ones go", async () => {
    const { fleetDb } = api.ctx();
    const datasetId = await acceptUpload(api);
    await claimImport(api, datasetId);
    expect((await api.call(`/datasets/${datasetId}`, { method: "DELETE" })).status).toBe(200);
    const { rows } = await fleetDb.query<{ type: string; body: string }>(
      "SELECT type, body FROM events WHERE dataset_id = $1 ORDER BY sequence",
      [datasetId],
    );
    expect(rows.map(({ type }) => type)).toEqual(["dataset.created", "dataset.cancelled"]);
    expect(JSON.parse(rows[1]?.body ?? "{}")).toMatchObject({ data: { status: "Cancelled" } });

    const kept = await acceptUpload(api);
    await importWell(api, kept);
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
    for (const version of [2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const answers = await Promise.all([
        cancel(datasetId, { json: { version } }),
        api.call(`/datasets/${datasetId}/restore`, { json: { version } }),
        api.call(`/datasets/${datasetId}/events?version=${version}`),
        api.call(`/datasets/${datasetId}/export?format=csv&version=${version}`),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 404]);
    }
    expect((await cancel(randomUUID())).status).toBe(404);
  });

  it("takes no body, says who did it, and answers the same again; nobody takes it up any more", async () => {
    const datasetId = await acceptUpload(api);
    const held = await claimImport(api, datasetId);
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

  it.each(["cancelled", "ready"])("beside the import's own end leaves one end: %s, which came first", async (first) => {
    const { fleetDb } = api.ctx();
    const datasetId = await acceptUpload(api);
    const held = await claimImport(api, datasetId);
    const ends = {
      cancelled: async (sql: Sql) =>
        (await cancelImport(sql, api, { versionId: datasetId, cancelledBy: "x" })) !== null,
      ready: async (sql: Sql) => completeImport(sql, held, TABLE),
    };
    const [sooner, later] = first === "ready" ? [ends.ready, ends.cancelled] : [ends.cancelled, ends.ready];
    let beaten: Promise<boolean> | undefined;
    await fleetDb.withTransaction(async (tx) => {
      expect(await sooner(tx)).toBe(true);
      // Begins before the commit, and waits for the row.
      beaten = later(fleetDb);
      await tx.query("SELECT");
    });
    expect(await beaten).toBe(false);
    const { events } = await streamed(`/datasets/${datasetId}/events`);
    expect(events.map(({ type, sequence }) => [type, sequence])).toEqual([
      ["dataset.created", 1],
      [`dataset.${first}`, 2],
    ]);
  });

  it("lets the versions behind it go on, from the last one that was read", async () => {
    const { fleetDb } = api.ctx();
    const datasetId = await acceptUpload(api);
    await importWell(api, datasetId);
    const second = await acceptUpload(api, { datasetId, version: 2 });
    const third = await acceptUpload(api, { datasetId, version: 3 });
    expect(await claimDataset(fleetDb, { datasetId: third, ...LEASE })).toBeNull();
    const cancelled = await cancel(datasetId, { json: { version: 2 } });
    expect(cancelled.body).toMatchObject({ version: 2, status: "Cancelled" });
    expect(await claimDataset(fleetDb, { datasetId: second, ...LEASE })).toBeNull();
    expect(await claimDataset(fleetDb, { datasetId: third, ...LEASE })).toMatchObject({ version: 3 });
    expect(await findAppendBase(fleetDb, { datasetId, version: 3 })).toMatchObject({ version: 1 });
    expect((await api.call(`/datasets/${datasetId}`)).body).toMatchObject({ version: 1, status: "Ready" });
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
    const datasetId = await acceptUpload(api);
    const by = { versionId: datasetId, cancelledBy: "mallory" };
    const there = { tenantId: randomUUID(), projectId: api.projectId };
    expect(await asTenants([there.tenantId], () => cancelImport(api.ctx().db, api, by))).toBeNull();
    expect(await asTenants([api.tenantId], () => cancelImport(api.ctx().db, there, by))).toBeNull();
    expect(await asTenants([api.tenantId], () => cancelImport(api.ctx().db, api, by))).toMatchObject({ id: datasetId });
  });
});
