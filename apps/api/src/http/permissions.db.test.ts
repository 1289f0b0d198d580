import { randomUUID } from "node:crypto";
import { PERMISSIONS, ROLES } from "@longhaul/contracts";
import { describe, expect, it } from "vitest";
import { PROJECT, type Endpoint } from "../endpoints/define-endpoint.ts";
import { listEndpoints } from "../list-endpoints.ts";
import { start, TRIAL } from "../test/drive-operation.ts";
import { readyDataset } from "../test/ready-dataset.ts";
import { useApi, type Answer } from "../test/use-api.ts";
import { permissionsOf } from "./permissions-of.ts";

const api = useApi();
const nobody = "00000000-0000-4000-8000-000000000000";

const endpoints = (): readonly Endpoint[] =>
  listEndpoints(api.ctx().registry).filter(({ permission }) => permission !== "public");

/** Bodies that would change something where they are let in. */
const BODIES: Readonly<Record<string, unknown>> = {
  WebhookPatch: { status: "Paused" },
  SchedulePatch: { scheduleName: "Taken over" },
  RotateSecretRequest: { secret: "a secret of enough characters" },
  RecoverRequest: { since: "2026-01-01T00:00:00Z" },
  DatasetRemap: { mapping: { activity: "B" } },
  OperationRequest: TRIAL,
};

/** Asks an endpoint; of one that could stream for ever only the head. */
function ask(
  endpoint: Endpoint,
  token: string,
  ids: Readonly<Record<string, string>>,
  tenantId = api.tenantId,
): Promise<Answer> {
  const { method, path, rawBody, body = rawBody } = endpoint;
  const isStream = Object.values(endpoint.answers).some(({ media }) => media?.includes("text/event-stream") === true);
  const project = { tenantId, projectId: api.projectId };
  const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => ({ ...ids, ...project })[name] ?? nobody);
  const json = body === undefined ? undefined : BODIES[body];
  return api.call(api.url(url), {
    method: isStream ? "HEAD" : method.toUpperCase(),
    token,
    ...(json === undefined ? {} : { json }),
  });
}

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

