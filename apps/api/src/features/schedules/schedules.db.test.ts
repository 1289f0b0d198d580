import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { TRIAL } from "../../test/drive-operation.ts";
import { readyDataset } from "../../test/ready-dataset.ts";
import { useApi, type Answer } from "../../test/use-api.ts";
import { CONTRACT_EXAMPLES } from "../openapi/contract-examples.ts";

const api = useApi();
const HOURLY = { scheduleName: "Hourly", cron: "0 * * * *", operation: TRIAL };
const create = (changes: Record<string, unknown> = {}): Promise<Answer> =>
  api.call("/async/schedules", { json: { ...HOURLY, ...changes } });
const created = async (changes: Record<string, unknown> = {}): Promise<string> =>
  `/async/schedules/${(await create(changes)).body["scheduleId"]}`;
const patch = (path: string, json: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call(path, { method: "PATCH", json, headers });
const pointersOf = ({ body }: Answer): string[] =>
  (body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer).toSorted();

/** The document's pipeline, on a dataset of this project. */
async function pipeline(): Promise<Record<string, unknown>> {
  const document = CONTRACT_EXAMPLES.find(([schema]) => schema === "BatchRequest")?.[1];
  const text = JSON.stringify(document).replaceAll(/880e8400-[0-9a-f-]{27}/g, await readyDataset(api));
  return JSON.parse(text) as Record<string, unknown>;
}

describe("POST …/async/schedules", () => {
  it("keeps the document's pipeline for six o'clock in Paris on the first of each month", async () => {
    const batch = await pipeline();
    const json = { scheduleName: "Monthly", cron: "0 6 1 * *", timeZone: "Europe/Paris", overlap: "skip", batch };
    const answer = await api.call("/async/schedules", { json });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      scheduleId: expect.stringMatching(/^sched-[0-9a-f-]{36}$/),
      ...json,
      status: "Active",
      catchUp: "latest",
      starts: "Batch",
      createdBy: "ann",
    });
    const runs = answer.body["nextRuns"] as string[];
    expect(runs).toHaveLength(5);
    expect(answer.body["nextRun"]).toBe(runs[0]);
    const inParis = new Intl.DateTimeFormat("en", {
      timeZone: "Europe/Paris",
      day: "numeric",
      hour: "numeric",
      hour12: false,
    });
    expect(runs.map((run) => inParis.format(new Date(run)))).toEqual(runs.map(() => "1, 06"));
    const path = `/async/schedules/${answer.body["scheduleId"]}`;
    expect(answer.headers.get("location")).toBe(new URL(api.project(path)).pathname);
    const read = await api.call(`${path}?next=2`);
    expect(read.body).toEqual({ ...answer.body, nextRuns: runs.slice(0, 2) });
    const again = await api.call(`${path}?next=2`, { headers: { "if-none-match": read.headers.get("etag") ?? "" } });
    expect(again.status).toBe(304);
  });

  const nowhere = randomUUID();
  it.each<[string, Record<string, unknown>, readonly string[]]>([
    ["no expression", { cron: undefined }, ["/cron"]],
    ["an expression with seconds", { cron: "* * * * * *" }, ["/cron"]],
    ["a day that never comes", { cron: "0 0 31 2 *" }, ["/cron"]],
    ["an expression that is no text", { cron: 5 }, ["/cron"]],
    ["a place that is no zone", { timeZone: "Paris" }, ["/timeZone"]],
    ["an offset as zone", { timeZone: "+02:00" }, ["/timeZone"]],
    ["other policies", { catchUp: "none", overlap: "wait" }, ["/catchUp", "/overlap"]],
    ["nothing to start", { operation: undefined }, [""]],
    ["two things to start", { batch: { batchName: "b", operations: [] } }, [""]],
    ["an unknown key", { every: "day" }, ["/every"]],
    ["an operation without a name", { operation: { operationType: "Trial" } }, ["/operation/operationName"]],
    [
      "parameters that the type refuses",
      { operation: { ...TRIAL, parameters: { phaseMs: -1 } } },
      ["/operation/parameters/phaseMs"],
    ],
    [
      "a dataset of nobody",
      { operation: { operationType: "ProcessMiningAnalysis", operationName: "A", parameters: { datasetId: nowhere } } },
      ["/operation/parameters/datasetId"],
    ],
    [
      "a private callback",
      { operation: { ...TRIAL, callbacks: { onError: "http://127.0.0.1/" } } },
      ["/operation/callbacks/onError"],
    ],
    [
      "faults in a batch",
      { operation: undefined, batch: { batchName: "b", operations: [{ ...TRIAL, dependencies: ["x"] }] } },
      ["/batch/operations/0/dependencies/0"],
    ],
    ["a batch of nothing", { operation: undefined, batch: {} }, ["/batch/batchName", "/batch/operations"]],
  ])("refuses %s, with pointers", async (_what, changes, pointers) => {
    const answer = await create(changes);
    expect([answer.status, pointersOf(answer)]).toEqual([400, pointers]);
  });

  it("refuses, as POST …/async/operation does, a dataset that isn't ready", async () => {
    const of = async (status: string): Promise<Answer> => {
      const parameters = { datasetId: await readyDataset(api, status) };
      return create({ operation: { operationType: "ProcessMiningAnalysis", operationName: "A", parameters } });
    };
    expect((await of("Importing")).body).toMatchObject({ status: 409, error: { code: "not_yet" } });
    expect((await of("Failed")).body).toMatchObject({
      status: 422,
      errors: [{ pointer: "/operation/parameters/datasetId" }],
    });
  });

  it("keeps one for each Idempotency-Key, and no more than a hundred of a project", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const twice = await Promise.all([1, 2].map(() => api.call("/async/schedules", { json: HOURLY, headers })));
    const third = await api.call("/async/schedules", { json: HOURLY, headers });
    const ids = [...twice, third].flatMap(({ status, body }) => (status === 201 ? [body["scheduleId"] as string] : []));
    expect(new Set(ids).size).toBe(1);
    const { fleetDb: db } = api.ctx();
    await db.query(
      `INSERT INTO schedules (id, tenant_id, project_id, name, cron, time_zone, catch_up, overlap, starts, request, created_by)
       SELECT 'sched-' || n, tenant_id, project_id, name, cron, time_zone, catch_up, overlap, starts, request, created_by
       FROM schedules CROSS JOIN generate_series(1, 99) AS g (n) WHERE id = $1`,
      [ids[0]],
    );
    expect((await create()).body).toMatchObject({ status: 409, error: { code: "conflict", details: { limit: 100 } } });
    await db.query("DELETE FROM schedules WHERE id <> ALL ($1)", [ids]);
  });
});

