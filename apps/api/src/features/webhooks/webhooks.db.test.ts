import { randomUUID } from "node:crypto";
import { claimOperation } from "@longhaul/testing";
import { claimDeliveries, createSecretBox, failOperation, recordAttempts, type AttemptRecord } from "@longhaul/db";
import { beforeEach, describe, expect, it } from "vitest";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();

const DOCUMENT_BODY = {
  webhookUrl: "https://your-app.com/webhooks/async-operations",
  webhookName: "Main Operations Webhook",
  events: [
    "operation.started",
    "operation.progress",
    "operation.phase.completed",
    "operation.completed",
    "operation.failed",
    "operation.cancelled",
  ],
  filters: {
    operationTypes: ["ProcessMiningAnalysis", "DataEnrichment"],
    priorities: ["High", "Critical"],
    minProgressIncrement: 10,
  },
  authentication: { type: "hmac-sha256", secret: "your-webhook-secret-key" },
  retryPolicy: { maxRetries: 5, retryDelay: 60, backoffMultiplier: 2.0, maxDelay: 3600 },
  headers: { "X-Source": "mindzie-api", "X-Environment": "production" },
};

const LANES = { firstWindow: 2, laneCap: 16, tripAfter: 5, minOpenMs: 5000, maxOpenMs: 60_000, disableAfterMs: 1e9 };

const register = (changes: Record<string, unknown> = {}): Promise<Answer> =>
  api.call("/async/webhooks", { json: { webhookUrl: "https://example.com/hook", ...changes } });

async function registered(changes: Record<string, unknown> = {}): Promise<string> {
  const { body } = await register(changes);
  return body["webhookId"] as string;
}

/** Lets an operation start, which makes one `operation.started` event. */
async function startOne(): Promise<string> {
  const { body } = await api.call("/async/operation", { json: { operationType: "Trial", operationName: "T" } });
  const operationId = body["operationId"] as string;
  await claimOperation(api.ctx().fleetDb, {
    operationId,
    executionId: `exec-${randomUUID()}`,
    workerNode: "w",
    leaseMs: 1e6,
  });
  return operationId;
}

/** What a worker would do: takes all that is due and records the same end for each. */
async function attemptAll(end: Partial<AttemptRecord>): Promise<number> {
  const { deliveries } = await claimDeliveries(api.ctx().fleetDb, {
    room: 100,
    unprovenRoom: 100,
    unprovenOfTenant: 100,
    leaseMs: 10_000,
    firstWindow: 50,
    laneCap: 50,
    originCap: 100,
    perSecond: null,
  });
  const attempts = deliveries.map((delivery): AttemptRecord => ({
    deliveryId: delivery.id,
    epoch: delivery.epoch,
    number: delivery.attempt,
    startedAt: new Date(),
    durationMs: 40,
    outcome: "delivered",
    statusCode: 200,
    responseExcerpt: "thanks",
    after: { status: "Delivered" },
    effect: "success",
    isGone: false,
    ...end,
  }));
  await recordAttempts(api.ctx().fleetDb, attempts, LANES);
  return attempts.length;
}

const FAILED: Partial<AttemptRecord> = {
  outcome: "server_error",
  statusCode: 500,
  responseExcerpt: "no",
  after: { status: "Failed" },
  effect: "refused",
};

beforeEach(async () => {
  await api.ctx().fleetDb.query("DELETE FROM webhooks");
});

