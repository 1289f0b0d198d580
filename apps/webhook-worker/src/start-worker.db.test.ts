import { createPublicKey, verify } from "node:crypto";
import { deriveProjectKey, publicKeyText } from "@longhaul/db";
import { scaled, startHttpReceiver, waitFor, type HttpReceiver, type ScriptedAnswer } from "@longhaul/testing";
import { Webhook } from "standardwebhooks";
import { beforeEach, describe, expect, it } from "vitest";
import { startTlsReceiver } from "./test/start-tls-receiver.ts";
import { SECRET, SECRETS_KEY, useWorker } from "./test/use-worker.ts";

const test = useWorker();
let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = await startHttpReceiver();
});

const OK: ScriptedAnswer = { kind: "respond", status: 200, body: "thanks" };

describe.each(["got", "undici"])("a worker that sends with %s", (client) => {
  const start = (changes: Record<string, string> = {}) => test.start({ WEBHOOK_SENDER: client, ...changes });

  /** One event to a receiver that answers like this, to its end. */
  async function deliverOne(
    answer: Parameters<HttpReceiver["answerAll"]>[0],
    { before = [], env = {} }: { before?: readonly ScriptedAnswer[]; env?: Record<string, string> } = {},
  ) {
    receiver.answerNext(...before);
    receiver.answerAll(answer);
    await start(env);
    const webhookId = await test.register(`${receiver.url}/hook?a=1`);
    await test.startOperation();
    return { webhookId, delivery: await test.ended(webhookId) };
  }
  const outcomes = (delivery: Awaited<ReturnType<typeof deliverOne>>["delivery"]) =>
    delivery.attempts.map(({ outcome, statusCode }) => [outcome, statusCode]);

  it("delivers the event as it is stored, signed, and keeps the beginning of the answer", async () => {
    const { delivery } = await deliverOne(OK);
    expect(delivery).toMatchObject({
      status: "Delivered",
      attemptsMade: 1,
      lastStatusCode: 200,
      attempts: [{ number: 1, outcome: "delivered", statusCode: 200, responseExcerpt: "thanks" }],
    });
    const [request] = receiver.requests;
    const event = await test.db().prisma.event.findFirstOrThrow({ where: { id: delivery.eventId } });
    expect(request?.body.toString("utf8")).toBe(event.body);
    expect(request).toMatchObject({ method: "POST", path: "/hook?a=1" });
    expect(request?.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "user-agent": "Longhaul-Webhooks/1.0",
      "webhook-event": "operation.started",
      "webhook-id": delivery.eventId,
    });
    const headers = request?.headers as Record<string, string>;
    const verified = new Webhook(SECRET, { format: "raw" }).verify(request?.body ?? "", headers);
    expect(verified).toMatchObject({ id: delivery.eventId, type: "operation.started", sequence: 2 });
  });

  it("tries again after a 500, under the same id", async () => {
    const { delivery } = await deliverOne(OK, { before: [{ kind: "respond", status: 500, body: "oh" }] });
    expect(delivery.status).toBe("Delivered");
    expect(outcomes(delivery)).toEqual([
      ["server_error", 500],
      ["delivered", 200],
    ]);
    expect(new Set(receiver.requests.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it.each<[string, ScriptedAnswer, string, number | null]>([
    ["answers 500", { kind: "respond", status: 500 }, "server_error", 500],
    ["answers 408", { kind: "respond", status: 408 }, "client_error", 408],
    ["hangs", { kind: "hang" }, "timeout", null],
    ["drips", { kind: "drip", intervalMs: 20 }, "timeout", null],
    ["resets the connection", { kind: "reset" }, "network_error", null],
  ])("gives up on an endpoint that always %s after all its attempts", async (_what, answer, outcome, statusCode) => {
    const env = outcome === "timeout" ? { WEBHOOK_TIMEOUT: `${scaled(400)}ms` } : {};
    const { webhookId, delivery } = await deliverOne(answer, { env });
    expect(delivery).toMatchObject({ status: "Failed", attemptsMade: 3, maxAttempts: 3, lastStatusCode: statusCode });
    expect(outcomes(delivery)).toEqual(Array.from({ length: 3 }, () => [outcome, statusCode]));
    expect(receiver.requests).toHaveLength(3);
    const webhook = await test.db().prisma.webhook.findUniqueOrThrow({ where: { id: webhookId } });
    expect([webhook.status, webhook.failingSince]).toEqual(["Active", expect.any(Date)]);
  });

  it.each([300, 302, 308, 400, 401, 403, 404, 405, 408, 409, 422, 425, 429, 451, 500, 502, 503])(
    "loses no event to an endpoint that answers %i for a while",
    async (status) => {
      const { delivery } = await deliverOne(OK, { before: [{ kind: "respond", status }] });
      expect([delivery.status, outcomes(delivery).map(([, code]) => code)]).toEqual(["Delivered", [status, 200]]);
    },
  );

  it("tells of a redirect where it leads, and doesn't follow it", async () => {
    const elsewhere = await startHttpReceiver();
    receiver.answerNext({ kind: "redirect", to: `${elsewhere.url}/login?secret`, status: 301 });
    receiver.answerNext({ kind: "redirect", to: elsewhere.url, status: 307 });
    const { delivery } = await deliverOne({ kind: "redirect", to: elsewhere.url, status: 307 });
    expect([delivery.status, outcomes(delivery)]).toEqual([
      "Failed",
      [
        ["redirect", 301],
        ["redirect", 307],
        ["redirect", 307],
      ],
    ]);
    expect(delivery.attempts[0]?.error).toBe(
      `the endpoint answered 301, a redirect to ${elsewhere.url}; redirects are not followed: give the address that answers itself`,
    );
    expect([receiver.requests.length, elsewhere.requests.length]).toEqual([3, 0]);
  });

  it("disables a webhook whose endpoint answers 410, ends what waits for it, and tells so", async () => {
    const { webhookId, delivery } = await deliverOne({ kind: "respond", status: 410 });
    expect([delivery.status, outcomes(delivery)]).toEqual(["Failed", [["gone", 410]]]);
    const webhook = await test.db().prisma.webhook.findUniqueOrThrow({ where: { id: webhookId } });
    expect([webhook.status, webhook.disabledReason]).toEqual(["Disabled", "Gone: the endpoint answered 410"]);
    const events = await test.db().prisma.event.findMany({
      where: { type: "webhook.disabled", body: { contains: webhookId } },
    });
    expect(events.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([{ data: { webhookId } }]);
    await test.startOperation();
    expect(await test.deliveries(webhookId)).toHaveLength(1);
  });

  it.each([
    ["seconds", () => "1", 1000],
    ["a date", () => new Date(Date.now() + 2000).toUTCString(), 1000],
    ["nonsense, which counts for nothing", () => "next Tuesday-ish", 0],
  ])("waits after a 429 as long as Retry-After says: %s", async (_what, header, leastMs) => {
    // Made when it is asked for, so that a date is still to come; UTC texts have whole seconds.
    const { delivery } = await deliverOne(() =>
      receiver.requests.length === 1 ? { kind: "respond", status: 429, headers: { "retry-after": header() } } : OK,
    );
    expect(outcomes(delivery)).toEqual([
      ["rate_limited", 429],
      ["delivered", 200],
    ]);
    const [first, second] = receiver.requests.map(({ receivedAtMs }) => receivedAtMs);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(leastMs - 5);
  });

  it("reads no more than 16 KB of an answer without end, and keeps its memory flat", async () => {
    receiver.answerAll({ kind: "endless" });
    await start();
    const webhookId = await test.register(receiver.url);
    await test.startOperation();
    expect(await test.ended(webhookId)).toMatchObject({ status: "Delivered" });
    const before = process.memoryUsage();
    for (let n = 0; n < 30; n++) await test.startOperation();
    const all = await waitFor(
      async () => {
        const deliveries = await test.deliveries(webhookId);
        return deliveries.every(({ endedAt }) => endedAt !== null) && deliveries;
      },
      { what: "the ends of all deliveries" },
    );
    expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 31 }, () => "Delivered"));
    expect(all[0]?.attempts[0]?.responseExcerpt).toBe("x".repeat(1000));
    const after = process.memoryUsage();
    expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(60_000_000);
  });

  it("refuses a certificate that nobody signed, and TLS below 1.2", async () => {
    const selfSigned = await startTlsReceiver();
    const old = await startTlsReceiver({ minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" });
    await start();
    const retryPolicy = { maxRetries: 0, retryDelay: 0, backoffMultiplier: 1, maxDelay: 1 };
    const ids = [
      await test.register(`${selfSigned.url}/`, { retryPolicy }),
      await test.register(`${old.url}/`, { retryPolicy }),
    ];
    await test.startOperation();
    for (const id of ids) {
      const delivery = await test.ended(id);
      expect([delivery.status, outcomes(delivery)]).toEqual(["Failed", [["tls_error", null]]]);
    }
    expect([selfSigned.count(), old.count()]).toEqual([0, 0]);
    await selfSigned.close();
    await old.close();
  });

  it("never connects to an address that isn't public unless that is allowed, and doesn't try again", async () => {
    await start({ WEBHOOK_ALLOW_PRIVATE: "10.0.0.0/8" });
    const ids = [await test.register(receiver.url), await test.register("http://169.254.169.254/latest/meta-data")];
    await test.startOperation();
    for (const id of ids) {
      const delivery = await test.ended(id);
      expect([delivery.status, outcomes(delivery)]).toEqual(["Failed", [["forbidden_address", null]]]);
    }
    expect(receiver.requests).toEqual([]);
  });
});

it("signs callbacks so that the project's public key verifies them, and tries them again too", async () => {
  receiver.answerNext({ kind: "respond", status: 503 });
  receiver.answerAll(OK);
  await test.start();
  const operation = await test.startOperation({ onProgress: `${receiver.url}/progress` });
  await operation.progress(40);
  const [request] = await receiver.waitForRequests(1);
  const key = publicKeyText(deriveProjectKey(Buffer.from(SECRETS_KEY, "base64"), test.scope));
  const der = Buffer.concat([
    Buffer.from("302a300506032b6570032100", "hex"),
    Buffer.from(key.slice("whpk_".length), "base64"),
  ]);
  const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature } = request?.headers ?? {};
  const content = Buffer.concat([Buffer.from(`${String(id)}.${String(timestamp)}.`), request?.body ?? Buffer.alloc(0)]);
  const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
  expect(signature).toMatch(/^v1a,/);
  expect(verify(null, content, publicKey, Buffer.from(String(signature).slice(4), "base64"))).toBe(true);
  expect(JSON.parse(request?.body.toString("utf8") ?? "")).toMatchObject({
    type: "operation.progress",
    data: { operationId: operation.operationId, progress: { percentage: 40 } },
  });
  const delivery = await waitFor(
    async () => {
      const [row] = await test.db().prisma.delivery.findMany({ where: { destination: "callback:onProgress" } });
      return row?.attempts === 1 && row;
    },
    { what: "the recorded attempt" },
  );
  expect(delivery).toMatchObject({ status: "Pending", maxAttempts: 6, lastStatusCode: 503 });
  expect(delivery.nextAttemptAt.getTime() - (request?.receivedAtMs ?? Number.NaN)).toBeGreaterThan(5000);
});

it("tells nothing of secrets in what it keeps of attempts", async () => {
  receiver.answerAll(OK);
  await test.start();
  const webhookId = await test.register(receiver.url, { headers: { Authorization: "Bearer of-the-customer" } });
  await test.startOperation();
  const delivery = await test.ended(webhookId);
  expect(receiver.requests[0]?.headers.authorization).toBe("Bearer of-the-customer");
  expect(JSON.stringify(delivery)).not.toMatch(/of-the-customer|a secret of/);
});

it("disables a webhook after nothing but failures for the time that is set", async () => {
  receiver.answerAll({ kind: "respond", status: 500 });
  await test.start({ WEBHOOK_DISABLE_AFTER: "300ms" });
  const webhookId = await test.register(receiver.url, {
    retryPolicy: { maxRetries: 20, retryDelay: 0.1, backoffMultiplier: 1, maxDelay: 1 },
  });
  await test.startOperation();
  const delivery = await test.ended(webhookId);
  expect(delivery).toMatchObject({ status: "Failed" });
  expect(delivery.attemptsMade).toBeLessThan(20);
  const webhook = await test.db().prisma.webhook.findUniqueOrThrow({ where: { id: webhookId } });
  expect([webhook.status, webhook.disabledReason]).toEqual([
    "Disabled",
    expect.stringMatching(/^Failing: nothing but failures since 20/),
  ]);
});
