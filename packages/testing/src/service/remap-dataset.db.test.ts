import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { useSharedService } from "./use-shared-service.ts";

describeEachBackend("an upload that is read again with another mapping", (backend) => {
  const service = useSharedService(backend);
  const day = (at: number): string => `2024-01-${10 + (at % 12)}T1${Math.floor(at / 12)}:00:00Z`;
  const LOG = `order,ticket,step,when\n${Array.from({ length: 60 }, (_, at) => `o${at % 12},t${at % 6},s${Math.floor(at / 12)},${day(at)}`).join("\n")}\n`;

  it("is a new dataset, and the old one stays as it is", async () => {
    const { body: original } = await service.upload(LOG, { mapping: { caseId: "order" } });
    expect(original["counts"]).toMatchObject({ events: 60, cases: 12 });
    const id = String(original["datasetId"]);
    const path = `/datasets/${id}`;
    const before = (await service.call(path)).body;

    const headers = { "idempotency-key": randomUUID() };
    const json = { mapping: { caseId: "ticket" }, name: "by ticket" };
    const { status, body, headers: answered } = await service.remap(id, json, { headers });
    expect([status, body["status"], body["name"]]).toEqual([201, "Ready", "by ticket"]);
    expect(body["counts"]).toMatchObject({ events: 60, cases: 6 });
    expect(body["detected"].mapping).toMatchObject({ caseId: "ticket", activity: "step", timestamp: "when" });
    expect(body["lineage"]).toEqual({ remappedFrom: original["datasetId"] });
    expect([body["fileName"], body["sizeBytes"]]).toEqual([original["fileName"], original["sizeBytes"]]);
    expect(answered.get("location")).toContain(String(body["datasetId"]));
    expect((await service.call(path)).body).toEqual(before);

    const again = await service.remap(id, json, { headers });
    expect([again.body["datasetId"], again.headers.get("idempotent-replayed")]).toEqual([body["datasetId"], "true"]);
    const other = await service.remap(id, { mapping: {} }, { headers });
    expect(other.status).toBe(422);
    const { body: list } = await service.call("/datasets");
    expect(list["datasets"]).toHaveLength(2);
    expect((await service.storedFiles()).filter((file) => file.endsWith("source"))).toHaveLength(2);

    // Either may be deleted without the other.
    await service.call(path, { method: "DELETE" });
    const third = await service.remap(String(body["datasetId"]), { mapping: { caseId: "order" } });
    expect([third.status, third.body["counts"]?.cases]).toEqual([201, 12]);
  });

  it("can be one that was refused, whose reason the new mapping removes", async () => {
    const refused = await service.upload(LOG.replace("order,ticket,step,when", "a,b,c,d"), {
      mapping: { caseId: "x" },
    });
    expect(refused.status).toBe(422);
    const id = String(refused.body["error"].details.datasetId);
    const mapping = { caseId: "a", activity: "c", timestamp: "d" };
    const { status, body } = await service.remap(id, { mapping });
    expect([status, body["status"], body["counts"]?.cases]).toEqual([201, "Ready", 12]);
    expect((await service.call(`/datasets/${id}`)).body["status"]).toBe("Failed");
    const wrong = await service.remap(id, { mapping: { caseId: "y" } });
    expect([wrong.status, wrong.body["error"].details.code]).toEqual([422, "ColumnNotFound"]);
  });

  it("must be an upload of the tenant's, and not what an operation made", async () => {
    const { body: original } = await service.upload(LOG, { mapping: { caseId: "order" } });
    const id = String(original["datasetId"]);
    const { results } = await service.run("DataEnrichment", { datasetId: id, derivedColumns: ["hour"] });
    const json = { mapping: { caseId: "ticket" } };
    const derived = await service.call(`/datasets/${results["summary"].outputDatasetId}/remap`, { json });
    expect([derived.status, derived.body["error"].details.derivedFrom.datasetId]).toEqual([409, id]);
    const remap = (body: unknown, tenantId?: string) =>
      service.call(`/datasets/${id}/remap`, { json: body, ...(tenantId === undefined ? {} : { tenantId }) });
    expect((await remap(json, randomUUID())).status).toBe(404);
    expect((await service.call(`/datasets/${randomUUID()}/remap`, { json })).status).toBe(404);
    for (const [body, pointer] of [
      [{}, "/mapping"],
      [{ mapping: { colour: "red" } }, "/mapping/colour"],
      [{ mapping: {}, name: " " }, "/name"],
    ] as const) {
      const answer = await remap(body);
      expect([answer.status, answer.body["errors"]?.[0]?.pointer]).toEqual([400, pointer]);
    }
    expect(await service.storedFiles()).toEqual(expect.not.arrayContaining([expect.stringContaining(".incoming")]));
  });
});
