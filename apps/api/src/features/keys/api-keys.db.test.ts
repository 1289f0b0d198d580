import { randomUUID } from "node:crypto";
import { waitFor } from "@longhaul/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { start, TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";

const api = useApi();
const KEYS = "/async/api-keys";

const create = (
  changes: Record<string, unknown> = {},
  how: { token?: string; headers?: Record<string, string> } = {},
) => api.call(KEYS, { json: { keyName: "ci", permissions: ["read", "operate"], ...changes }, ...how });
const rotate = (keyId: string, json: unknown = {}, token?: string): Promise<Answer> =>
  api.call(`${KEYS}/${keyId}/rotate`, { json, ...(token === undefined ? {} : { token }) });
const ping = (token: string): Promise<Answer> => api.call("/async/ping", { token });
const grant = async (grantOf: Record<string, unknown>): Promise<string> =>
  api.token({ tenants: { [api.tenantId]: grantOf } });

async function newKey(changes: Record<string, unknown> = {}): Promise<{ keyId: string; apiKey: string }> {
  const { status, body } = await create(changes);
  expect(status).toBe(201);
  return { keyId: String(body["keyId"]), apiKey: String(body["apiKey"]) };
}

describe("API keys", () => {
  it("are told once, are good wherever a token is, and permit what they name", async () => {
    const { keyId, apiKey } = await newKey();
    expect(apiKey).toMatch(new RegExp(`^lhk_${keyId}_[\\w-]{43}$`));
    expect((await ping(apiKey)).body).toMatchObject({
      subject: `api-key ${keyId}`,
      projects: [api.projectId],
      permissions: ["read", "operate"],
    });
    const started = await api.call("/async/operation", { json: TRIAL, token: apiKey });
    expect(started.status).toBe(202);
    const refused = await api.call(KEYS, { token: apiKey });
    expect([refused.status, refused.body["error"].details.permission]).toEqual([403, "admin"]);
    for (const path of [KEYS, `${KEYS}/${keyId}`]) {
      const { status, text } = await api.call(path);
      expect([status, text.includes(keyId), text.includes(apiKey.slice(-43))]).toEqual([200, true, false]);
    }
    const { rows } = await api.ctx().fleetDb.query<{ row: string }>("SELECT k::text AS row FROM api_keys k");
    expect(rows.filter(({ row }) => row.includes(apiKey.slice(-43)))).toEqual([]);
  });

  it("tell when they were last used", async () => {
    const { keyId, apiKey } = await newKey();
    expect((await api.call(`${KEYS}/${keyId}`)).body).not.toHaveProperty("lastUsed");
    await ping(apiKey);
    await waitFor(async () => (await api.call(`${KEYS}/${keyId}`)).body["lastUsed"] !== undefined, {
      what: "the use to be noted",
    });
  });

  it("are made once for an Idempotency-Key, whose stored answer has no secret", async () => {
    const headers = { "idempotency-key": randomUUID() };
    const [first, again] = [await create({}, { headers }), await create({}, { headers })];
    expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([201, 201, "true"]);
    const { apiKey, ...rest } = first.body;
    expect(again.body).toEqual(rest);
    const { rows } = await api.ctx().fleetDb.query<{ row: string }>("SELECT i::text AS row FROM idempotency_keys i");
    expect(rows.filter(({ row }) => row.includes(String(apiKey).slice(-43)))).toEqual([]);
  });

  it("are rotated with an overlap, or at once", async () => {
    const { keyId, apiKey } = await newKey();
    const second = (await rotate(keyId)).body;
    expect(second).toMatchObject({ keyId, previousSecretExpires: expect.any(String) });
    expect([(await ping(apiKey)).status, (await ping(String(second["apiKey"]))).status]).toEqual([200, 200]);
    const third = (await rotate(keyId, { overlapHours: 0 })).body;
    const statuses = [apiKey, second["apiKey"], third["apiKey"]].map(async (key) => (await ping(String(key))).status);
    expect(await Promise.all(statuses)).toEqual([401, 401, 200]);
  });

  it("are good for nothing once they are deleted or expired", async () => {
    const { keyId, apiKey } = await newKey();
    expect((await ping(apiKey)).status).toBe(200);
    expect((await api.call(`${KEYS}/${keyId}`, { method: "DELETE" })).status).toBe(200);
    expect((await ping(apiKey)).status).toBe(401);
    expect((await api.call(`${KEYS}/${keyId}`)).status).toBe(404);
    const old = await newKey();
    await api.ctx().fleetDb.query("UPDATE api_keys SET expires_at = now() WHERE id = $1", [old.keyId]);
    expect((await ping(old.apiKey)).status).toBe(401);
    expect((await rotate(old.keyId)).status).toBe(404);
  });

  it("end the streams that they opened when they are deleted", async () => {
    const { keyId, apiKey } = await newKey();
    const { operationId } = (await start(api)).body as { operationId: string };
    const stream = await fetch(api.project(`/async/operation/${operationId}/events`), {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    expect(stream.status).toBe(200);
    const read = stream.text();
    await api.call(`${KEYS}/${keyId}`, { method: "DELETE" });
    expect(await read).toContain("operation.created");
  });

  it("never reach further than who makes or rotates them", async () => {
    const admin = await grant({ projects: [api.projectId], permissions: ["admin", "read"] });
    const refusals = [
      await create({}, { token: admin }),
      await create({ permissions: ["read"], projects: "*" }, { token: admin }),
      await create({ permissions: ["read"], projects: [api.projectId, randomUUID()] }, { token: admin }),
    ];
    expect(refusals.map(({ status, body }) => [status, body["error"].details])).toEqual([
      [403, { permissions: ["operate"] }],
      [403, { projects: ["*"] }],
      [403, { projects: [expect.any(String)] }],
    ]);
    expect((await create({ permissions: ["read"] }, { token: admin })).status).toBe(201);
    const strong = await newKey();
    expect((await rotate(strong.keyId, {}, admin)).status).toBe(403);
    const whole = await grant({ projects: "*", role: "admin" });
    const wide = String((await create({ projects: "*" }, { token: whole })).body["keyId"]);
    expect((await api.call(`${KEYS}/${wide}`, { token: admin })).status).toBe(404);
    expect((await api.call(`${KEYS}/${wide}`, { token: admin, method: "DELETE" })).status).toBe(404);
    expect((await api.call(`${KEYS}/${wide}`, { token: whole })).status).toBe(200);
  });

  it("are read once for a while, with either secret after a rotation", async () => {
    const { keyId, apiKey } = await newKey();
    const second = String((await rotate(keyId)).body["apiKey"]);
    const query = vi.spyOn(api.ctx().fleetDb, "query");
    onTestFinished(() => query.mockRestore());
    for (let turn = 0; turn < 3; turn++) for (const key of [apiKey, second]) expect((await ping(key)).status).toBe(200);
    const reads = query.mock.calls.filter(([statement]) => Object(statement).name === "authenticate-api-key");
    expect(reads).toHaveLength(1);
    expect((await ping(`${second.slice(0, -1)}${second.endsWith("A") ? "B" : "A"}`)).status).toBe(401);
  });

  it("end with the key that made them, and get no secret from one that ends before", async () => {
    const permissions = ["read", "operate", "admin"];
    const short = await newKey({ permissions, expiresInDays: 1 });
    const long = await newKey({ permissions, expiresInDays: 300 });
    const made = await create({ permissions, expiresInDays: 366 }, { token: short.apiKey });
    const { expires } = (await api.call(`${KEYS}/${short.keyId}`)).body;
    expect([made.status, made.body["expires"]]).toEqual([201, expires]);
    const refused = await rotate(long.keyId, {}, short.apiKey);
    expect([refused.status, refused.body["error"].details]).toEqual([403, { expires }]);
    expect((await rotate(short.keyId, {}, short.apiKey)).status).toBe(200);
    expect((await rotate(short.keyId, {}, long.apiKey)).status).toBe(200);
  });

  it.each([
    ["none of ours", "lhk_"],
    ["an unknown id", `lhk_${"0".repeat(16)}_${"a".repeat(43)}`],
    ["a secret that is too short", `lhk_${"0".repeat(16)}_a`],
    ["SQL in its id", `lhk_'OR'1'='1_${"a".repeat(43)}`],
  ])("are refused where they are %s", async (_what, token) => {
    expect((await ping(token)).status).toBe(401);
  });

  it("are refused with another key's secret, also while the right one is cached", async () => {
    const [mine, other] = [await newKey(), await newKey()];
    expect((await ping(mine.apiKey)).status).toBe(200);
    const mixed = `${mine.apiKey.slice(0, -43)}${other.apiKey.slice(-43)}`;
    expect([(await ping(mixed)).status, (await ping(mine.apiKey)).status]).toEqual([401, 200]);
  });

  it.each([
    [{ permissions: [] }, "/permissions"],
    [{ permissions: ["write"] }, "/permissions/0"],
    [{ projects: ["x"] }, "/projects"],
    [{ expiresInDays: 400 }, "/expiresInDays"],
    [{ keyName: " " }, "/keyName"],
    [{ tenantId: "x" }, "/tenantId"],
  ])("are not made of %j", async (changes, pointer) => {
    const answer = await create(changes);
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining(pointer)]);
  });
});