describe("a schedule", () => {
  it("is listed without what it starts, newest first, by status", async () => {
    const [first, second] = [await created({ scheduleName: "One" }), await created({ scheduleName: "Two" })];
    await api.call(`${first}/pause`, { json: {} });
    const { body } = await api.call("/async/schedules?pageSize=2");
    expect(body).toMatchObject({ page: 1, pageSize: 2, schedules: [{ scheduleName: "Two" }, { scheduleName: "One" }] });
    const [newest] = body["schedules"] as Record<string, unknown>[];
    expect(Object.keys(newest ?? {})).not.toContain("operation");
    const paused = await api.call("/async/schedules?status=paused");
    expect(paused.body).toMatchObject({ schedules: [{ scheduleName: "One", status: "Paused" }], hasNextPage: false });
    await api.call(second, { method: "DELETE" });
    expect((await api.call(second)).status).toBe(404);
  });

  it("is changed in part, if it is as the client knows it; another time counts from now", async () => {
    const path = await created();
    const before = await api.call(path);
    const etag = before.headers.get("etag") ?? "";
    const changes = { cron: "30 12 * * MON", timeZone: "Asia/Tokyo", catchUp: "all" };
    const after = await patch(path, changes, { "if-match": etag });
    expect(after.body).toMatchObject({ ...changes, scheduleName: "Hourly", operation: TRIAL });
    const next = new Date(after.body["nextRun"] as string);
    expect([next.getUTCDay(), next.getUTCHours(), next.getUTCMinutes()]).toEqual([1, 3, 30]);
    expect((await patch(path, { scheduleName: "x" }, { "if-match": etag })).status).toBe(412);
    const batch = { batchName: "b", operations: [TRIAL] };
    const swapped = await patch(path, { batch, scheduleName: "Other" });
    expect(swapped.body).toMatchObject({
      starts: "Batch",
      batch,
      scheduleName: "Other",
      nextRun: after.body["nextRun"],
    });
    expect(swapped.body["operation"]).toBeUndefined();
    expect(pointersOf(await patch(path, { operation: { operationType: "No" } }))).toContain("/operation/operationType");
    expect((await patch(path, {})).status).toBe(400);
  });

  it("that is paused has no next run until it is resumed; either again changes nothing", async () => {
    const path = await created();
    const [paused, again] = [
      await api.call(`${path}/pause`, { json: {} }),
      await api.call(`${path}/pause`, { json: {} }),
    ];
    expect(paused.body).toMatchObject({ status: "Paused", nextRuns: [] });
    expect(paused.body["nextRun"]).toBeUndefined();
    expect([again.body, again.headers.get("etag")]).toEqual([paused.body, paused.headers.get("etag")]);
    expect((await patch(path, { cron: "5 * * * *" })).body["nextRun"]).toBeUndefined();
    const resumed = await api.call(`${path}/resume`, { json: {} });
    expect(resumed.body).toMatchObject({ status: "Active", nextRun: expect.stringMatching(/:05:00Z$/) });
  });

  it("is started by hand once for each Idempotency-Key, paused or not, and tells so in its history", async () => {
    const path = await created();
    await api.call(`${path}/pause`, { json: {} });
    const headers = { "idempotency-key": randomUUID() };
    const answer = await api.call(`${path}/run`, { json: {}, headers });
    const replay = await api.call(`${path}/run`, { json: {}, headers });
    expect(answer.status).toBe(202);
    expect(replay.body).toEqual(answer.body);
    const { operationId, trackingUrl } = answer.body;
    expect(answer.body).toMatchObject({ runNumber: 1, trigger: "Manual", status: "Started" });
    expect(answer.headers.get("location")).toBe(trackingUrl);
    expect((await api.call(`/async/operation/${operationId}`)).body).toMatchObject({
      operationId,
      status: "Initiated",
    });
    const { body } = await api.call(`${path}/runs`);
    expect(body).toEqual({ runs: [answer.body], page: 1, pageSize: 20, hasNextPage: false });
    expect((await api.call(path)).body["lastRun"]).toEqual(answer.body);
  });

  it("whose overlap is skip isn't started by hand while it runs", async () => {
    const path = await created({ overlap: "skip" });
    const { body } = await api.call(`${path}/run`, { json: {} });
    const second = await api.call(`${path}/run`, { json: {} });
    expect(second.body).toMatchObject({
      status: 409,
      error: { code: "not_yet", details: { runningId: body["operationId"] } },
    });
    await api.call(`/async/operation/${body["operationId"]}/cancel`, { json: {} });
    expect((await api.call(`${path}/run`, { json: {} })).status).toBe(202);
  });

  it("is nobody else's", async () => {
    const path = await created();
    const [tenantId, projectId] = [randomUUID(), randomUUID()];
    const token = await api.token({ tenants: { [tenantId]: { projects: [projectId] } } });
    const elsewhere = api.url(`/api/${tenantId}/${projectId}${path}`);
    for (const [method, url] of [
      ["GET", elsewhere],
      ["GET", `${elsewhere}/runs`],
      ["DELETE", elsewhere],
      ["POST", `${elsewhere}/pause`],
      ["POST", `${elsewhere}/resume`],
      ["POST", `${elsewhere}/run`],
      ["GET", api.project(path)],
    ] as const) {
      const answer = await api.call(url, { method, token });
      expect([url, answer.status]).toEqual([url, 404]);
    }
    expect((await api.call(elsewhere, { method: "PATCH", json: { cron: "* * * * *" }, token })).status).toBe(404);
    expect((await api.call(path)).body).toMatchObject({ cron: "0 * * * *", status: "Active" });
  });
});
