import { randomUUID } from "node:crypto";
import {
  claimOperation,
  commitPhase,
  completeOperation,
  createDataset,
  failOperation,
  recordProgress,
  startPhase,
} from "@longhaul/db";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { writeDownloadToken, type DownloadGrant } from "../downloads/download-token.ts";
import { useApi, type Answer, type TestApi } from "../../test/use-api.ts";

const TRIAL = { operationType: "Trial", operationName: "A trial", parameters: {} };

/** Makes a dataset as an import would leave it. */
async function readyDataset(api: TestApi, status = "Ready"): Promise<string> {
  const id = randomUUID();
  const { db } = api.ctx();
  await createDataset(db, {
    id,
    tenantId: api.tenantId,
    projectId: api.projectId,
    name: "log",
    fileName: "log.csv",
    mapping: {},
    sizeBytes: 9,
    sha256: "0",
    sourceKey: `datasets/${id}`,
    createdBy: "ann",
  });
  await db.query(
    "UPDATE datasets SET status = $2, events = 187250, cases = 9, activities = 4, error_records = 0, error = $3 WHERE id = $1",
    [id, status, status === "Failed" ? { code: "NoEvents", message: "it has no events" } : null],
  );
  return id;
}

/** Drives an operation as a worker does. */
async function claim(
  api: TestApi,
  operationId: string,
): Promise<{ operationId: string; epoch: number; leaseMs: number }> {
  const claimed = await claimOperation(api.ctx().db, {
    operationId,
    executionId: `exec-${randomUUID()}`,
    workerNode: "async-worker-03",
    leaseMs: 60_000,
  });
  return { operationId, epoch: claimed?.operation.epoch ?? 0, leaseMs: 60_000 };
}

async function runPhase(api: TestApi, owned: Awaited<ReturnType<typeof claim>>, phaseIdx: number): Promise<void> {
  const { db, storage } = api.ctx();
  await startPhase(db, { ...owned, phaseIdx });
  const storageKey = `operations/${owned.operationId}/${phaseIdx}`;
  const stored = await storage.put(
    storageKey,
    (async function* () {
      yield Buffer.from(`file of phase ${phaseIdx}`);
    })(),
  );
  await commitPhase(db, {
    ...owned,
    phaseIdx,
    phaseName: `Trial Phase ${phaseIdx + 1}`,
    percentage: 25 * (phaseIdx + 1),
    fingerprint: "f",
    output: {
      results: { trial: phaseIdx },
      summary: { [`phase${phaseIdx}`]: true },
      data: { hidden: 1 },
      recommendations: [{ category: "Process Optimization", priority: "High", recommendation: "Do less" }],
    },
    files: {},
    artifacts: [
      {
        id: randomUUID(),
        name: `File ${phaseIdx}`,
        fileName: "file.txt",
        type: "Report",
        format: "TXT",
        mediaType: "text/plain",
        storageKey,
        ...stored,
      },
    ],
    recordsProcessed: 10,
    detail: { results: { found: phaseIdx } },
    usage: { averageCpuPercent: 72, peakMemoryBytes: 7_800_000_000, cpuSeconds: 36 },
  });
}

async function start(api: TestApi, changes: Record<string, unknown> = {}): Promise<Answer> {
  const answer = await api.call("/async/operation", { json: { ...TRIAL, ...changes } });
  expect(answer.text).toContain("operationId");
  return answer;
}

