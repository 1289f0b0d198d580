import { randomUUID } from "node:crypto";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { start, TRIAL } from "../../test/drive-operation.ts";
import { readyDataset } from "../../test/ready-dataset.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

describeEachBackend("starting operations", (backend) => {
  const api = useApi(backend);

  it("accepts the document's request as it stands, answers with its keys, and queues it", async () => {
    const datasetId = await readyDataset(api);
    const answer = await api.call("/async/operation", {
      json: {
        operationType: "ProcessMiningAnalysis",
        operationName: "Comprehensive Customer Journey Analysis",
        operationDescription: "Deep analysis of customer interaction patterns with advanced ML algorithms",
        priority: "High",
        parameters: {
          datasetId,
          analysisType: "comprehensive",
          timeWindow: { startDate: "2024-01-01", endDate: "2024-01-31" },
          algorithmSettings: {
            useAdvancedML: true,
            enableAnomalyDetection: true,
            performanceOptimization: "high_accuracy",
          },
          outputOptions: { generateReports: true, createVisualizations: true, exportFormats: ["PDF", "CSV", "JSON"] },
        },
        callbacks: {
          onProgress: "https://your-app.com/webhooks/progress",
          onCompletion: "https://your-app.com/webhooks/completion",
          onError: "https://your-app.com/webhooks/error",
        },
        notifications: {
          email: ["analyst@company.com", "manager@company.com"],
          slack: { channel: "#process-mining", mentionUsers: ["@analyst", "@data-team"] },
        },
        timeout: 7200,
        retryPolicy: { maxRetries: 3, retryDelay: 300, backoffMultiplier: 2.0 },
      },
    });
    expect(answer.status).toBe(202);
    expect(Object.keys(answer.body)).toEqual([
      "operationId",
      "operationType",
      "operationName",
      "status",
      "estimatedDuration",
      "estimatedCompletion",
      "trackingUrl",
      "webhooksRegistered",
      "priority",
      "dateCreated",
      "timeoutAt",
      "resourcesAllocated",
    ]);
    const { operationId, trackingUrl } = answer.body as { operationId: string; trackingUrl: string };
    expect(answer.body).toMatchObject({ status: "Initiated", webhooksRegistered: 3, priority: "High" });
    expect(Date.parse(answer.body["timeoutAt"]) - Date.parse(answer.body["dateCreated"])).toBe(7_200_000);
    expect(answer.headers.get("location")).toBe(trackingUrl);
    expect(answer.headers.get("operation-location")).toBe(api.url(trackingUrl));
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    await waitFor(() => api.ctx().queues.has("operations", `${operationId}-0`), { what: "the job" });
  });

  it("queues every operation of many that come at once", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => start(api)));
    expect(new Set(answers.map(({ body }) => body["operationId"])).size).toBe(40);
    await waitFor(
      async () => {
        const queued = answers.map(({ body }) => api.ctx().queues.has("operations", `${body["operationId"]}-0`));
        return (await Promise.all(queued)).every((isQueued) => isQueued);
      },
      { what: "all jobs" },
    );
  });

  it("does the same request once for one Idempotency-Key, however often and however concurrently it comes", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const request = { json: TRIAL, headers };
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.call("/async/operation", request)));
    const accepted = answers.filter((answer) => answer.status === 202);
    expect(accepted.length).toBeGreaterThan(0);
    expect(answers.every((answer) => answer.status === 202 || answer.status === 409)).toBe(true);
    const again = await api.call("/async/operation", request);
    expect([again.status, again.headers.get("idempotent-replayed"), again.text]).toEqual([
      202,
      "true",
      accepted[0]?.text,
    ]);
    expect(again.headers.get("location")).toBe(accepted[0]?.headers.get("location"));
    expect(new Set(accepted.map((answer) => answer.text)).size).toBe(1);
    expect((await api.call("/async/operation", { json: { ...TRIAL, priority: "Low" }, headers })).status).toBe(422);
    const { rows } = await api
      .ctx()
      .fleetDb.query<{ n: number }>("SELECT count(*) AS n FROM operations WHERE id = $1", [again.body["operationId"]]);
    expect(rows[0]?.n).toBe(1);
  });
});

