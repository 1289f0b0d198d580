import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { sampleTemplate } from "../sample-template.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useSharedService } from "./use-shared-service.ts";

const ORDERS = `case,activity,timestamp\n${Array.from({ length: 12 }, (_, at) =>
  ["Register", "Check", "Pay"]
    .slice(0, at < 3 ? 2 : 3)
    .map((activity, step) => `o${at},${activity},${new Date(Date.UTC(2024, 0, 1 + at, step)).toISOString()}`)
    .join("\n"),
).join("\n")}\n`;

describeEachBackend("a template of slides as a dataset", (backend) => {
  const service = useSharedService(backend);

  const upload = async (
    content: string | Uint8Array<ArrayBuffer>,
    fileName: string,
  ): Promise<ServiceAnswer["body"]> => {
    const { status, body } = await service.upload(content, { fileName });
    expect([status, body["status"]]).toEqual([201, "Ready"]);
    return body;
  };
  const analysis = async (): Promise<string> => {
    const { datasetId } = await upload(ORDERS, "orders.csv");
    return (await service.run("ProcessMiningAnalysis", { datasetId, analysisType: "discovery" })).operationId;
  };
  const post = (parameters: unknown): Promise<ServiceAnswer> =>
    service.call("/async/operation", {
      json: { operationType: "ReportGeneration", operationName: "o", parameters },
    });

  it("becomes what it is, and gives reports its look", async () => {
    const template = await upload(sampleTemplate(), "nordwind.pptx");
    expect(template).toMatchObject({
      kind: "template",
      format: "pptx",
      detected: { template: { masters: 1, layouts: 4, widthInches: 10, heightInches: 5.63 } },
    });
    expect(template).not.toHaveProperty("counts");
    const form = new FormData();
    form.append("file", new Blob([sampleTemplate()]), "nordwind.pptx");
    const preview = await service.call("/datasets/preview", { form });
    expect([preview.status, preview.body]).toMatchObject([
      200,
      { kind: "template", format: "pptx", detected: template["detected"], columns: [] },
    ]);
    const parameters = {
      sourceOperationIds: [await analysis()],
      exportFormats: ["PowerPoint", "JSON"],
      templateDatasetId: template["datasetId"],
    };
    const { operationId, results } = await service.run("ReportGeneration", parameters);
    const { phaseResults, artifacts } = results;
    expect(phaseResults.at(-1).results).toMatchObject({
      reportsCreated: 2,
      template: { name: "nordwind.pptx", datasetId: template["datasetId"], datasetVersion: 1 },
    });
    const status = await service.call(`/async/operation/${operationId}`);
    expect(status.body["datasets"]).toEqual([{ datasetId: template["datasetId"], datasetVersion: 1 }]);
    const slides = await service.downloadBytes(
      artifacts.find(({ format }: { format: string }) => format === "PowerPoint").downloadUrl,
    );
    // A report's slides are themselves a template, of the same size, and with the same layouts.
    const again = await upload(slides, "report.pptx");
    expect(again["detected"]).toEqual(template["detected"]);
  });

  it("that can't be one is refused with the reason", async () => {
    const refused = async (content: Uint8Array<ArrayBuffer>, fileName: string): Promise<unknown[]> => {
      const { status, body } = await service.upload(content, { fileName });
      const { code, message } = body["error"].details;
      return [status, code, message];
    };
    const withMacros = sampleTemplate((parts) => {
      const types = String(parts.get("[Content_Types].xml"));
      parts.set("[Content_Types].xml", types.replace("presentation.main+xml", "presentation.macroEnabled.main+xml"));
    });
    expect(await refused(withMacros, "evil.pptm")).toEqual([
      422,
      "UnreadableTemplate",
      expect.stringContaining("has macros"),
    ]);
    expect(await refused(sampleTemplate().slice(0, 4000), "cut.pptx")).toEqual([
      422,
      "UnreadableTemplate",
      expect.stringContaining("no whole ZIP archive"),
    ]);
  });

  it("is refused by POST where it is none, isn't there, or no slides are asked for", async () => {
    const sourceOperationIds = [await analysis()];
    const { datasetId: log } = await upload(ORDERS, "orders.csv");
    const { datasetId: template } = await upload(sampleTemplate(), "nordwind.pptx");
    const slides = { sourceOperationIds, exportFormats: ["PowerPoint"] };
    const faultOf = async (parameters: unknown): Promise<unknown> => {
      const { status, body } = await post(parameters);
      return [status, body["errors"]];
    };
    const pointer = "/parameters/templateDatasetId";
    expect(await faultOf({ ...slides, templateDatasetId: log })).toMatchObject([
      400,
      [{ pointer, detail: expect.stringContaining("names an event log") }],
    ]);
    const missing = randomUUID();
    expect(await faultOf({ ...slides, templateDatasetId: missing })).toMatchObject([
      400,
      [{ pointer, detail: expect.stringContaining(`names no dataset of this project (${missing})`) }],
    ]);
    expect(await faultOf({ ...slides, exportFormats: ["PDF"], templateDatasetId: template })).toMatchObject([
      400,
      [{ pointer, detail: expect.stringContaining("add PowerPoint to exportFormats") }],
    ]);
    const mining = { operationType: "ProcessMiningAnalysis", operationName: "o", parameters: { datasetId: template } };
    const refused = await service.call("/async/operation", { json: mining });
    expect([refused.status, refused.body["errors"]]).toMatchObject([
      400,
      [{ pointer: "/parameters/datasetId", detail: expect.stringContaining("names a template of slides") }],
    ]);
  });
});