describe("POST …/async/webhooks", () => {
  it("answers the document's request with the document's keys and nothing of the secret", async () => {
    const answer = await api.call("/async/webhooks", { json: DOCUMENT_BODY });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      webhookId: expect.stringMatching(/^wh-[0-9a-f-]{36}$/),
      webhookUrl: DOCUMENT_BODY.webhookUrl,
      webhookName: DOCUMENT_BODY.webhookName,
      status: "Active",
      eventsSubscribed: DOCUMENT_BODY.events,
      filters: DOCUMENT_BODY.filters,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      lastDelivery: null,
      deliveryStats: {
        totalDeliveries: 0,
        successfulDeliveries: 0,
        failedDeliveries: 0,
        averageResponseTime: null,
      },
    });
    expect(answer.headers.get("location")).toBe(
      `/api/${api.tenantId}/${api.projectId}/async/webhooks/${answer.body["webhookId"]}`,
    );
    expect(answer.text).not.toContain("your-webhook-secret-key");
  });

  it("keeps the secret encrypted, under a key that is named", async () => {
    const id = await registered({ authentication: { type: "hmac-sha256", secret: "your-webhook-secret-key" } });
    const stored = await api.ctx().fleetDb.prisma.webhook.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(stored)).not.toContain("your-webhook-secret-key");
    const box = createSecretBox(api.ctx().config.secretsKeys);
    const sealed = stored.secret as unknown as Parameters<typeof box.open>[0];
    expect(box.open(sealed, id)).toBe("your-webhook-secret-key");
    expect(() => box.open(sealed, "wh-another")).toThrow("unable to authenticate");
    expect(() => createSecretBox([Buffer.alloc(32, "x")]).open(sealed, id)).toThrow("not configured");
  });

  it("fills in what the sample of the document leaves out", async () => {
    const answer = await register({ filters: {}, authentication: { type: "hmac-sha256", secret: "your-secret-key" } });
    expect(answer.status).toBe(201);
    const { body } = await api.call(`/async/webhooks/${answer.body["webhookId"]}`);
    expect(body).toMatchObject({
      eventsSubscribed: DOCUMENT_BODY.events,
      filters: { minProgressIncrement: 1 },
      authentication: { type: "hmac-sha256" },
      retryPolicy: { maxRetries: 5, retryDelay: 60, backoffMultiplier: 2, maxDelay: 3600 },
      headers: {},
    });
  });

  it("reports all faults at once, each with its pointer", async () => {
    const answer = await api.call("/async/webhooks", {
      json: {
        webhookUrl: "ftp://example.com",
        events: ["operation.exploded"],
        filters: { priorities: ["Urgent"], minProgressIncrement: 0 },
        authentication: { type: "hmac-sha256" },
        retryPolicy: { maxRetries: 99 },
        headers: { "Webhook-Signature": "v1,x" },
        surprise: 1,
      },
    });
    expect(answer.status).toBe(400);
    const pointers = (answer.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer);
    expect(pointers.toSorted()).toEqual([
      "/authentication/secret",
      "/events/0",
      "/filters/minProgressIncrement",
      "/filters/priorities/0",
      "/headers",
      "/retryPolicy/maxRetries",
      "/surprise",
      "/webhookUrl",
    ]);
  });

  it.each([
    ["a user in the URL", { webhookUrl: "https://ann:secret@example.com/" }, "/webhookUrl"],
    ["no URL", { webhookUrl: undefined }, "/webhookUrl"],
    [
      "a secret that is too short",
      { authentication: { type: "hmac-sha256", secret: "short" } },
      "/authentication/secret",
    ],
    [
      "a whsec_ secret that isn't base64",
      { authentication: { type: "hmac-sha256", secret: "whsec_***!" } },
      "/authentication/secret",
    ],
    ["an event twice", { events: ["operation.failed", "operation.failed"] }, "/events/1"],
    ["no event at all", { events: [] }, "/events"],
    ["a hop-by-hop header", { headers: { "Transfer-Encoding": "chunked" } }, "/headers"],
    ["a line break in a header", { headers: { "X-A": "b\r\nX-C: d" } }, "/headers/X-A"],
  ])("refuses %s", async (_what, changes, pointer) => {
    const answer = await register(changes);
    expect(answer.status).toBe(400);
    expect(answer.body["errors"]).toContainEqual(expect.objectContaining({ pointer }));
  });

  it("registers once for each Idempotency-Key", async () => {
    const call = () =>
      api.call("/async/webhooks", { json: DOCUMENT_BODY, headers: { "idempotency-key": "register-once" } });
    const [first, second] = [await call(), await call()];
    expect(second.body).toEqual(first.body);
    const replayed = [first, second].map(({ headers }) => headers.get("idempotent-replayed"));
    expect(replayed).toEqual([null, "true"]);
    expect((await api.call("/async/webhooks")).body["webhooks"]).toHaveLength(1);
  });

  it("lets a project have a hundred and no more", async () => {
    for (let n = 0; n < 100; n++) await registered();
    const answer = await register();
    expect(answer.status).toBe(409);
    expect(answer.body["error"]).toMatchObject({ details: { limit: 100 } });
  });
});

