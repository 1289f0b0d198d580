import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { sampleTemplate } from "../sample-template.ts";
import { waitFor } from "../wait-for.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useService } from "./use-service.ts";

const ORDERS = "case,activity,timestamp\n1,Register,2024-01-01\n1,Check,2024-01-02\n2,Register,2024-01-03\n";
const MODEL =
  '<pnml><net id="n"><place id="a"/><place id="z"/><transition id="t"><name><text>Register</text></name></transition><arc id="1" source="a" target="t"/><arc id="2" source="t" target="z"/></net></pnml>';

describeEachBackend("files of another tenant", (backend) => {
  const service = useService(backend);

  const upload = async (content: string | Uint8Array<ArrayBuffer>, fileName: string): Promise<string> => {
    const { status, body } = await service.upload(content, { fileName });
    expect([status, body["status"]]).toEqual([201, "Ready"]);
    return String(body["datasetId"]);
  };

  /** A file of theirs, which is Ready. */
  const theirs = async (content: string | Uint8Array<ArrayBuffer>, fileName: string): Promise<string> => {
    const tenantId = randomUUID();
    const token = await service.mintToken({ tenants: { [tenantId]: { projects: "*" } } });
    const form = new FormData();
    form.append("file", new Blob([content]), fileName);
    const init = { tenantId, headers: { authorization: `Bearer ${token}` } };
    const { body } = await service.call("/datasets", { ...init, form });
    const datasetId = String(body["datasetId"]);
    const status = async (): Promise<unknown> => (await service.call(`/datasets/${datasetId}`, init)).body["status"];
    await waitFor(async () => (await status()) === "Ready", { what: fileName });
    return datasetId;
  };

  it("are to none of the ways that name datasets anything else than files that aren't there", async () => {
    const datasetId = await upload(ORDERS, "orders.csv");
    const { operationId } = await service.run("ProcessMiningAnalysis", { datasetId, analysisType: "discovery" });
    const mining = (id: string) => ({
      operationType: "ProcessMiningAnalysis",
      operationName: "o",
      parameters: { datasetId, referenceModel: { datasetId: id } },
    });
    const slides = (id: string) => ({
      operationType: "ReportGeneration",
      operationName: "o",
      parameters: { sourceOperationIds: [operationId], exportFormats: ["PowerPoint"], templateDatasetId: id },
    });
    const cancelled = await service.withoutWorker(async () => {
      const parameters = { sourceOperationIds: [operationId], exportFormats: ["JSON"] };
      const json = { operationType: "ReportGeneration", operationName: "o", parameters };
      const { body } = await service.call("/async/operation", { json });
      const path = `/async/operation/${String(body["operationId"])}`;
      expect((await service.call(path, { method: "DELETE" })).status).toBe(200);
      return path;
    });
    const files = { mining: await theirs(MODEL, "secret.pnml"), slides: await theirs(sampleTemplate(), "secret.pptx") };
    const ways: Readonly<Record<string, (id: string) => Promise<ServiceAnswer>>> = {
      model: async (id) => service.call("/async/operation", { json: mining(id) }),
      template: async (id) => service.call("/async/operation", { json: slides(id) }),
      "model of a batch": async (id) =>
        service.call("/async/batch", { json: { batchName: "b", operations: [mining(id)] } }),
      "template of a batch": async (id) =>
        service.call("/async/batch", { json: { batchName: "b", operations: [slides(id)] } }),
      "template of a batch whose source comes from it": async (id) => {
        const first = { ...mining(id), operationKey: "a", parameters: { datasetId, analysisType: "discovery" } };
        const parameters = { exportFormats: ["PowerPoint"], templateDatasetId: id };
        const second = { ...slides(id), operationKey: "b", dependencies: ["a"], parameters };
        return service.call("/async/batch", { json: { batchName: "b", operations: [first, second] } });
      },
      "model of a schedule": async (id) => service.call("/async/schedules", { json: scheduled(mining(id)) }),
      "template of a schedule": async (id) => service.call("/async/schedules", { json: scheduled(slides(id)) }),
      "template of a retry": async (id) =>
        service.call(`${cancelled}/retry`, {
          json: {
            retryMode: "restart",
            modifyParameters: true,
            updatedParameters: { templateDatasetId: id, exportFormats: ["PowerPoint"] },
          },
        }),
      "model of an estimate": async (id) => service.call("/async/operation?dryRun=true", { json: mining(id) }),
      "model that is looked at": async (id) => service.call(`/datasets/${id}`),
      "model that is deleted": async (id) => service.call(`/datasets/${id}`, { method: "DELETE" }),
      "model that is replaced": async (id) =>
        service.upload(MODEL, { fileName: "m.pnml", path: `/datasets/${id}/replace` }),
      "model that is exported": async (id) => service.call(`/datasets/${id}/export?format=csv`),
    };
    for (const [name, way] of Object.entries(ways)) {
      const missing = randomUUID();
      const told = async (id: string): Promise<unknown> => {
        const { status, body } = await way(id);
        return [
          name,
          status,
          JSON.stringify(body)
            .replaceAll(id, "ID")
            .replaceAll(/"(?:requestId|timestamp)":"[^"]*"/g, ""),
        ];
      };
      const answer = await told(missing);
      expect(answer).toEqual([
        name,
        expect.any(Number),
        expect.stringMatching(/names no dataset|not found|no such|isn't there/i),
      ]);
      for (const id of [files.mining, files.slides]) expect(await told(id)).toEqual(answer);
    }
  });
});

function scheduled(operation: unknown) {
  return { scheduleName: "s", cron: "0 * * * *", operation };
}
