import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useSharedService } from "./use-shared-service.ts";

describeEachBackend("mappings of datasets", (backend) => {
  const service = useSharedService(backend);

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

  /** Every key of a value at any depth, and every text. */
  function told(value: unknown): string[] {
    if (typeof value === "string") return [value];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => [key, ...told(inner)]);
  }

  it("take a log without times in the order of its file, and then nothing tells of times", async () => {
    const events = Array.from(
      { length: 120 },
      (_, at) =>
        [
          ["register", "check", "pay"],
          ["register", "pay"],
        ][at % 3 === 0 ? 1 : 0] ?? [],
    );
    const xes = `<?xml version="1.0"?><log xes.version="1.0">${events
      .map(
        (steps, at) =>
          `<trace><string key="concept:name" value="c${at}"/>${steps
            .map(
              (step) =>
                `<event><string key="concept:name" value="${step}"/><string key="org:resource" value="r${at % 4}"/></event>`,
            )
            .join("")}</trace>`,
      )
      .join("\n")}</log>`;
    const uploaded = await service.upload(xes, { fileName: "log.xes" });
    const { datasetId, counts, detected } = uploaded.body;
    expect([uploaded.status, counts]).toEqual([201, { events: 320, cases: 120, activities: 3, errorRecords: 0 }]);
    expect([uploaded.body["timeRange"], detected.mapping.timestamp]).toEqual([undefined, null]);
    expect(detected.doubts.map(({ kind }: { kind: string }) => kind)).toEqual(["NoTimes"]);

    const analysis = await service.run("ProcessMiningAnalysis", {
      datasetId,
      outputOptions: { exportFormats: ["JSON", "CSV", "PDF"] },
    });
    expect(analysis.results["success"]).toBe(true);
    const discovered = phase(analysis.results, /Discovery/);
    expect(discovered.variantAnalysis.mostFrequent).toEqual([
      { activities: ["register", "check", "pay"], cases: 80, share: 0.6667 },
      { activities: ["register", "pay"], cases: 40, share: 0.3333 },
    ]);
    expect(discovered.performanceMetrics).toMatchObject({ casesWithRework: 0, resources: { count: 4 } });
    expect(phase(analysis.results, /Machine/).predictions).toEqual({ notAvailable: "the log has no times" });
    const aboutTime = /cycle ?time|duration|waiting|bottleneck|arrival|efficien|remaining|1970|Sec$/i;
    const phases = analysis.results["phaseResults"].filter(
      ({ phaseName }: { phaseName: string }) => !/Loading/.test(phaseName),
    );
    expect(
      told(phases.map(({ results }: ServiceAnswer["body"]) => results)).filter((text) => aboutTime.test(text)),
    ).toEqual([]);
    expect(phase(analysis.results, /Loading/).dataQuality.doubts).toMatchObject([{ kind: "NoTimes" }]);

    for (const reportType of ["executive_summary", "detailed"]) {
      const report = await service.run("ReportGeneration", {
        sourceOperationIds: [analysis.operationId],
        reportType,
        exportFormats: ["JSON"],
      });
      const [artifact] = report.results["artifacts"] as { downloadUrl: string }[];
      const { sections } = (await service.download(artifact?.downloadUrl ?? "")) as { sections: { heading: string }[] };
      const said = told(sections.filter(({ heading }) => !heading.startsWith("Appendix")));
      expect(said.join(" ")).toContain("have no times");
      expect(said.filter((text) => aboutTime.test(text) && !text.includes("The log has no times"))).toEqual([]);
    }

    const enriched = await service.run("DataEnrichment", {
      datasetId,
      cleaningRules: ["fix_timestamps", "remove_duplicates"],
      derivedColumns: ["event_index"],
      outputFormat: "xes",
    });
    const derived = await service.call(`/datasets/${enriched.results["summary"].outputDatasetId}`);
    expect(derived.body["counts"]).toEqual(counts);
    expect(derived.body["timeRange"]).toBeUndefined();
    expect(derived.body["detected"].doubts).toMatchObject([{ kind: "NoTimes", inheritedFrom: datasetId }]);
    const file = enriched.results["artifacts"].find(({ name }: { name: string }) => name === "Dataset");
    const again = await service.upload(await service.downloadText(file.downloadUrl), { fileName: "again.xes" });
    expect([again.body["counts"], again.body["timeRange"]]).toEqual([counts, undefined]);
    const later = await service.run("ProcessMiningAnalysis", { datasetId: derived.body["datasetId"] });
    expect(phase(later.results, /Discovery/).variantAnalysis).toEqual(discovered.variantAnalysis);

    const timeWindow = { startDate: "2024-01-01", endDate: "2024-02-01" };
    for (const [operationType, asked, pointer] of [
      ["ProcessMiningAnalysis", { timeWindow }, "/parameters/timeWindow"],
      ["DataEnrichment", { timeWindow }, "/parameters/timeWindow"],
      ["DataEnrichment", { derivedColumns: ["event_index", "hour"] }, "/parameters/derivedColumns/1"],
    ] as const) {
      const json = { operationType, operationName: "o", parameters: { datasetId, ...asked } };
      const { status, body } = await service.call("/async/operation", { json });
      expect([status, body["errors"][0].pointer]).toEqual([400, pointer]);
    }
  });
});
