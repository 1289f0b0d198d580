import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { claim, start, TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";
import { createStartPreparer } from "../schedules/prepare-start.ts";
import { runDueSchedules } from "../schedules/run-due-schedules.ts";

const api = useApi();
const QUOTAS = "/async/quotas";

const operator = async (): Promise<string> =>
  api.token({ role: "admin", tenants: { [api.tenantId]: { projects: "*" } } });
const patch = async (json: unknown, token?: string): Promise<Answer> =>
  api.call(QUOTAS, { method: "PATCH", json, token: token ?? (await operator()) });
const queued = (answer: Answer, level: string) =>
  (answer.body["quotas"] as { quota: string; level: string; used: number }[]).find(
    (one) => one.quota === "queuedOperations" && one.level === level,
  );
const usedNow = async (): Promise<number> => queued(await api.call(QUOTAS), "tenant")?.used ?? NaN;
const limitTo = async (queuedOperations: number | "default" | null): Promise<void> => {
  expect((await patch({ tenant: { queuedOperations } })).status).toBe(200);
};

describe("quotas", () => {
  it("are told with what is used of them, and changed by those who may", async () => {
    await start(api);
    const before = await api.call(QUOTAS);
    expect(queued(before, "tenant")).toEqual({
      quota: "queuedOperations",
      level: "tenant",
      limit: 100_000,
      used: 1,
      isDefault: true,
    });
    const changed = await patch({
      tenant: { queuedOperations: 50 },
      project: { queuedOperations: 20 },
      tenantWeight: 3,
    });
    expect(queued(changed, "tenant")).toMatchObject({ limit: 50, used: 1, isDefault: false });
    expect(queued(changed, "project")).toMatchObject({ limit: 20, isDefault: false });
    expect(changed.body["tenantWeight"]).toBe(3);
    expect((await api.call(QUOTAS)).body).toEqual(changed.body);

    const administrator = await api.token();
    const own = await patch({ project: { queuedOperations: null } }, administrator);
    expect([own.status, queued(own, "project")]).toEqual([200, expect.not.objectContaining({ limit: 20 })]);
    for (const json of [{ tenant: { queuedOperations: 9 } }, { tenantWeight: 5 }, { project: {}, tenantWeight: 5 }]) {
      const refused = await patch(json, administrator);
      expect([403, 400]).toContain(refused.status);
    }
    expect((await patch({ tenant: { nonsense: 1 } })).status).toBe(400);
    expect((await patch({ tenant: { queuedOperations: -1 } })).status).toBe(400);
    expect((await patch({})).status).toBe(400);
    await patch({ tenant: { queuedOperations: "default" }, tenantWeight: 1 });
  });

  it("are in the audit log when they change", async () => {
    await limitTo(null);
    const { rows } = await api
      .ctx()
      .fleetDb.query<{ body: string }>("SELECT body FROM audit_inbox ORDER BY position DESC");
    expect(rows.map(({ body }) => JSON.parse(body) as Record<string, unknown>)).toContainEqual(
      expect.objectContaining({ action: "changeQuotas", fields: ["tenant"] }),
    );
  });

  it("refuse what is beyond them with what, limit, used and when it may change", async () => {
    const limit = (await usedNow()) + 2;
    await limitTo(limit);
    for (const _ of [1, 2]) await start(api);
    const refused = await api.call("/async/operation", { json: TRIAL });
    expect([refused.status, refused.body]).toEqual([
      429,
      expect.objectContaining({
        type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
        "violated-policies": ["tenant-queuedOperations"],
        error: expect.objectContaining({
          code: "quota_exceeded",
          details: expect.objectContaining({
            quota: "queuedOperations",
            level: "tenant",
            limit,
            used: limit,
            changesWhen: "some start or end",
          }),
        }),
      }),
    ]);
    const batch = await api.call("/async/batch", { json: { batchName: "b", operations: [TRIAL] } });
    expect([batch.status, batch.body["error"].code]).toEqual([429, "quota_exceeded"]);
    await limitTo(null);
  });

  it("count a retry, which may go on when there is room", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    await api.call(`/async/operation/${operationId}`, { method: "DELETE" });
    await limitTo(0);
    const refused = await api.call(`/async/operation/${operationId}/retry`, { json: { retryMode: "restart" } });
    expect([refused.status, refused.body["error"].code]).toEqual([429, "quota_exceeded"]);
    await limitTo(null);
    expect((await api.call(`/async/operation/${operationId}/retry`, { json: { retryMode: "restart" } })).status).toBe(
      202,
    );
  });

  it("are repeated with an idempotency key as soon as there is room: a refusal is not remembered", async () => {
    await limitTo(0);
    const headers = { "idempotency-key": randomUUID() };
    expect((await api.call("/async/operation", { json: TRIAL, headers })).status).toBe(429);
    await limitTo(null);
    expect((await api.call("/async/operation", { json: TRIAL, headers })).status).toBe(202);
  });

  it("are told in the run of a schedule that they hold up", async () => {
    const { body } = await api.call("/async/schedules", {
      json: { scheduleName: "Hourly", cron: "@hourly", operation: TRIAL },
    });
    const scheduleId = String(body["scheduleId"]);
    await limitTo(0);
    await api
      .ctx()
      .fleetDb.query("UPDATE schedules SET next_run_at = now() - interval '1 second' WHERE id = $1", [scheduleId]);
    await runDueSchedules(api.ctx(), createStartPreparer(api.ctx()));
    const { runs } = (await api.call(`/async/schedules/${scheduleId}/runs`)).body;
    expect(runs).toMatchObject([{ status: "Failed", reason: "quota_exceeded" }]);
    await limitTo(null);
  });

  it("have room again when an operation starts", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    await limitTo(await usedNow());
    expect((await api.call("/async/operation", { json: TRIAL })).status).toBe(429);
    await claim(api, operationId);
    expect((await api.call("/async/operation", { json: TRIAL })).status).toBe(202);
    await limitTo(null);
  });
});
