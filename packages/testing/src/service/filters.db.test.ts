import { expect, it } from "vitest";
import { describeEachBackend } from "../describe-each-backend.ts";
import type { ServiceAnswer } from "./use-client.ts";
import { useSharedService } from "./use-shared-service.ts";

describeEachBackend("filters", (backend) => {
  const service = useSharedService(backend);

  /** 40 orders, one a day from 1 January 2024; every fourth comes from the south, is checked twice and takes 3 days more. */
  function orders(): string {
    const rows = Array.from({ length: 40 }, (_, at) => {
      const isSouth = at % 4 === 0;
      const steps = isSouth ? ["Register", "Check", "Check", "Pay"] : ["Register", "Check", "Pay"];
      return steps.map((activity, step) => {
        const day = new Date(Date.UTC(2024, 0, 1 + at + step + (isSouth && step === 3 ? 3 : 0)));
        return `o${at},${activity},${day.toISOString()},${isSouth ? "South" : "North"}`;
      });
    });
    return `case,activity,timestamp,Region\n${rows.flat().join("\n")}\n`;
  }

  const loaded = (results: ServiceAnswer["body"]) =>
    results["phaseResults"].find(({ phaseName }: { phaseName: string }) => phaseName.includes("Loading")).results;
  const start = async (operationType: string, parameters: Record<string, unknown>): Promise<ServiceAnswer> =>
    service.call("/async/operation", { json: { operationType, operationName: "Filtered", parameters } });

  it("leave the same part of a log on every type of operation, and are told in results, lineage and reports", async () => {
    const uploaded = await service.upload(orders());
    const datasetId = String(uploaded.body["datasetId"]);
    expect(uploaded.body["detected"].activityNames).toEqual(["Check", "Pay", "Register"]);
    const filters = {
      attributes: [{ column: "Region", values: ["South"] }],
      timeWindow: { startDate: "2024-01-01", endDate: "2024-01-20" },
    };
    const filtered = { casesBefore: 40, casesAfter: 5, eventsBefore: 130, eventsAfter: 20 };

    const analysis = await service.run("ProcessMiningAnalysis", { datasetId, filters });
    expect(loaded(analysis.results)).toMatchObject({ cases: 5, recordsInTimeWindow: 20, filtered });
    const status = await service.call(`/async/operation/${analysis.operationId}`);
    const [{ overview }] = status.body["phases"];
    expect(overview).toEqual(loaded(analysis.results).overview);
    expect(overview).toMatchObject({ activities: 3, medianCaseDurationSec: expect.any(Number) });

    const enrichment = await service.run("DataEnrichment", { datasetId, filters });
    const derived = await service.call(`/datasets/${enrichment.results["summary"].outputDatasetId}`);
    expect(derived.body["counts"]).toMatchObject({ cases: 5, events: 20 });
    expect(derived.body["lineage"]).toMatchObject({ filters, filtered });

    const whole = await service.run("ProcessMiningAnalysis", { datasetId });
    const report = async (operationId: string, parameters: Record<string, unknown>): Promise<string> => {
      const { results } = await service.run("ReportGeneration", {
        sourceOperationIds: [operationId],
        exportFormats: ["JSON"],
        ...parameters,
      });
      const { sections } = Object(await service.download(results["artifacts"][0].downloadUrl));
      return JSON.stringify(sections);
    };
    for (const text of [await report(analysis.operationId, {}), await report(whole.operationId, { filters })]) {
      expect(text).toContain("5 cases with 20 events");
      expect(text).toContain("Of 40 cases with 130 events the filters (period, attribute 1) leave these.");
      expect(text).toContain("of 40 cases period left 20, attribute 1 left 5");
    }
    // A report's own filters come on top of those of its source.
    const narrower = await report(analysis.operationId, {
      filters: { endActivities: ["Pay"], caseLength: { max: 4 } },
    });
    expect(narrower).toContain(
      "of 40 cases period left 20, attribute 1 left 5, events per case left 5, last activities left 5",
    );
  });

  it("that can't leave anything are refused by POST, on every type", async () => {
    const uploaded = await service.upload(orders());
    const datasetId = String(uploaded.body["datasetId"]);
    const { operationId } = await service.run("ProcessMiningAnalysis", { datasetId, analysisType: "discovery" });
    const filters = {
      timeWindow: { startDate: "1999-01-01", endDate: "1999-12-31" },
      startActivities: ["register"],
      attributes: [{ column: "Colour", values: ["red"] }],
    };
    for (const [type, parameters] of [
      ["ProcessMiningAnalysis", { datasetId }],
      ["DataEnrichment", { datasetId }],
      ["ReportGeneration", { sourceOperationIds: [operationId] }],
    ] as const) {
      const { status, body } = await start(type, { ...parameters, filters });
      const pointers = body["errors"].map(({ pointer }: { pointer: string }) => pointer);
      expect([type, status, pointers.toSorted()]).toEqual([
        type,
        400,
        ["attributes/0/column", "startActivities/0", "timeWindow"].map((path) => `/parameters/filters/${path}`),
      ]);
    }
    const { status, body } = await start("ProcessMiningAnalysis", { datasetId, timeWindow: filters.timeWindow });
    expect([status, body["errors"][0].pointer]).toEqual([400, "/parameters/timeWindow"]);
    expect(body["errors"][0].detail).toContain("2024-01-01T00:00:00.000Z");
  });

  it("that leave nothing fail the phase, which says which did", async () => {
    const uploaded = await service.upload(orders());
    const datasetId = String(uploaded.body["datasetId"]);
    const filters = { caseLength: { min: 4 }, durations: { maxSec: 3600 } };
    const { results } = await service.run("ProcessMiningAnalysis", { datasetId, filters });
    expect(results["error"]).toMatchObject({
      code: "filters_left_nothing",
      message: expect.stringContaining("the filter durations left no case of the 10"),
    });
  });
});
