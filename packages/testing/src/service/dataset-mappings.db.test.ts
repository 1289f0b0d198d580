import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import { useService, type ServiceAnswer } from "./use-service.ts";

describeEachBackend("mappings of datasets", (backend) => {
  const service = useService(backend);

  const phase = (results: ServiceAnswer["body"], name: RegExp): ServiceAnswer["body"] =>
    results["phaseResults"].find(({ phaseName }: { phaseName: string }) => name.test(phaseName)).results;

  it("leave placeholders for unknown times out by choice, which the dataset and its analysis say", async () => {
    const rows = Array.from({ length: 120 }, (_, at) => {
      const time = at % 60 === 30 ? "1970-01-01 00:00" : `2024-01-${10 + (at % 12)} 1${Math.floor(at / 24)}:00`;
      return `c${at % 24},Step ${Math.floor(at / 24)},${time}`;
    });
    const uploaded = await service.upload(`case,activity,timestamp\n${rows.join("\n")}\n`);
    expect(uploaded.body["counts"]).toMatchObject({ events: 120, errorRecords: 0 });
    const { body } = await service.remap(String(uploaded.body["datasetId"]), { mapping: { placeholderTimes: "omit" } });
    expect(body["counts"]).toMatchObject({ events: 118, errorRecords: 2 });
    expect(body["quality"].errors).toMatchObject([{ type: "Placeholder Time", count: 2, resolved: false }]);
    expect(body["detected"].doubts).toEqual([]);
    expect(body["timeRange"].start).toMatch(/^2024-01-10/);
    const { results } = await service.run("ProcessMiningAnalysis", { datasetId: body["datasetId"] });
    expect(phase(results, /Loading/).dataQuality).toMatchObject({ recordsLeftOut: 2, doubts: [] });
  });

  it("make events of the times of a table with one row a case, as the refusal and the preview of it propose", async () => {
    const rows = Array.from({ length: 30 }, (_, at) => {
      const day = (after: number): string => `${String(1 + ((at + after) % 28)).padStart(2, "0")}.03.2024 09:00`;
      return `O-${at};${at % 3};${day(0)};${at % 5 === 0 ? "" : day(1)};${day(2)}`;
    });
    const table = `Order;Region;Received;Approved;Shipped\n${rows.join("\n")}\n`;
    const refusedUpload = await service.upload(table);
    expect([refusedUpload.status, refusedUpload.body["error"].details.code]).toEqual([422, "OneRowPerCase"]);
    const { mapping, datasetId } = refusedUpload.body["error"].details;
    expect(mapping).toEqual({ caseId: "Order", unpivot: ["Received", "Approved", "Shipped"] });
    const refusedPreview = await service.upload(table, { path: "/datasets/preview" });
    expect([refusedPreview.status, refusedPreview.body["error"].details.mapping]).toEqual([422, mapping]);
    const preview = await service.upload(table, { path: "/datasets/preview", mapping });
    expect([preview.status, preview.body["counts"].events]).toEqual([200, 84]);

    const { body } = await service.remap(datasetId, { mapping });
    expect(body["counts"]).toEqual({ events: 84, cases: 30, activities: 3, errorRecords: 0 });
    expect(body["detected"].mapping).toEqual(mapping);
    const { results } = await service.run("ProcessMiningAnalysis", { datasetId: body["datasetId"] });
    const { variantAnalysis } = phase(results, /Discovery/);
    expect(variantAnalysis.mostFrequent[0].activities).toEqual(["Received", "Approved", "Shipped"]);

    const both = await service.upload(table, { mapping: { ...mapping, activity: "Region" } });
    expect([both.status, both.body["errors"]]).toMatchObject([
      400,
      [{ pointer: "/mapping", detail: expect.stringMatching(/unpivot/) }],
    ]);
  });
});