describe("refusing operations", () => {
  const api = useApi();

  it("reports all faults of a body at once, with pointers", async () => {
    const answer = await api.call("/async/operation", {
      json: {
        operationType: "Trial",
        priority: "Urgent",
        timeout: 0,
        colour: "red",
        callbacks: { onProgress: "ftp://x" },
        parameters: { at: 9 },
        notifications: { email: ["nobody"] },
      },
    });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
    const pointers = (answer.body["errors"] as { pointer: string }[]).map((fault) => fault.pointer);
    expect(pointers.toSorted()).toEqual([
      "/callbacks/onProgress",
      "/colour",
      "/notifications/email/0",
      "/operationName",
      "/parameters/at",
      "/priority",
      "/timeout",
    ]);
    expect(answer.body).toMatchObject({
      status: 400,
      requestId: answer.headers.get("x-request-id"),
      error: { code: "validation_failed" },
    });
    const nested = await api.call("/async/operation", { json: { ...TRIAL, parameters: { at: 9, shade: 1 } } });
    expect((nested.body["errors"] as { pointer: string }[]).map((fault) => fault.pointer)).toEqual([
      "/parameters/at",
      "/parameters/shade",
    ]);
  });

  it("points at an unknown cleaning rule, and at a dataset to join that isn't there", async () => {
    const datasetId = await readyDataset(api);
    const enrich = async (parameters: Record<string, unknown>) => {
      const json = { operationType: "DataEnrichment", operationName: "x", parameters: { datasetId, ...parameters } };
      const { status, body } = await api.call("/async/operation", { json });
      return [status, body["errors"]];
    };
    expect(
      await enrich({ cleaningRules: ["remove_duplicates", "fix_timestamps"], outputFormat: "processed_csv" }),
    ).toEqual([202, undefined]);
    expect(await enrich({ cleaningRules: ["remove_doubles"] })).toMatchObject([
      400,
      [{ pointer: "/parameters/cleaningRules/0", detail: expect.stringContaining("remove_duplicates") }],
    ]);
    const other = randomUUID();
    expect(await enrich({ joinWith: { datasetId: other, key: "case_id" } })).toMatchObject([
      400,
      [{ pointer: "/parameters/joinWith/datasetId", detail: expect.stringContaining(other) }],
    ]);
  });

  it("refuses datasets that aren't there, aren't ready or couldn't be read", async () => {
    const request = (datasetId?: string): Promise<Answer> =>
      api.call("/async/operation", {
        json: { operationType: "ProcessMiningAnalysis", operationName: "x", parameters: { datasetId } },
      });
    expect((await request()).body["errors"]).toMatchObject([{ pointer: "/parameters/datasetId" }]);
    expect((await request(randomUUID())).status).toBe(400);
    expect((await request(await readyDataset(api, "Importing"))).status).toBe(409);
    expect((await request(await readyDataset(api, "Failed"))).text).toContain("it has no events");
    expect((await request("dataset-1")).status).toBe(400);
  });

  it.each([
    ["without a key", {}],
    ["with a key", { "idempotency-key": "k" }],
  ])("refuses a dataset that was deleted since it was last used, %s", async (_how, headers) => {
    const datasetId = await readyDataset(api);
    const request = (more = {}): Promise<Answer> =>
      api.call("/async/operation", {
        json: { operationType: "ProcessMiningAnalysis", operationName: datasetId, parameters: { datasetId } },
        headers: more,
      });
    const { body } = await request();
    await api.call(`/async/operation/${body["operationId"]}`, { method: "DELETE" });
    expect((await api.call(`/datasets/${datasetId}`, { method: "DELETE" })).status).toBe(200);
    const refused = await request(headers);
    expect([refused.status, refused.body["errors"]]).toMatchObject([400, [{ pointer: "/parameters/datasetId" }]]);
    const { operations } = (await api.call("/async/operations")).body as { operations: { operationName: string }[] };
    expect(operations.filter(({ operationName }) => operationName === datasetId)).toHaveLength(1);
  });

  it.each([
    ["bad JSON", { body: "{", headers: { "content-type": "application/json" } }, 400],
    ["another type", { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } }, 415],
    ["no body", { method: "POST" }, 400],
    ["too much", { json: { ...TRIAL, operationDescription: "x".repeat(1_100_000) } }, 413],
  ])("answers %s with a problem", async (_what, options, status) => {
    const answer = await api.call("/async/operation", options);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      status,
      "application/problem+json; charset=utf-8",
    ]);
  });
});

describe("starting operations while the queue is away", () => {
  const api = useApi({
    name: "redis",
    connection: () => ({ backend: "redis", redisUrl: "redis://127.0.0.1:1" }),
    flush: () => Promise.resolve(),
  });

  it("accepts them: what is committed is admitted when the queue is back", async () => {
    for (let n = 0; n < 3; n++) expect((await start(api)).status).toBe(202);
    await api.ctx().admissions.settled();
    await waitFor(async () => (await api.call(api.url("/readyz"))).status === 503, { what: "being not ready" });
    expect((await api.call("/async/operations")).body["summary"].running).toBe(3);
  });
});