describe("every endpoint", () => {
  it("needs a token below a project, and nowhere else", () => {
    const wrong = listEndpoints(api.ctx().registry).filter(
      ({ path, permission }) => path.startsWith(PROJECT) === (permission === "public"),
    );
    expect(wrong.map(nameOf)).toEqual([]);
  });

  it("changes nothing with the permission to read or to audit", () => {
    const wrong = endpoints().filter(
      ({ method, permission }) => method !== "get" && ["read", "any"].includes(permission),
    );
    expect(wrong.map(nameOf)).toEqual([]);
  });

  it.each(PERMISSIONS)(
    "lets in who may %s where that is what it needs, and says what is missing elsewhere",
    async (own) => {
      const token = await api.token({ tenants: { [api.tenantId]: { projects: "*", permissions: [own] } } });
      const found: [string, boolean][] = [];
      for (const endpoint of endpoints()) {
        const answer = await ask(endpoint, token, {});
        found.push([nameOf(endpoint), answer.status !== 403]);
        if (answer.status !== 403 || answer.text === "") continue;
        const { error } = answer.body as { error: { code: string; message: string; details: unknown } };
        expect([error.code, error.details]).toEqual([
          "forbidden",
          { permission: endpoint.permission, permissions: [own] },
        ]);
        expect(error.message).toContain(endpoint.permission);
      }
      expect(found).toEqual(
        endpoints().map((endpoint) => [nameOf(endpoint), ["any", own].includes(endpoint.permission)]),
      );
    },
  );

  it("is the same 404 for other tenants' tokens, and for other tenants' ids as for those of nothing", async () => {
    const { operationId } = (await start(api)).body as { operationId: string };
    const datasetId = await readyDataset(api);
    const batch = await api.call("/async/batch", { json: { batchName: "b", operations: [TRIAL] } });
    const webhookUrl = "https://example.com/hook";
    const webhook = await api.call("/async/webhooks", { json: { webhookUrl, events: ["operation.completed"] } });
    const schedule = await api.call("/async/schedules", {
      json: { scheduleName: "Hourly", cron: "@hourly", operation: TRIAL },
    });
    const key = await api.call("/async/api-keys", { json: { keyName: "k", permissions: ["read"] } });
    const ids = {
      operationId,
      datasetId,
      batchId: String(batch.body["batchId"]),
      webhookId: String(webhook.body["webhookId"]),
      scheduleId: String(schedule.body["scheduleId"]),
      keyId: String(key.body["keyId"]),
    };
    const all = async (): Promise<unknown[]> =>
      Promise.all(
        [
          `/async/operation/${ids.operationId}?wait=0`,
          `/datasets/${ids.datasetId}`,
          `/async/batch/${ids.batchId}`,
          `/async/webhooks/${ids.webhookId}`,
          `/async/schedules/${ids.scheduleId}`,
        ].map(async (path) => (await api.call(path, { headers: { prefer: "wait=0" } })).headers.get("etag") ?? path),
      );
    const before = await all();
    const stranger = randomUUID();
    const token = await api.token({ sub: "eve", role: "admin", tenants: { [stranger]: { projects: "*" } } });
    const plain = ({ status, text }: Answer): unknown => {
      if (!text.startsWith("{")) return [status, text];
      const { detail, errors } = JSON.parse(text) as Record<string, unknown>;
      return [status, detail, errors];
    };
    const leaks: unknown[] = [];
    for (const endpoint of endpoints()) {
      const other = await ask(endpoint, token, ids);
      if (other.status !== 404) leaks.push([nameOf(endpoint), other.status]);
      if (![...endpoint.path.matchAll(/\{(\w+)\}/g)].some(([, name = ""]) => Object.hasOwn(ids, name))) continue;
      const [theirs, none] = [await ask(endpoint, token, ids, stranger), await ask(endpoint, token, {}, stranger)];
      expect([nameOf(endpoint), plain(theirs)]).toEqual([nameOf(endpoint), plain(none)]);
      if (theirs.status < 400) leaks.push([nameOf(endpoint), theirs.status]);
    }
    expect(leaks).toEqual([]);
    expect(await all()).toEqual(before);
  });
});

describe("what a token permits", () => {
  const principal = { subject: "ann", expiresAt: new Date(0) };
  const of = (grant: { role?: string; permissions?: string[] }, role?: string): readonly string[] =>
    permissionsOf(
      { ...principal, ...(role === undefined ? {} : { role }), tenants: new Map([["t", { projects: "*", ...grant }]]) },
      "t",
    );

  it.each([
    ["a viewer", { role: "viewer" }, undefined, ROLES.viewer],
    ["an operator", { role: "operator" }, undefined, ROLES.operator],
    ["an administrator of the tenant", { role: "admin" }, undefined, PERMISSIONS],
    ["a role of the token as a whole", {}, "viewer", ROLES.viewer],
    ["the administrator of the service", { role: "viewer" }, "admin", PERMISSIONS],
    ["no role", {}, undefined, ROLES.operator],
    ["a role that nobody knows", { role: "auditor" }, undefined, ["read"]],
    ["a role named as what every object has", { role: "constructor" }, undefined, ["read"]],
    ["such a role with permissions", { role: "auditor", permissions: ["audit", "read"] }, undefined, ["read", "audit"]],
    ["fewer permissions than its role has", { role: "admin", permissions: ["datasets"] }, undefined, ["datasets"]],
    ["no permission at all", { permissions: [] }, undefined, []],
  ])("is right for %s", (_what, grant, role, expected) => {
    expect(of(grant, role)).toEqual(expected);
  });

  it("is nothing in other tenants", () => {
    expect(permissionsOf({ ...principal, role: "admin", tenants: new Map() }, "t")).toEqual([]);
  });

  it("is refused as a whole when it names one that there isn't", async () => {
    const token = await api.token({ tenants: { [api.tenantId]: { projects: "*", permissions: ["write"] } } });
    const answer = await api.call("/async/ping", { token });
    expect([answer.status, answer.text]).toEqual([401, expect.stringContaining("permissions")]);
  });
});
