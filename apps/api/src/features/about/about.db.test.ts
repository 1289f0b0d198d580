import { randomUUID } from "node:crypto";
import { PERMISSIONS, ROLES } from "@longhaul/contracts";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { useApi, type Answer } from "../../test/use-api.ts";

interface TypeAnswer {
  readonly operationType: string;
  readonly phases: readonly { readonly phaseName: string; readonly share: number }[];
  readonly parameters: Record<string, unknown>;
  readonly examples: readonly { readonly operationType: string; readonly parameters: unknown }[];
}

const api = useApi();
const open = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call(api.url(path), { token: null, headers });

describe("…/async/ping", () => {
  it("says who asks, what the token covers, and what time it is", async () => {
    const answer = await api.call("/async/ping");
    expect(answer.body).toMatchObject({
      subject: "ann",
      tenantId: api.tenantId,
      projectId: api.projectId,
      projects: [api.projectId],
      role: "admin",
      permissions: ["read", "operate", "datasets", "webhooks", "admin", "audit"],
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    const { serverTime, tokenExpires } = answer.body as { serverTime: string; tokenExpires: string };
    expect(new Date(tokenExpires) > new Date(serverTime)).toBe(true);
  });

  it.each([
    ["of a viewer", { projects: "*", role: "viewer" }, {}, { projects: "*", role: "viewer" }, ROLES.viewer],
    ["without a role", { projects: "*" }, {}, { projects: "*" }, ROLES.operator],
    ["of the service's administrator", { projects: "*" }, { role: "admin" }, { role: "admin" }, PERMISSIONS],
  ])("tells the permissions of a token %s", async (_what, grant, claims, told, permissions) => {
    const token = await api.token({ tenants: { [api.tenantId]: grant }, ...claims });
    const { body } = await api.call("/async/ping", { token });
    expect(body).toMatchObject({ ...told, permissions });
    expect("role" in body).toBe("role" in told);
    const changed = await api.call("/async/callback-signing", { token });
    expect(changed.status).toBe(permissions.some((one) => one === "admin") ? 200 : 403);
  });

  it("is refused to a token that doesn't cover the project, and without one", async () => {
    const other = await api.token({ tenants: { [randomUUID()]: { projects: "*" } } });
    expect((await api.call("/async/ping", { token: other })).status).toBe(404);
    expect((await api.call("/async/ping", { token: null })).status).toBe(401);
  });
});

describe("…/async/operation-types", () => {
  const types = async (): Promise<readonly TypeAnswer[]> =>
    (await api.call("/async/operation-types")).body["operationTypes"] as readonly TypeAnswer[];

  it("lists every type that can be started, added ones too, with phases whose shares are the whole", async () => {
    const listed = await types();
    expect(listed.map(({ operationType }) => operationType)).toEqual(api.ctx().registry.types);
    for (const { phases, operationType } of listed) {
      const sum = phases.reduce((total, { share }) => total + share, 0);
      expect([operationType, Math.round(sum)]).toEqual([operationType, 100]);
    }
  });

  it("gives JSON Schemas that its own examples meet, and that refuse an unknown key", async () => {
    for (const { operationType, parameters, examples } of await types()) {
      const ajv = new Ajv2020({ strict: false, allErrors: true });
      addFormats.default(ajv);
      const isValid = ajv.compile(parameters);
      const judged = examples.map((example) => [example.operationType, isValid(example.parameters)]);
      expect(judged).toEqual(examples.map(() => [operationType, true]));
      expect(isValid({ colour: "red" })).toBe(false);
    }
  });

  it("is 304 to who has it", async () => {
    const etag = (await api.call("/async/operation-types")).headers.get("etag") ?? "";
    const again = await api.call("/async/operation-types", { headers: { "if-none-match": etag } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });
});

describe("GET /", () => {
  it("is a page under a strict policy whose every link leads somewhere", async () => {
    const page = await open("/", { accept: "text/html,application/xhtml+xml,*/*;q=0.8" });
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
    expect(page.text).not.toMatch(/<script|style="|https?:/);
    const links = [...page.text.matchAll(/<a href="([^"]+)"/g)].map(([, href = ""]) => href);
    expect(links).toEqual(expect.arrayContaining(["docs", "openapi.json", "llms.txt"]));
    for (const href of links) expect([href, (await open(`/${href}`)).status]).not.toEqual([href, 404]);
  });

  it("gives its links as JSON to who asks for JSON, and tells caches so", async () => {
    const answer = await open("/", { accept: "application/json" });
    expect(answer.headers.get("vary")).toContain("Accept");
    expect(answer.body).toMatchObject({ name: "Longhaul", links: { docs: "docs", openapi: "openapi.json" } });
    expect((await open("/", { accept: "*/*" })).text).toContain("<!doctype html>");
  });
});

describe("/llms.txt", () => {
  it("names every endpoint of the contract once, and every type", async () => {
    const { text, headers } = await open("/llms.txt");
    expect(headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const { paths } = (await open("/openapi.json")).body as { paths: Record<string, Record<string, unknown>> };
    const expected = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const named = [...text.matchAll(/^- \[([A-Z]+ [^\]]+)\]\(docs#\//gm)].map(([, name = ""]) => name);
    expect(named.toSorted()).toEqual(expected.toSorted());
    for (const type of api.ctx().registry.types) expect(text).toContain(`\`${type}\``);
    expect((await open("/llms.txt", { "if-none-match": headers.get("etag") ?? "" })).status).toBe(304);
  });
});
