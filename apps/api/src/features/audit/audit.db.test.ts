import { randomUUID } from "node:crypto";
import { createDb, expireAudit, sealAudit } from "@longhaul/db";
import { patientLimits, waitFor } from "@longhaul/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { start, TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();

/** Waits until nothing is left in the inbox. */
async function seal(): Promise<void> {
  const { fleetDb: db, audit } = api.ctx();
  await waitFor(
    async () => {
      await audit.settled();
      await sealAudit(db, 1000);
      const { rows } = await db.query<{ n: number }>("SELECT count(*) AS n FROM audit_inbox");
      return rows[0]?.n === 0;
    },
    { what: "the audit log to be sealed" },
  );
}

interface Entry {
  readonly seq: number;
  readonly time: string;
  readonly hash: string;
  readonly call: Readonly<Record<string, unknown>>;
}

const read = async (query = "", how: { token?: string; headers?: Record<string, string> } = {}): Promise<Answer> => {
  await seal();
  return api.call(`/async/audit${query}`, how);
};
const entries = async (query = ""): Promise<readonly Entry[]> =>
  (await read(query)).body["entries"] as readonly Entry[];
const called = (requestId: string, path: string, options: Parameters<typeof api.call>[1] = {}): Promise<Answer> =>
  api.call(path, { ...options, headers: { "x-request-id": requestId, ...options.headers } });
const entryOf = async (requestId: string): Promise<Entry | undefined> =>
  (await entries("?pageSize=1000")).find(({ call }) => call["requestId"] === requestId);

