import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useService } from "./use-service.ts";

const flow = (from: string, to: string): string =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`;
const bpmn = (second: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<!-- <pnml> drawn by hand -->
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"><bpmn:process id="p"><bpmn:startEvent id="s"/>
<bpmn:task id="r" name="Register"/><bpmn:task id="c" name="${second}"/><bpmn:endEvent id="e"/>
${flow("s", "r")}${flow("r", "c")}${flow("c", "e")}</bpmn:process></bpmn:definitions>`;
const PNML = `<pnml><net id="n"><place id="a"/><place id="b"/><place id="z"/>
<transition id="t"><name><text>Register</text></name></transition><transition id="u"><name><text>Check</text></name></transition>
<arc id="1" source="a" target="t"/><arc id="2" source="t" target="b"/><arc id="3" source="b" target="u"/><arc id="4" source="u" target="z"/></net></pnml>`;

/** 10 orders, 3 of which aren't checked. */
function orders(): string {
  const rows = Array.from({ length: 10 }, (_, at) =>
    (at < 3 ? ["Register"] : ["Register", "Check"]).map(
      (activity, step) => `o${at},${activity},${new Date(Date.UTC(2024, 0, 1 + at, step)).toISOString()}`,
    ),
  );
  return `case,activity,timestamp\n${rows.flat().join("\n")}\n`;
}