describeEachBackend("operations over HTTP", (backend) => {
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

  it("shows the status from the start over running phases to the end", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const initiated = await api.call(path, { headers: { prefer: "wait=0" } });
    expect(initiated.body).toMatchObject({
      status: "Initiated",
      progress: { percentage: 0, currentPhase: "Trial Phase 1", phasesCompleted: 0, totalPhases: 3 },
    });
    expect(initiated.body["phases"][0]).toMatchObject({ status: "Pending" });
    expect(initiated.body["execution"]).toBeUndefined();

    const owned = await claim(api, operationId);
    await runPhase(api, owned, 0);
    await startPhase(api.ctx().db, { ...owned, phaseIdx: 1 });
    await recordProgress(api.ctx().db, {
      ...owned,
      phaseIdx: 1,
      percentage: 40,
      phaseProgress: 30,
      processedRecords: 125_430,
      totalRecords: 187_250,
      recordsPerMinute: 1890.4,
      usage: { cpuPercent: 78, memoryBytes: 6_200_000_000 },
      detail: { currentActivity: "Working", modelsTraining: 3 },
    });
    const running = await api.call(path);
    expect(running.body).toMatchObject({
      status: "Running",
      progress: { percentage: 40, currentPhase: "Trial Phase 2", phasesCompleted: 1 },
      execution: {
        workerNode: "async-worker-03",
        resourceUsage: { cpuUsage: 78, memoryUsage: "6.2 GB" },
        processedRecords: 125_430,
        totalRecords: 187_250,
        processingRate: "1890 records/minute",
      },
    });
    expect(running.body["phases"]).toMatchObject([
      { status: "Completed", recordsProcessed: 10, results: { found: 0 } },
      { status: "Running", progress: 30, currentActivity: "Working", modelsTraining: 3 },
      { status: "Pending" },
    ]);
    expect((await api.call(`${path}/results`)).status).toBe(409);
    await runPhase(api, owned, 1);
    await runPhase(api, owned, 2);
    await completeOperation(api.ctx().db, { operationId, epoch: owned.epoch, summary: { recordsAnalyzed: 10 } });
    const completed = await api.call(path);
    expect(completed.body).toMatchObject({ status: "Completed", progress: { percentage: 100, phasesCompleted: 3 } });
    expect(completed.body["progress"].estimatedRemaining).toBeUndefined();
  });

  it("answers 304 to a version that is known, and waits for the next one when asked to", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const owned = await claim(api, operationId);
    const first = await api.call(path);
    const etag = first.headers.get("etag") ?? "";
    expect((await api.call(path, { headers: { "if-none-match": etag } })).status).toBe(304);
    const waiting = api.call(path, { headers: { "if-none-match": etag, prefer: "wait=20" } });
    await startPhase(api.ctx().db, { ...owned, phaseIdx: 0 });
    await runPhase(api, owned, 0);
    const changed = await waiting;
    expect([changed.status, changed.headers.get("preference-applied")]).toEqual([200, "wait=20"]);
    expect(changed.headers.get("etag")).not.toBe(etag);

    const results = api.call(`${path}/results`, { headers: { prefer: "wait=20" } });
    for (const phaseIdx of [1, 2]) await runPhase(api, owned, phaseIdx);
    await completeOperation(api.ctx().db, { operationId, epoch: owned.epoch, summary: {} });
    const ended = await results;
    expect([ended.status, ended.headers.get("preference-applied"), ended.body["success"]]).toEqual([
      200,
      "wait=20",
      true,
    ]);
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
      .db.query<{ n: number }>("SELECT count(*) AS n FROM operations WHERE id = $1", [again.body["operationId"]]);
    expect(rows[0]?.n).toBe(1);
  });
});

