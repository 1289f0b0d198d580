import { describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import type { Service } from "./use-client.ts";
import { useService } from "./use-service.ts";

const LOG = "case,activity,time\n1,a,2026-01-01T08:00:00Z\n1,b,2026-01-01T09:00:00Z\n2,a,2026-01-02T08:00:00Z\n";
const MORE = "case,activity,time\n2,b,2026-01-02T10:00:00Z\n3,a,2026-01-03T08:00:00Z\n";

/**
 * A client with the calls and names of the pages that apps/api/README.md compares with ours ("Coming from mindzieAPI"),
 * each made of one of our routes.
 */
function createClient(service: Service) {
  return {
    ping: async () => {
      const { body } = await service.call("/async/ping");
      return { tenantId: body["tenantId"], projectId: body["projectId"], version: body["version"] };
    },
    createDataset: async (csv: string) => (await service.upload(csv)).body,
    append: async (datasetId: string, csv: string) =>
      (await service.upload(csv, { path: `/datasets/${datasetId}/append` })).body,
    replace: async (datasetId: string, csv: string) =>
      (await service.upload(csv, { path: `/datasets/${datasetId}/replace` })).body,
    rowIssues: async (datasetId: string) =>
      (await service.call(`/datasets/${datasetId}/rows?state=rejected`)).body["rows"],
    submit: async (jobType: string, parameters: object) => {
      const json = { operationType: jobType, operationName: jobType, parameters };
      return String((await service.call("/async/operation", { json })).body["operationId"]);
    },
    job: async (jobId: string) => {
      const { body } = await service.call(`/async/operation/${jobId}`);
      const { currentPhase: currentStage, percentage } = body["progress"];
      return {
        jobId: body["operationId"],
        jobType: body["operationType"],
        status: body["status"],
        currentStage,
        percentage,
      };
    },
    jobs: async (query: string) => (await service.call(`/async/operations?${query}`)).body,
    logs: async (jobId: string, query = "") => {
      const { body } = await service.call(`/async/operation/${jobId}/logs?${query}`);
      return {
        logsSummary: body["counts"],
        logs: body["entries"].map(({ phase, fields, ...rest }: Record<string, unknown>) => ({
          ...rest,
          stage: phase,
          details: fields,
        })),
      };
    },
    queue: async () => {
      const { body } = await service.call("/async/queue");
      return { summary: body["waiting"], processingCapacity: body["workers"], queuedJobs: body["operations"] };
    },
  };
}

describe("a client with the calls of the pages that ours are compared with", () => {
  const service = useService(postgresBackend());

  it("tells who is asking", async () => {
    const { tenantId, projectId } = service;
    expect(await createClient(service).ping()).toEqual({ tenantId, projectId, version: expect.any(String) });
  });

  it("has a dataset's rows appended and replaced under its id, and tells what was left out", async () => {
    const client = createClient(service);
    const { datasetId, counts } = await client.createDataset(`${LOG}3,a,never\n`);
    expect(counts).toMatchObject({ events: 3, cases: 2 });
    expect(await client.rowIssues(datasetId)).toMatchObject([{ line: 5, column: "time", value: "never" }]);
    const appended = await client.append(datasetId, MORE);
    expect(appended).toMatchObject({ datasetId, version: 2, counts: { events: 5, cases: 3 } });
    expect(await client.replace(datasetId, LOG)).toMatchObject({ datasetId, version: 3, counts: { events: 3 } });
  });

  it("sees a job wait in the queue with its place, run by stages, in lists and by its log", async () => {
    const client = createClient(service);
    const { datasetId } = await client.createDataset(LOG);
    const since = new Date().toISOString();
    const jobId = await service.withoutWorker(async () => {
      const first = await client.submit("ProcessMiningAnalysis", { datasetId });
      const second = await client.submit("DataEnrichment", { datasetId });
      const { summary, queuedJobs } = await client.queue();
      expect(summary).toMatchObject({ total: 2, byPriority: { Normal: 2 } });
      expect(summary).toHaveProperty("oldestWait");
      expect(queuedJobs).toMatchObject([
        { operationId: first, position: 1 },
        { operationId: second, position: 2 },
      ]);
      return first;
    });
    await waitFor(async () => (await client.job(jobId)).status === "Completed", { what: "the job's end" });
    expect(await client.job(jobId)).toMatchObject({ jobId, jobType: "ProcessMiningAnalysis", percentage: 100 });

    const listed = await client.jobs(`status=Completed&operationType=ProcessMiningAnalysis&dateFrom=${since}`);
    expect(listed["operations"]).toMatchObject([{ operationId: jobId }]);

    const { logs, logsSummary } = await client.logs(jobId, "level=info&limit=1000");
    expect(logs.length).toBe(logsSummary.info + logsSummary.warn + logsSummary.error);
    expect(logs.length).toBeGreaterThan(0);
    for (const entry of logs) {
      expect(entry).toMatchObject({ time: expect.any(String), message: expect.any(String), stage: expect.any(String) });
    }
    const raw = await fetch(
      `${service.connection().url}/api/${service.tenantId}/${service.projectId}/async/operation/${jobId}/logs`,
      { headers: { accept: "text/plain", authorization: `Bearer ${service.connection().token}` } },
    );
    expect((await raw.text()).split("\n").filter((line) => /\binfo\b/i.test(line))).toHaveLength(logsSummary.info);

    await waitFor(async () => (await client.queue()).summary["total"] === 0, { what: "an empty queue" });
    expect((await client.queue()).processingCapacity).toMatchObject([
      { cpuUnits: { total: expect.any(Number) }, load: expect.any(Number) },
    ]);
  });
});