describeEachBackend("a model as a dataset", (backend) => {
  const service = useService(backend);

  const upload = async (content: string, fileName: string): Promise<ServiceAnswer["body"]> => {
    const { status, body } = await service.upload(content, { fileName });
    expect([status, body["status"]]).toEqual([201, "Ready"]);
    return body;
  };
  const post = (operationType: string, parameters: unknown): Promise<ServiceAnswer> =>
    service.call("/async/operation", { json: { operationType, operationName: "o", parameters } });
  const mining = (parameters: unknown): Promise<ServiceAnswer> => post("ProcessMiningAnalysis", parameters);
  const faultOf = ({ status, body }: ServiceAnswer): unknown => [status, body["errors"]?.[0]];
  const discovered = (results: ServiceAnswer["body"]) =>
    results["phaseResults"].find(({ phaseName }: { phaseName: string }) => phaseName.includes("Discovery")).results;

  it("becomes what it is, and a preview says so beforehand", async () => {
    const model = await upload(bpmn("Check"), "agreed.bpmn");
    expect(model).toMatchObject({
      kind: "model",
      format: "bpmn",
      detected: { model: { language: "BPMN", tasks: 2, gateways: 0, events: 2 }, activityNames: ["Register", "Check"] },
    });
    for (const key of ["counts", "columns", "quality", "timeRange"]) expect(model).not.toHaveProperty(key);
    // Its content says what it is where its name doesn't.
    const net = await upload(PNML, "agreed.xml");
    expect(net).toMatchObject({ kind: "model", format: "pnml" });
    expect(net["detected"].model).toEqual({ language: "PNML", places: 3, transitions: 2, arcs: 4 });
    const log = await upload(orders(), "orders.csv");
    expect(log["kind"]).toBe("log");

    const listed = async (kind: string): Promise<unknown[]> =>
      (await service.call(`/datasets?kind=${kind}`)).body["datasets"].map(
        ({ datasetId }: ServiceAnswer["body"]) => datasetId,
      );
    const [models, logs] = [await listed("model"), await listed("log")];
    expect(models).toEqual(expect.arrayContaining([net["datasetId"], model["datasetId"]]));
    expect(logs).toContain(log["datasetId"]);
    expect(logs.filter((id) => models.includes(id))).toEqual([]);

    const form = new FormData();
    form.append("file", new Blob([bpmn("Check")]), "agreed.bpmn");
    const preview = await service.call("/datasets/preview", { form });
    expect([preview.status, preview.body]).toMatchObject([
      200,
      { kind: "model", format: "bpmn", counts: {}, columns: [], detected: { model: { tasks: 2 } } },
    ]);
  });

  it("is compared with, in the version that there is, and told in results and reports", async () => {
    const { datasetId } = await upload(orders(), "orders.csv");
    const model = await upload(bpmn("Pay"), "agreed.bpmn");
    const path = `/datasets/${String(model["datasetId"])}`;
    const replaced = await service.upload(bpmn("Check"), { fileName: "agreed.bpmn", path: `${path}/replace` });
    expect(replaced.body).toMatchObject({ status: "Ready", version: 2, kind: "model" });
    const { operationId, results } = await service.run("ProcessMiningAnalysis", {
      datasetId,
      analysisType: "discovery",
      referenceModel: { datasetId: model["datasetId"] },
    });
    expect(discovered(results).referenceModel).toMatchObject({
      name: "agreed.bpmn",
      format: "BPMN",
      datasetId: model["datasetId"],
      datasetVersion: 2,
      cases: 10,
      fittingCases: 7,
      activitiesNotInLog: [],
    });
    for (const filters of [undefined, { caseLength: { max: 2 } }]) {
      const report = await service.run("ReportGeneration", {
        sourceOperationIds: [operationId],
        exportFormats: ["JSON"],
        ...(filters === undefined ? {} : { filters }),
      });
      const text = JSON.stringify(await service.download(report.results["artifacts"][0].downloadUrl));
      expect(text).toContain(`agreed.bpmn · BPMN · ${String(model["datasetId"])}/2`);
    }
    expect((await service.call(path, { method: "DELETE" })).status).toBe(200);
  });

  it("that can't be read fails with the reason and the line", async () => {
    const broken = await service.upload(bpmn("Check").replace('id="c"', 'id="d"'), { fileName: "agreed.bpmn" });
    expect([broken.status, broken.body["error"].details]).toMatchObject([
      422,
      { code: "UnreadableModel", line: 5, message: expect.stringContaining('from "r" to "c"') },
    ]);
    const dataset = await service.call(`/datasets/${String(broken.body["error"].details.datasetId)}`);
    expect(dataset.body).toMatchObject({ status: "Failed", error: { code: "UnreadableModel", line: 5 } });
    expect(dataset.body).not.toHaveProperty("kind");
    const withEntity = `<!DOCTYPE pnml [<!ENTITY x SYSTEM "file:///etc/passwd">]>${PNML.replace("Register", "&x;")}`;
    for (const [text, reason] of [
      [withEntity, "document type"],
      ["<a>".repeat(200), "nested deeper"],
      ["hello", "line 1"],
      [`<pnml>${" ".repeat(8 * 2 ** 20)}</pnml>`, "more than 8 MB"],
    ] as const) {
      const { status, body } = await service.upload(text, { fileName: "agreed.pnml" });
      expect([status, body["error"].details.message]).toEqual([422, expect.stringContaining(reason)]);
    }
  });

  it("is refused where a log is wanted, and a log where a model is", async () => {
    const { datasetId } = await upload(orders(), "orders.csv");
    const { datasetId: modelId } = await upload(bpmn("Check"), "agreed.bpmn");
    const isModel = expect.stringContaining("names a model");
    expect(faultOf(await mining({ datasetId: modelId }))).toEqual([
      400,
      { pointer: "/parameters/datasetId", detail: isModel },
    ]);
    expect(faultOf(await post("DataEnrichment", { datasetId: modelId }))).toEqual([
      400,
      { pointer: "/parameters/datasetId", detail: isModel },
    ]);
    const joinWith = { datasetId: modelId, key: "case_id" };
    expect(faultOf(await post("DataEnrichment", { datasetId, joinWith }))).toEqual([
      400,
      { pointer: "/parameters/joinWith/datasetId", detail: isModel },
    ]);
    expect(faultOf(await mining({ datasetId, referenceModel: { datasetId } }))).toEqual([
      400,
      { pointer: "/parameters/referenceModel/datasetId", detail: expect.stringContaining("not a model") },
    ]);
    const { datasetId: other } = await upload(bpmn("x").replace("Register", "y"), "other.bpmn");
    expect(faultOf(await mining({ datasetId, referenceModel: { datasetId: other } }))).toEqual([
      400,
      {
        pointer: "/parameters/referenceModel/datasetId",
        detail: expect.stringContaining('no activity in common with the dataset; the model has "y", "x"'),
      },
    ]);
    const operation = {
      operationType: "ProcessMiningAnalysis",
      operationName: "o",
      parameters: { datasetId: modelId },
    };
    const batch = await service.call("/async/batch", { json: { batchName: "b", operations: [operation] } });
    expect(faultOf(batch)).toEqual([400, { pointer: "/operations/0/parameters/datasetId", detail: isModel }]);
    for (const [method, path, body] of [
      ["GET", "/rows?state=rejected", undefined],
      ["GET", "/export?format=csv", undefined],
      ["POST", "/remap", { mapping: {} }],
    ] as const) {
      const answer = await service.call(`/datasets/${String(modelId)}${path}`, {
        method,
        ...(body === undefined ? {} : { json: body }),
      });
      expect([answer.status, answer.body["error"].message]).toEqual([409, expect.stringContaining("is a model")]);
    }
    const appended = await service.upload(orders(), { path: `/datasets/${String(modelId)}/append` });
    expect([appended.status, appended.body["error"].message]).toEqual([409, expect.stringContaining("is a model")]);
    const code = { code: "KindDiffers", message: expect.stringContaining("is a model, and the dataset an event log") };
    const replaced = await service.upload(bpmn("Check"), {
      fileName: "agreed.bpmn",
      path: `/datasets/${String(datasetId)}/replace`,
    });
    expect([replaced.status, replaced.body["error"].details]).toMatchObject([422, code]);
    const behind = await service.upload(bpmn("Check"), {
      fileName: "agreed.bpmn",
      path: `/datasets/${String(datasetId)}/append`,
    });
    expect([behind.status, behind.body["error"].details.message]).toEqual([
      422,
      expect.stringContaining("can't be appended"),
    ]);
  });

  it("that isn't there, was deleted or is another's is refused as a missing dataset is", async () => {
    const { datasetId } = await upload(orders(), "orders.csv");
    const { datasetId: gone } = await upload(bpmn("Check"), "gone.bpmn");
    expect((await service.call(`/datasets/${String(gone)}`, { method: "DELETE" })).status).toBe(200);
    const tenant = randomUUID();
    const token = await service.mintToken({ tenants: { [tenant]: { projects: "*" } } });
    const form = new FormData();
    form.append("file", new Blob([bpmn("Check")]), "theirs.bpmn");
    const headers = { authorization: `Bearer ${token}` };
    const theirs = await service.call("/datasets", { form, headers, tenantId: tenant });
    const foreign = String(theirs.body["datasetId"]);
    await waitFor(
      async () =>
        (await service.call(`/datasets/${foreign}`, { headers, tenantId: tenant })).body["status"] === "Ready",
      { what: "the other tenant's model" },
    );
    for (const id of [randomUUID(), String(gone), foreign]) {
      expect(faultOf(await mining({ datasetId, referenceModel: { datasetId: id } }))).toEqual([
        400,
        {
          pointer: "/parameters/referenceModel/datasetId",
          detail: expect.stringContaining(`names no dataset of this project (${id})`),
        },
      ]);
    }
    await service.withoutWorker(async () => {
      const waiting = new FormData();
      waiting.append("file", new Blob([bpmn("Check")]), "waiting.bpmn");
      const { body } = await service.call("/datasets", { form: waiting, headers: { prefer: "respond-async" } });
      const answer = await mining({ datasetId, referenceModel: { datasetId: body["datasetId"] } });
      expect([answer.status, answer.body["errors"][0].pointer]).toEqual([409, "/parameters/referenceModel/datasetId"]);
    });
  });

  it("is held by a live operation, and another one begins a retry at the phase that reads it", async () => {
    const { datasetId } = await upload(orders(), "orders.csv");
    const { datasetId: first } = await upload(bpmn("Check"), "first.bpmn");
    const { datasetId: second } = await upload(bpmn("Pay"), "second.bpmn");
    const parameters = { datasetId, analysisType: "discovery", referenceModel: { datasetId: first } };
    const operationId = await service.withoutWorker(async () => {
      const accepted = await mining(parameters);
      const inUse = await service.call(`/datasets/${String(first)}`, { method: "DELETE" });
      expect([inUse.status, inUse.body["error"].details.operationIds]).toEqual([409, [accepted.body["operationId"]]]);
      const id = String(accepted.body["operationId"]);
      expect((await service.call(`/async/operation/${id}`, { method: "DELETE" })).status).toBe(200);
      return id;
    });
    const retried = await service.call(`/async/operation/${operationId}/retry`, {
      json: {
        retryMode: "resume",
        modifyParameters: true,
        updatedParameters: { referenceModel: { datasetId: second } },
      },
    });
    expect(retried.status).toBe(202);
    const results = (): Promise<ServiceAnswer> =>
      service.call(`/async/operation/${String(retried.body["newOperationId"])}/results?format=detailed`);
    await waitFor(async () => (await results()).status !== 409, { what: "the retry" });
    expect(discovered((await results()).body).referenceModel).toMatchObject({
      name: "second.bpmn",
      fittingCases: 0,
      activitiesNotInModel: ["Check"],
    });
  });
});