describe("operations over HTTP", () => {
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

  it("knows no other paths, and names the methods of those it has", async () => {
    expect((await api.call("/async/nothing")).status).toBe(404);
    expect((await api.call(api.url("/nothing"))).status).toBe(404);
    const put = await api.call("/async/operations", { method: "PUT" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    expect((await api.call("/async/operations", { method: "HEAD" })).status).toBe(200);
  });

  it("tells nobody of what belongs to others", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const stranger = await api.token({ tenants: { [randomUUID()]: { projects: "*" } } });
    const neighbour = await api.token({ tenants: { [api.tenantId]: { projects: [randomUUID()] } } });
    const missing = await api.call(`/async/operation/op-${randomUUID()}`);
    const known = (answer: Answer): unknown => ({
      ...answer.body,
      requestId: 0,
      error: { ...answer.body["error"], requestId: 0, timestamp: 0 },
    });
    for (const token of [stranger, neighbour]) {
      const answer = await api.call(path, { token });
      expect([answer.status, known(answer)]).toEqual([404, known(missing)]);
    }
    expect((await api.call(path, { token: null })).headers.get("www-authenticate")).toContain("Bearer");
    for (const token of ["nonsense", await api.token({ exp: 1 }), `${(await api.token()).slice(0, -3)}abc`]) {
      expect((await api.call(path, { token })).status).toBe(401);
    }
    expect((await api.call(api.url(`/api/not-a-guid/${api.projectId}/async/operations`))).status).toBe(400);
    expect((await api.call(path)).status).toBe(200);
  });

  it("lists by filter, page and cursor, with a summary", async () => {
    const project = randomUUID();
    const token = await api.token({ tenants: { [api.tenantId]: { projects: [project] } } });
    const call = (path: string, json?: unknown): Promise<Answer> =>
      api.call(api.url(`/api/${api.tenantId}/${project}${path}`), { token, ...(json === undefined ? {} : { json }) });
    const ids: string[] = [];
    for (const priority of ["Low", "High", "Critical"])
      ids.unshift((await call("/async/operation", { ...TRIAL, priority })).body["operationId"]);
    const page = await call("/async/operations?pageSize=2&status=initiated,Running&includeDetails=true");
    expect(page.body).toMatchObject({
      page: 1,
      pageSize: 2,
      hasNextPage: true,
      summary: { totalOperations: 3, running: 3, completed: 0 },
    });
    expect((page.body["operations"] as { operationId: string }[]).map((item) => item.operationId)).toEqual(
      ids.slice(0, 2),
    );
    expect(page.body["operations"][0].phases).toHaveLength(3);
    const next = /<([^>]+)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1] ?? "";
    const rest = await api.call(next, { token });
    expect(rest.body).toMatchObject({ hasNextPage: false, operations: [{ operationId: ids[2] }] });
    expect((await call("/async/operations?priority=critical&priority=low")).body["operations"]).toHaveLength(2);
    expect((await call("/async/operations?dateTo=2020-01-01")).body["operations"]).toHaveLength(0);
    const { rows } = await api.ctx().db.query<{ at: string }>(
      `UPDATE operations SET created_at = date_trunc('second', now()) - interval '23:59:59.3' WHERE id = $1
         RETURNING to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS') AS at`,
      [ids[0]],
    );
    // The second that answers show takes in all of its fractions; without an offset it is UTC.
    const at = rows[0]?.at ?? "";
    for (const range of [`${at}Z`, at, `${at}.7Z`, `${at}+00:00`]) {
      const found = await call(`/async/operations?dateFrom=${at}&dateTo=${range}`);
      expect([range, found.body["operations"][0]?.operationId]).toEqual([range, ids[0]]);
    }
    const before = await call(`/async/operations?dateFrom=${at}Z&dateTo=${at}.6Z`);
    expect(before.text).not.toContain(ids[0]);
    for (const query of [
      "status=Odd",
      "pageSize=0",
      "page=x",
      "dateFrom=yesterday",
      "colour=red",
      "page=101&pageSize=100",
      "cursor=bad",
    ]) {
      const answer = await call(`/async/operations?${query}`);
      expect([query, answer.status]).toEqual([query, 400]);
    }
  });

  it("cancels once, tells what is left, and refuses what has ended otherwise", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}`;
    const owned = await claim(api, operationId);
    await runPhase(api, owned, 0);
    const cancelled = await api.call(path, { method: "DELETE", json: { reason: "changed requirements" } });
    expect(cancelled.body).toMatchObject({
      status: "Cancelled",
      reason: "changed requirements",
      progressAtCancellation: 25,
      cancelledBy: "ann",
      partialResults: { available: true, completedPhases: 1 },
    });
    expect((await api.call(`${path}/cancel`, { json: { reason: "again" } })).body).toMatchObject({
      reason: "changed requirements",
    });
    const archive = await fetch(cancelled.body["partialResults"].downloadUrls[0] as string);
    const bytes = Buffer.from(await archive.arrayBuffer());
    expect([archive.status, bytes.includes("file of phase 0"), bytes.includes("results.json")]).toEqual([
      200,
      true,
      true,
    ]);
    expect(Number(archive.headers.get("content-length"))).toBe(bytes.length);
    const tail = await fetch(cancelled.body["partialResults"].downloadUrls[0] as string, {
      headers: { range: `bytes=${bytes.length - 30}-` },
    });
    expect([tail.status, Buffer.from(await tail.arrayBuffer()).equals(bytes.subarray(-30))]).toEqual([206, true]);

    const purged = (await start(api)).body["operationId"] as string;
    await runPhase(api, await claim(api, purged), 0);
    const gone = await api.call(`/async/operation/${purged}?preservePartialResults=false&reason=bye`, {
      method: "DELETE",
    });
    expect(gone.body).toMatchObject({ reason: "bye", partialResults: { available: false, completedPhases: 0 } });
    expect((await api.call(`/async/operation/${purged}/results`)).status).toBe(410);
    expect(await api.ctx().storage.head(`operations/${purged}/0`)).toBeNull();

    const failed = (await start(api)).body["operationId"] as string;
    await failOperation(api.ctx().db, { operationId: failed, epoch: 0, error: { code: "x", message: "broke" } });
    const refused = await api.call(`/async/operation/${failed}`, { method: "DELETE" });
    expect([refused.status, refused.body["error"].details.status]).toEqual([409, "Failed"]);
  });

  it("gives the results in every format, by phase, and of what failed what was completed", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const path = `/async/operation/${operationId}/results`;
    const owned = await claim(api, operationId);
    await recordProgress(api.ctx().db, {
      ...owned,
      phaseIdx: 0,
      percentage: 1,
      phaseProgress: 1,
      processedRecords: 10,
      totalRecords: 10,
    });
    for (const phaseIdx of [0, 1, 2]) await runPhase(api, owned, phaseIdx);
    await completeOperation(api.ctx().db, { operationId, epoch: owned.epoch, summary: { recordsAnalyzed: 10 } });
    const summary = await api.call(path);
    expect(Object.keys(summary.body)).toEqual([
      "operationId",
      "operationType",
      "operationName",
      "status",
      "completionTime",
      "totalDuration",
      "success",
      "summary",
      "phaseResults",
      "artifacts",
      "performance",
      "recommendations",
    ]);
    expect(summary.body).toMatchObject({
      success: true,
      summary: { recordsAnalyzed: 10 },
      phaseResults: [{ phaseName: "Trial Phase 1", status: "Completed" }, {}, {}],
    });
    expect(summary.body["phaseResults"][0].results).toBeUndefined();
    expect(summary.body["performance"].resourceUtilization).toMatchObject({
      averageCpuUsage: 72,
      peakMemoryUsage: "7.8 GB",
      totalCpuHours: 0.01,
    });
    expect(summary.body["performance"].efficiency).toBeLessThanOrEqual(100);
    const detailed = await api.call(`${path}?format=detailed`);
    expect(detailed.body["phaseResults"][1].results).toEqual({ trial: 1 });
    expect(detailed.text).not.toContain("hidden");
    const one = await api.call(`${path}?format=detailed&phase=trial%20phase%202&includeArtifacts=false`);
    expect(one.body).toMatchObject({ artifacts: [], phaseResults: [{ phaseName: "Trial Phase 2" }] });
    expect((await api.call(`${path}?phase=other`)).status).toBe(404);
    expect((await api.call(`${path}?format=odd`)).status).toBe(400);
    expect((await api.call(path, { headers: { "if-none-match": summary.headers.get("etag") ?? "" } })).status).toBe(
      304,
    );
    const archive = await api.call(`${path}?format=download`);
    expect(archive.headers.get("content-type")).toBe("application/zip");

    const failed = (await start(api)).body["operationId"] as string;
    const failing = await claim(api, failed);
    await runPhase(api, failing, 0);
    await startPhase(api.ctx().db, { ...failing, phaseIdx: 1 });
    await failOperation(api.ctx().db, {
      operationId: failed,
      epoch: failing.epoch,
      error: { code: "trial_failed", message: "broke", phase: "Trial Phase 2" },
    });
    const partial = await api.call(`/async/operation/${failed}/results?format=detailed`);
    expect(partial.body).toMatchObject({
      success: false,
      status: "Failed",
      summary: { phase0: true },
      error: { code: "trial_failed" },
      phaseResults: [{ status: "Completed" }, { status: "Failed" }, { status: "Skipped" }],
    });
    expect((await api.call(`/async/operation/${failed}/results?phase=Trial%20Phase%202`)).status).toBe(409);
  });

  it("serves downloads to whoever has the URL, whole or in ranges, and nothing to who tampers with it", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const owned = await claim(api, operationId);
    await runPhase(api, owned, 0);
    await failOperation(api.ctx().db, { operationId, epoch: owned.epoch, error: { code: "x", message: "x" } });
    const url = (await api.call(`/async/operation/${operationId}/results`)).body["artifacts"][0].downloadUrl as string;
    const whole = await fetch(url);
    expect([
      whole.status,
      await whole.text(),
      whole.headers.get("content-type"),
      whole.headers.get("x-content-type-options"),
    ]).toEqual([200, "file of phase 0", "text/plain", "nosniff"]);
    expect(whole.headers.get("content-disposition")).toContain('filename="file.txt"');
    const get = async (headers: Record<string, string>): Promise<[number, string]> => {
      const response = await fetch(url, { headers });
      return [response.status, await response.text()];
    };
    expect(await get({ range: "bytes=0-3" })).toEqual([206, "file"]);
    expect(await get({ range: "bytes=-1" })).toEqual([206, "0"]);
    expect((await get({ range: "bytes=99-" }))[0]).toBe(416);
    expect(await get({ range: "bytes=0-3", "if-range": '"other"' })).toEqual([200, "file of phase 0"]);
    expect((await get({ "if-none-match": whole.headers.get("etag") ?? "" }))[0]).toBe(304);
    expect((await fetch(url, { method: "HEAD" })).headers.get("content-length")).toBe("15");
    expect(await get({ range: "bytes=5-2" })).toEqual([200, "file of phase 0"]);
    const beyond = await fetch(url, { headers: { range: "bytes=15-" } });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */15"]);
    for (const name of ["etag", "content-disposition"]) expect(beyond.headers.get(name)).toBeNull();
    expect((await fetch(url.replace("/downloads/", "/downloads/x"))).status).toBe(404);
    expect((await fetch(url.replace(/\.[^./]+\/file\.txt$/, ".AAAA/file.txt"))).status).toBe(404);

    const { rows } = await api
      .ctx()
      .db.query<{ id: string }>("SELECT id FROM artifacts WHERE operation_id = $1", [operationId]);
    const grant = {
      kind: "artifact",
      tenantId: api.tenantId,
      projectId: api.projectId,
      id: rows[0]?.id ?? "",
    } as const;
    const signed = (changes: Partial<DownloadGrant>, expiresAt: Date): string =>
      api.url(
        `/downloads/${writeDownloadToken(api.ctx().config.downloadSecret, { ...grant, ...changes }, expiresAt)}/f`,
      );
    const soon = new Date(Date.now() + 60_000);
    expect((await fetch(signed({}, soon))).status).toBe(200);
    expect((await fetch(signed({}, new Date(Date.now() - 1000)))).status).toBe(410);
    expect((await fetch(signed({ tenantId: randomUUID() }, soon))).status).toBe(404);
    expect((await fetch(signed({ projectId: randomUUID() }, soon))).status).toBe(404);
    expect((await fetch(signed({ kind: "results", tenantId: randomUUID(), id: operationId }, soon))).status).toBe(404);

    await api.ctx().storage.delete(`operations/${operationId}/0`);
    const lost = await fetch(url);
    expect([lost.status, lost.headers.get("cache-control")]).toEqual([404, "no-store"]);
    const archive = await fetch(signed({ kind: "results", id: operationId }, soon));
    await expect(archive.arrayBuffer()).rejects.toThrow(/terminated/);
    expect((await fetch(api.url("/healthz"))).status).toBe(200);
  });
});

describe("operations over HTTP while the queue is away", () => {
  const api = useApi({
    name: "redis",
    connection: () => ({ backend: "redis", redisUrl: "redis://127.0.0.1:1" }),
    flush: () => Promise.resolve(),
  });

  it("accepts them: what is committed is admitted when the queue is back", async () => {
    for (let n = 0; n < 3; n++) expect((await start(api)).status).toBe(202);
    await api.ctx().admissions.settled();
    expect((await api.call(api.url("/readyz"))).status).toBe(503);
    expect((await api.call("/async/operations")).body["summary"].running).toBe(3);
  });
});