describe("a registered webhook", () => {
  it("is listed newest first, in pages, and by status", async () => {
    const ids = [await registered(), await registered(), await registered()];
    await api.call(`/async/webhooks/${ids[1]}`, { method: "PATCH", json: { status: "Paused" } });
    const first = await api.call("/async/webhooks?pageSize=2");
    expect(first.body["webhooks"].map((webhook: Answer["body"]) => webhook["webhookId"])).toEqual([ids[2], ids[1]]);
    expect(first.body).toMatchObject({ page: 1, pageSize: 2, hasNextPage: true });
    const second = await api.call("/async/webhooks?pageSize=2&page=2");
    expect(second.body).toMatchObject({ hasNextPage: false, webhooks: [{ webhookId: ids[0] }] });
    const paused = await api.call("/async/webhooks?status=paused");
    expect(paused.body["webhooks"]).toMatchObject([{ webhookId: ids[1], status: "Paused" }]);
  });

  it("is another project's 404 in every way", async () => {
    const id = await registered();
    const token = await api.token({ tenants: { [api.tenantId]: { projects: "*", role: "admin" } } });
    const other = api.project("").replace(api.projectId, randomUUID());
    for (const [method, path, json] of [
      ["GET", "", undefined],
      ["PATCH", "", { status: "Paused" }],
      ["DELETE", "", undefined],
      ["POST", "/test", undefined],
      ["POST", "/rotate-secret", { secret: "another-secret" }],
      ["POST", "/recover", { since: "2026-01-01T00:00:00Z" }],
      ["GET", "/deliveries", undefined],
      ["GET", "/deliveries/dlv-1", undefined],
      ["POST", "/deliveries/dlv-1/redeliver", undefined],
    ] as const) {
      const answer = await api.call(`${other}/async/webhooks/${id}${path}`, { method, json, token });
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    expect((await api.call(`/async/webhooks/${id}`)).body).toMatchObject({ status: "Active" });
  });

  it("changes only what a PATCH names", async () => {
    const id = await registered({ ...DOCUMENT_BODY, headers: { "X-Source": "a", Authorization: "Bearer abc" } });
    const before = (await api.call(`/async/webhooks/${id}`)).body;
    const patch = { webhookName: "Renamed", events: ["operation.failed"], filters: { priorities: ["Low"] } };
    const after = await api.call(`/async/webhooks/${id}`, { method: "PATCH", json: patch });
    expect(after.status).toBe(200);
    expect(after.body).toEqual({
      ...before,
      webhookName: "Renamed",
      eventsSubscribed: ["operation.failed"],
      filters: { priorities: ["Low"], minProgressIncrement: 1 },
      updatedAt: expect.any(String),
    });
    expect(after.body["headers"]).toEqual({ "X-Source": "a", Authorization: "***" });
    expect((await api.call(`/async/webhooks/${id}`, { method: "PATCH", json: {} })).status).toBe(400);
    expect((await api.call(`/async/webhooks/${id}`, { method: "PATCH", json: { status: "Disabled" } })).status).toBe(
      400,
    );
  });

  it("is gone after DELETE, with its deliveries, and its neighbour is not", async () => {
    const [id, neighbour] = [await registered(), await registered()];
    await startOne();
    const gone = await api.call(`/async/webhooks/${id}`, { method: "DELETE" });
    expect([gone.status, gone.body["webhookId"]]).toEqual([200, id]);
    expect((await api.call(`/async/webhooks/${id}`)).status).toBe(404);
    expect((await api.call(`/async/webhooks/${id}`, { method: "DELETE" })).status).toBe(404);
    const rows = await api.ctx().fleetDb.prisma.delivery.findMany({ where: { webhookId: { not: null } } });
    expect(rows.map((row) => row.webhookId)).toEqual([neighbour]);
  });

  it("keeps what happens while it is paused waiting, and gets it once it is active again", async () => {
    const id = await registered();
    await api.call(`/async/webhooks/${id}`, { method: "PATCH", json: { status: "Paused" } });
    await startOne();
    expect(await attemptAll({})).toBe(0);
    await api.call(`/async/webhooks/${id}`, { method: "PATCH", json: { status: "Active" } });
    expect(await attemptAll({})).toBe(1);
  });

  it("is re-enabled by a PATCH after a 410, and what waits goes to its new address", async () => {
    const id = await registered();
    await startOne();
    await attemptAll({ ...FAILED, outcome: "gone", statusCode: 410, isGone: true });
    expect((await api.call(`/async/webhooks/${id}`)).body).toMatchObject({
      status: "Disabled",
      disabledReason: "Gone: the endpoint answered 410",
    });
    const test = await api.call(`/async/webhooks/${id}/test`, { method: "POST" });
    expect([test.status, test.body["error"].details.status]).toEqual([409, "Disabled"]);
    const json = { status: "Active", webhookUrl: "https://example.org/new" };
    const active = (await api.call(`/async/webhooks/${id}`, { method: "PATCH", json })).body;
    expect(active).toMatchObject({ status: "Active", webhookUrl: "https://example.org/new" });
    expect(active).not.toHaveProperty("disabledReason");
    await startOne();
    expect(await attemptAll({})).toBe(1);
  });
});

describe("deliveries of a webhook", () => {
  it("are counted in its stats exactly as they are in the ledger", async () => {
    const id = await registered();
    await startOne();
    await startOne();
    await attemptAll({ durationMs: 30 });
    await startOne();
    await attemptAll(FAILED);
    await startOne();
    const { body } = await api.call(`/async/webhooks/${id}`);
    expect(body["deliveryStats"]).toEqual({
      totalDeliveries: 3,
      successfulDeliveries: 2,
      failedDeliveries: 1,
      averageResponseTime: "30 ms",
    });
    const ledger = await api
      .ctx()
      .fleetDb.prisma.delivery.groupBy({ by: ["status"], where: { webhookId: id }, _count: true });
    expect(Object.fromEntries(ledger.map((row) => [row.status, row._count]))).toEqual({
      Delivered: 2,
      Failed: 1,
      Pending: 1,
    });
    expect(body["lastDelivery"]).toMatch(/Z$/);
  });

  it("are listed with their attempts, filtered and in pages", async () => {
    const id = await registered();
    const operationId = await startOne();
    await attemptAll(FAILED);
    await startOne();
    const all = await api.call(`/async/webhooks/${id}/deliveries`);
    expect(all.body["deliveries"]).toHaveLength(2);
    const failed = await api.call(`/async/webhooks/${id}/deliveries?status=failed&eventType=operation.started`);
    expect(failed.body["deliveries"]).toEqual([
      {
        deliveryId: expect.stringMatching(/^dlv-/),
        eventId: expect.stringMatching(/^evt-/),
        eventType: "operation.started",
        operationId,
        sequence: 2,
        status: "Failed",
        createdAt: expect.any(String),
        endedAt: expect.any(String),
        attemptsMade: 1,
        maxAttempts: 6,
        lastStatusCode: 500,
        attempts: [
          {
            number: 1,
            time: expect.any(String),
            durationMs: 40,
            outcome: "server_error",
            statusCode: 500,
            responseExcerpt: "no",
          },
        ],
      },
    ]);
    const [one] = failed.body["deliveries"];
    const single = await api.call(`/async/webhooks/${id}/deliveries/${one.deliveryId}`);
    expect(single.body).toEqual(one);
    const page = await api.call(`/async/webhooks/${id}/deliveries?pageSize=1&page=2`);
    expect(page.body).toMatchObject({ deliveries: [{ deliveryId: one.deliveryId }], hasNextPage: false });
    const later = await api.call(`/async/webhooks/${id}/deliveries?since=2999-01-01T00:00:00Z`);
    expect(later.body["deliveries"]).toEqual([]);
    expect((await api.call(`/async/webhooks/${id}/deliveries?status=lost`)).status).toBe(400);
  });

  it("can be sent again one by one, whatever became of them, under the same event", async () => {
    const id = await registered();
    await startOne();
    await attemptAll(FAILED);
    const [delivery] = (await api.call(`/async/webhooks/${id}/deliveries`)).body["deliveries"];
    const again = await api.call(`/async/webhooks/${id}/deliveries/${delivery.deliveryId}/redeliver`, {
      method: "POST",
    });
    expect(again.status).toBe(202);
    expect(again.body).toMatchObject({ eventId: delivery.eventId, status: "Pending", attemptsMade: 1, maxAttempts: 7 });
    expect(await attemptAll({})).toBe(1);
    const { body } = await api.call(`/async/webhooks/${id}/deliveries/${delivery.deliveryId}`);
    expect(body).toMatchObject({ status: "Delivered", attempts: [{ number: 1 }, { number: 2, outcome: "delivered" }] });
    const missing = await api.call(`/async/webhooks/${id}/deliveries/dlv-none/redeliver`, { method: "POST" });
    expect(missing.status).toBe(404);
  });

  it("that failed in a range of time are recovered, and the others are left alone", async () => {
    const id = await registered();
    await startOne();
    await attemptAll({});
    await startOne();
    await startOne();
    await attemptAll(FAILED);
    const recover = (json: unknown) => api.call(`/async/webhooks/${id}/recover`, { json });
    const past = await recover({ since: "2020-01-01T00:00:00Z", until: "2021-01-01T00:00:00Z" });
    expect(past.body).toMatchObject({ recoveredDeliveries: 0 });
    const answer = await recover({ since: new Date(Date.now() - 60_000).toISOString() });
    expect([answer.status, answer.body["recoveredDeliveries"]]).toEqual([202, 2]);
    expect(await attemptAll({})).toBe(2);
    expect((await recover({ since: "yesterday" })).status).toBe(400);
    expect((await recover({ since: "2026-01-02T00:00:00Z", until: "2026-01-01T00:00:00Z" })).status).toBe(400);
  });

  it("that were missed while the webhook was disabled are recovered too, in the order of the events", async () => {
    const id = await registered({ filters: { priorities: ["Normal"] } });
    await startOne();
    await attemptAll({ ...FAILED, outcome: "gone", statusCode: 410, isGone: true });
    const operationId = await startOne();
    await failOperation(api.ctx().fleetDb, { operationId, epoch: 1, error: { code: "x", message: "x" } });
    const json = { since: new Date(Date.now() - 60_000).toISOString() };
    expect((await api.call(`/async/webhooks/${id}/recover`, { json })).status).toBe(409);
    await api.call(`/async/webhooks/${id}`, { method: "PATCH", json: { status: "Active" } });
    const answer = await api.call(`/async/webhooks/${id}/recover`, { json });
    expect([answer.status, answer.body["recoveredDeliveries"]]).toEqual([202, 3]);
    const rounds = [await attemptAll({}), await attemptAll({}), await attemptAll({})];
    expect(rounds).toEqual([2, 1, 0]);
    expect((await api.call(`/async/webhooks/${id}/recover`, { json })).body["recoveredDeliveries"]).toBe(0);
  });

  it("of a test are sent once, whatever the webhook has subscribed to", async () => {
    const id = await registered({ events: ["operation.failed"] });
    const answer = await api.call(`/async/webhooks/${id}/test`, { method: "POST" });
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ eventType: "webhook.test", status: "Pending", maxAttempts: 1 });
    const event = await api
      .ctx()
      .fleetDb.prisma.event.findFirstOrThrow({ where: { id: answer.body["eventId"] as string } });
    expect(JSON.parse(event.body)).toMatchObject({
      id: answer.body["eventId"],
      type: "webhook.test",
      sequence: 1,
      data: { webhookId: id },
    });
    expect(answer.headers.get("location")).toContain(`/deliveries/${answer.body["deliveryId"]}`);
  });
});

describe("GET /.well-known/webhook-keys/{tenantId}/{projectId}", () => {
  it("tells anybody the project's public keys, different for each project", async () => {
    const keysOf = async (projectId: string) =>
      (await api.call(api.url(`/.well-known/webhook-keys/${api.tenantId}/${projectId}`), { token: null })).body["keys"];
    const keys = await keysOf(api.projectId);
    expect(keys).toEqual([
      { algorithm: "ed25519", signatureVersion: "v1a", publicKey: expect.stringMatching(/^whpk_[A-Za-z0-9+/]{43}=$/) },
    ]);
    expect(await keysOf(randomUUID())).not.toEqual(keys);
  });
});