describe("the audit log", () => {
  it("tells who did what, on what, from where, and what became of it; never a value of the body", async () => {
    const secret = `a secret ${randomUUID()}`;
    const started = await called("req-1", "/async/operation", { json: TRIAL });
    const { operationId } = started.body as { operationId: string };
    await called("req-2", `/async/operation/${operationId}`, { method: "DELETE" });
    await called("req-3", "/async/callback-signing/rotate-secret", { json: { secret } });
    expect((await entryOf("req-1"))?.call).toEqual({
      projectId: api.projectId,
      action: "startOperation",
      subject: "ann",
      target: {},
      fields: ["operationType", "operationName", "parameters"],
      requestId: "req-1",
      address: expect.stringContaining("127.0.0.1"),
      outcome: "done",
      status: 202,
      location: started.headers.get("location"),
    });
    expect((await entryOf("req-2"))?.call).toMatchObject({
      action: "cancelOperation",
      target: { operationId },
      status: 200,
    });
    expect((await entryOf("req-3"))?.call).toMatchObject({ action: "rotateCallbackSecret", fields: ["secret"] });
    const { rows } = await api.ctx().fleetDb.query<{ body: string }>("SELECT body FROM audit_entries");
    expect(rows.filter(({ body }) => body.includes(secret))).toEqual([]);
  });

  it("tells of what was there already how it was and how it is, and of what was made or deleted what it is; no secret", async () => {
    const secret = randomUUID();
    const changesOf = async (requestId: string): Promise<unknown> => (await entryOf(requestId))?.call["changes"];
    const webhook = {
      webhookUrl: `https://example.com/hook?key=${secret}`,
      webhookName: "hook",
      events: ["operation.completed"],
      authentication: { type: "hmac-sha256", secret },
      headers: { Authorization: secret, "X-Team": "blue" },
    };
    const { body } = await called("made", "/async/webhooks", { json: webhook });
    const path = `/async/webhooks/${String(body["webhookId"])}`;
    await called("changed", path, {
      method: "PATCH",
      json: { webhookName: "other", headers: { Authorization: secret } },
    });
    await called("same", path, { method: "PATCH", json: { webhookName: "other" } });
    await called("moved-hook", path, {
      method: "PATCH",
      json: { webhookUrl: `https://example.com/hook?key=2${secret}` },
    });
    await called("gone", path, { method: "DELETE" });
    expect(await changesOf("made")).toEqual(
      expect.arrayContaining([
        { field: "webhookUrl", to: '"https://example.com/hook?***"' },
        { field: "headers", to: '{"Authorization":"***","X-Team":"blue"}' },
      ]),
    );
    expect(await changesOf("changed")).toEqual(
      expect.arrayContaining([
        { field: "webhookName", from: '"hook"', to: '"other"' },
        { field: "headers", from: '{"Authorization":"***","X-Team":"blue"}', to: '{"Authorization":"***"}' },
      ]),
    );
    expect(await changesOf("changed")).not.toContainEqual(expect.objectContaining({ field: "webhookUrl" }));
    expect((await changesOf("same")) ?? []).not.toContainEqual(expect.objectContaining({ field: "webhookName" }));
    const hidden = '"https://example.com/hook?***"';
    expect(await changesOf("moved-hook")).toContainEqual({ field: "webhookUrl", from: hidden, to: hidden });
    expect(await changesOf("gone")).toContainEqual({ field: "webhookName", from: '"other"' });

    const admin = await api.token({ role: "admin" });
    await called("quota", "/async/quotas", { method: "PATCH", json: { project: { webhooks: 7 } }, token: admin });
    expect(await changesOf("quota")).toEqual([{ field: "project.webhooks", to: "7" }]);
    const key = await called("key", "/async/api-keys", { json: { keyName: "audited", permissions: ["read"] } });
    expect(await changesOf("key")).toContainEqual({ field: "permissions", to: '["read"]' });
    const { operationId } = (await called("start", "/async/operation", { json: TRIAL })).body as {
      operationId: string;
    };
    await called("cancel", `/async/operation/${operationId}`, { method: "DELETE" });
    expect(await changesOf("cancel")).toEqual([{ field: "status", to: '"Cancelled"' }]);
    const cron = {
      scheduleName: "nightly",
      cron: "0 3 * * *",
      timeZone: "UTC",
      operation: { ...TRIAL, callbacks: { onCompletion: `https://example.com/done?key=${secret}` } },
    };
    const schedule = await called("schedule", "/async/schedules", { json: cron });
    const schedulePath = `/async/schedules/${String(schedule.body["scheduleId"])}`;
    await called("pause", `${schedulePath}/pause`, { method: "POST" });
    expect(await changesOf("pause")).toContainEqual({ field: "status", from: '"Active"', to: '"Paused"' });
    await called("moved", schedulePath, { method: "PATCH", json: { cron: "0 4 * * *" } });
    expect(await changesOf("moved")).toContainEqual({ field: "cron", from: '"0 3 * * *"', to: '"0 4 * * *"' });

    const { rows } = await api.ctx().fleetDb.query<{ body: string }>("SELECT body FROM audit_entries");
    const told = [secret, String(key.body["apiKey"])];
    expect(rows.filter(({ body: text }) => told.some((word) => text.includes(word)))).toEqual([]);
  });

  it("has what was refused, what was repeated, and by which key; nothing of what only reads", async () => {
    const viewer = await api.token({ sub: "vera", tenants: { [api.tenantId]: { projects: "*", role: "viewer" } } });
    await called("refused", "/async/operation", { json: TRIAL, token: viewer });
    await called("conflict", "/async/operation/op-none/retry", { json: {} });
    const key = await api.call("/async/api-keys", { json: { keyName: "ci", permissions: ["operate"] } });
    const headers = { "idempotency-key": randomUUID() };
    for (const requestId of ["first", "again"])
      await called(requestId, "/async/operation", { json: TRIAL, token: String(key.body["apiKey"]), headers });
    await called("reads", "/async/operations");
    expect((await entryOf("refused"))?.call).toMatchObject({ subject: "vera", outcome: "refused", status: 403 });
    expect((await entryOf("conflict"))?.call).toMatchObject({ outcome: "refused", status: 404 });
    const subject = `api-key ${key.body["keyId"]}`;
    expect((await entryOf("first"))?.call).toMatchObject({ subject, status: 202 });
    expect((await entryOf("again"))?.call).toMatchObject({ subject, status: 202, isReplay: true });
    expect(await entryOf("reads")).toBeUndefined();
  });

  it.each([
    ["1.2.3.4, 5.6.7.8", "5.6.7.8"],
    ["2001:db8::1", "2001:db8::1"],
    ['<script>"', expect.stringContaining("127.0.0.1")],
  ])("has the address that a proxy names (%s), if it is one", async (forwarded, address) => {
    const requestId = randomUUID();
    await called(requestId, "/async/operation", { json: TRIAL, headers: { "x-forwarded-for": forwarded } });
    expect((await entryOf(requestId))?.call).toMatchObject({ address });
  });

  it("takes names that no column could hold", async () => {
    const token = await api.token({ sub: "e\0ve \ud800" });
    await called("strange", "/async/batch", { json: { "a\ud800": 1 }, token });
    expect((await entryOf("strange"))?.call).toMatchObject({ action: "startBatch", outcome: "refused" });
  });

  it("is filtered and paged, newest first or in the order of the chain", async () => {
    await start(api);
    const all = await entries("?pageSize=1000");
    expect(all.map(({ seq }) => seq)).toEqual(all.map((_, idx) => all.length - idx));
    const inOrder: number[] = [];
    let next: string | null = "?order=chain&pageSize=2";
    while (next !== null) {
      const page: Answer = await read(next);
      inOrder.push(...(page.body["entries"] as Entry[]).map(({ seq }) => seq));
      const link = /<([^>]*)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      next = link === undefined ? null : new URL(link).search;
    }
    expect(inOrder).toEqual(all.map(({ seq }) => seq).toReversed());
    const only = async (query: string, fits: (call: Entry["call"]) => boolean): Promise<void> => {
      const expected = all.filter(({ call }) => fits(call)).map(({ seq }) => seq);
      expect([query, (await entries(`?pageSize=1000&${query}`)).map(({ seq }) => seq)]).toEqual([query, expected]);
    };
    await only("action=startOperation", ({ action }) => action === "startOperation");
    await only("subject=vera", ({ subject }) => subject === "vera");
    await only("outcome=refused", ({ outcome }) => outcome === "refused");
    await only("since=2099-01-01", () => false);
    await only("until=2099-01-01", () => true);
  });

  it("is lines of JSON for who asks for them", async () => {
    const lines = await read("?order=chain&pageSize=2", { headers: { accept: "application/x-ndjson" } });
    expect(lines.headers.get("content-type")).toContain("application/x-ndjson");
    const parsed = lines.text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Entry);
    expect(parsed).toEqual(await entries("?order=chain&pageSize=2"));
  });

  it("shows a project's own entries, and the tenant's to who covers all of it", async () => {
    const whole = await api.token({ tenants: { [api.tenantId]: { projects: "*", role: "admin" } } });
    const other = api.url(`/api/${api.tenantId}/${randomUUID()}/async/operation`);
    await called("elsewhere", other, { json: TRIAL, token: whole });
    expect(await entryOf("elsewhere")).toBeUndefined();
    expect((await read("?scope=tenant")).status).toBe(403);
    const { body } = await read("?scope=tenant&pageSize=1000", { token: whole });
    expect((body["entries"] as Entry[]).some(({ call }) => call["requestId"] === "elsewhere")).toBe(true);
  });

  it("is not changed, not even by its own database's account, and expires from its beginning only", async () => {
    const db = createDb({ databaseUrl: api.databaseUrl(), applicationName: "test", limits: patientLimits() });
    onTestFinished(() => db.close());
    await seal();
    for (const sql of ["UPDATE audit_entries SET body = '{}'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"])
      await expect(db.query(sql)).rejects.toThrow("the audit log is only added to");
    expect(await expireAudit(db, 1, 100)).toBe(0);
    await db.query("ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_append_only");
    await db.query("UPDATE audit_entries SET at = at - interval '3 days' WHERE seq IN (1, 2, 4)");
    await db.query("ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_append_only");
    expect(await expireAudit(db, 1, 100)).toBe(2);
    const { body } = await read("?order=chain&pageSize=1", { headers: {} });
    expect([(body["entries"] as Entry[])[0]?.seq, body["chain"].baseSeq]).toEqual([3, 2]);
  });

  it("tells of a call that a crash cut off, once it is clear that no end will come", async () => {
    const { fleetDb: db } = api.ctx();
    await db.query(
      `INSERT INTO audit_inbox (id, tenant_id, body, at) SELECT gen_random_uuid(), $1, jsonb_build_object('projectId', $2::text,
  'action', 'startOperation', 'subject', 'ann', 'target', '{}'::jsonb, 'fields', '[]'::jsonb, 'requestId', 'cut', 'address', '', 'outcome',
  'unknown')::text, now() - interval '11 minutes'`,
      [api.tenantId, api.projectId],
    );
    expect((await entryOf("cut"))?.call).toMatchObject({ outcome: "unknown" });
  });
});
