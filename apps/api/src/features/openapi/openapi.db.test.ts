import { createConfig, lintFromString } from "@redocly/openapi-core";
import { Validator } from "@seriousme/openapi-schema-validator";
import { createMetrics } from "@longhaul/runtime";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, it } from "vitest";
import { start, TRIAL } from "../../test/drive-operation.ts";
import { useApi, type Answer } from "../../test/use-api.ts";
import { createApp } from "../../create-app.ts";
import type { OpenApiDocument } from "./build-document.ts";
import { CONTRACT_EXAMPLES } from "./contract-examples.ts";
import { routesOf } from "./routes-of.fixture.ts";

const api = useApi();
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call(api.url(path), { token: null, headers });
const sampleOf = (path: string): string => path.replaceAll(/\{\w+\}/g, "880e8400-e29b-41d4-a716-446655440000");

let document: OpenApiDocument;
let ajv: Ajv2020;
beforeAll(async () => {
  document = (await get("/openapi.json")).body as unknown as OpenApiDocument;
  // OpenAPI's own keys around the schemas are none of JSON Schema's.
  ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, "document");
});

const documented = (): Record<string, string[]> =>
  Object.fromEntries(Object.entries(document.paths).map(([path, item]) => [path, Object.keys(item).toSorted()]));

function faultsOf(schema: string, value: unknown): unknown {
  const validate = ajv.compile({ $ref: `document#/components/schemas/${schema}` });
  return validate(value) ? [] : validate.errors;
}

describe("/openapi.json", () => {
  it("is a valid OpenAPI 3.1 document, whose references all lead somewhere", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document) as Record<string, unknown>);
    expect(errors ?? []).toEqual([]);
    expect([valid, validator.version]).toEqual([true, "3.1"]);
    const references = JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/([\w-]+)"/g);
    const lost = [...references].filter(([, kind = "", name = ""]) => document.components[kind]?.[name] === undefined);
    expect(lost.map(([reference]) => reference)).toEqual([]);
  });

  it("gets no warning from a second linter, whose recommended rules it keeps", async () => {
    // The project has no licence to tell.
    const config = await createConfig({ extends: ["recommended"], rules: { "info-license": "off" } });
    const source = JSON.stringify(document);
    const problems = await lintFromString({ source, absoluteRef: "openapi.json", config });
    expect(problems.map(({ ruleId, message, location: [place] }) => [ruleId, message, place?.pointer])).toEqual([]);
    const worse = JSON.stringify({ ...document, info: { title: "x" } });
    expect(await lintFromString({ source: worse, absoluteRef: "openapi.json", config })).not.toEqual([]);
  });

  it("says of each endpoint what its summary doesn't", () => {
    const told = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((operation) => operation as Record<"summary" | "description", string>),
    );
    expect(told.filter(({ summary, description }) => (description ?? summary) === summary)).toEqual([]);
    expect(told.length).toBeGreaterThan(70);
  });

  it("says of each object whether it may have more than it names", () => {
    const untold: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      const keys = Object.keys(value);
      const tells = ["additionalProperties", "patternProperties", "oneOf", "anyOf", "allOf", "$ref"];
      if ("type" in value && value.type === "object" && !keys.some((key) => tells.includes(key))) untold.push(path);
      for (const [key, part] of Object.entries(value)) look(part, `${path}/${key}`);
    };
    look(document, "");
    expect(untold).toEqual([]);
  });

  it("shows an example of each text that has a pattern, valid under it, and the examples it was built from", () => {
    const wrong: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== "object" || value === null) return;
      if ("pattern" in value && typeof value.pattern === "string") {
        const { examples = [] } = value as { readonly examples?: readonly string[] };
        if (examples.length === 0 || !examples.every((example) => ajv.validate(value, example))) wrong.push(path);
      }
      for (const [key, part] of Object.entries(value)) look(part, `${path}/${key}`);
    };
    look(document.components.schemas, "");
    expect(wrong).toEqual([]);
    const shown = Object.entries(document.components.schemas).flatMap(([name, { examples }]) =>
      Array.isArray(examples) ? (examples as unknown[]).map((example) => [name, example]) : [],
    );
    expect(shown).toEqual(expect.arrayContaining([...CONTRACT_EXAMPLES]));
  });

  it("has its ids once each", () => {
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((operation) => (operation as { operationId: string }).operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has the paths and methods that the app has", () => {
    const app = createApp({ ...api.ctx(), metrics: createMetrics() });
    expect(documented()).toEqual(routesOf(app));
  });

  it("names paths that answer, each with its methods", async () => {
    const answered: Record<string, string[]> = {};
    for (const path of Object.keys(document.paths)) {
      const answer = await api.call(api.url(sampleOf(path)), { method: "PUT" });
      const allow = (answer.headers.get("allow") ?? "").toLowerCase().split(", ");
      answered[path] = answer.status === 405 ? allow.filter((method) => method !== "head").toSorted() : [];
    }
    expect(answered).toEqual(documented());
  });

  it.each(CONTRACT_EXAMPLES)("describes %s so that the contract's example is valid", (schema, example) => {
    expect(faultsOf(schema, example)).toEqual([]);
  });

  it.each([
    ["another key", "OperationRequest", { operationType: "Trial", operationName: "x", colour: "red" }],
    ["a type that nobody knows", "OperationRequest", { operationType: "Guess", operationName: "x" }],
    ["another type's parameters", "OperationRequest", { ...TRIAL, parameters: { analysisType: "comprehensive" } }],
    ["a batch of nothing", "BatchRequest", { batchName: "x", operations: [] }],
    ["an event that nobody sends", "WebhookRequest", { webhookUrl: "https://example.com/", events: ["moon.full"] }],
  ])("refuses %s", (_what, schema, value) => {
    expect(faultsOf(schema, value)).not.toEqual([]);
  });

  it("describes what the API really answers and sends", async () => {
    const started = await start(api);
    const { operationId } = started.body as { operationId: string };
    expect(faultsOf("OperationAccepted", started.body)).toEqual([]);
    expect(faultsOf("OperationStatus", (await api.call(`/async/operation/${operationId}`)).body)).toEqual([]);
    const batch = await api.call("/async/batch", { json: { batchName: "b", operations: [TRIAL] } });
    expect(faultsOf("Batch", batch.body)).toEqual([]);
    for (const path of [`/async/operation/${operationId}`, `/async/batch/${batch.body["batchId"]}`])
      expect((await api.call(path, { method: "DELETE" })).status).toBe(200);
    const missing = await api.call("/async/operation/op-none");
    expect(faultsOf("Problem", missing.body)).toEqual([]);
    const events = await Promise.all(
      ["operation.cancelled", "batch.completed"].map((type) =>
        api.ctx().fleetDb.query<{ body: string }>("SELECT body FROM events WHERE type = $1 LIMIT 1", [type]),
      ),
    );
    const [cancelled, completed] = events.map(({ rows }) => JSON.parse(rows[0]?.body ?? "null") as unknown);
    expect([faultsOf("OperationEvent", cancelled), faultsOf("BatchEvent", completed)]).toEqual([[], []]);
  });

  it("stays below 256 kB, as every answer does: what is said in several places is said once", () => {
    expect(Buffer.byteLength(JSON.stringify(document))).toBeLessThan(256_000);
  });

  it("takes an Idempotency-Key with every POST, and with nothing else", () => {
    const wrong = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item as Record<string, { parameters?: { $ref?: string }[] }>)
        .filter(([method, { parameters = [] }]) => {
          const takesKey = parameters.some(({ $ref }) => $ref === "#/components/parameters/Idempotency-Key");
          return takesKey !== (method === "post");
        })
        .map(([method]) => `${method} ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it("tells events as webhooks and callbacks, and what each operation type takes", () => {
    expect(Object.keys(document["webhooks"] as object)).toContain("operation.phase.completed");
    expect(document.paths["/api/{tenantId}/{projectId}/async/operation"]).toMatchObject({
      post: { callbacks: { onProgress: { "{$request.body#/callbacks/onProgress}": { post: { security: [] } } } } },
    });
    expect(document.components.schemas["ProcessMiningAnalysisParameters"]).toMatchObject({
      properties: { analysisType: { enum: expect.arrayContaining(["comprehensive"]), default: "comprehensive" } },
    });
    expect(document["servers"]).toEqual([{ url: "/" }]);
  });

  it("is answered with an ETag, and with 304 to who has it", async () => {
    const answer = await get("/openapi.json");
    expect(answer.headers.get("content-type")).toContain("application/json");
    const etag = answer.headers.get("etag") ?? "";
    expect((await get("/openapi.json", { "if-none-match": etag })).status).toBe(304);
  });

  it("is sent compressed to who takes that", async () => {
    const sent = async (encodings: string) => {
      const { headers, body } = await get("/openapi.json", { "accept-encoding": encodings });
      expect(body).toEqual(document);
      return [headers.get("content-encoding"), Number(headers.get("content-length")), headers.get("vary")] as const;
    };
    const [[encoding, bytes, vary], [plain, all]] = [await sent("gzip"), await sent("identity")];
    expect([encoding, plain, vary?.includes("Accept-Encoding")]).toEqual(["gzip", null, true]);
    expect(bytes).toBeLessThan(all / 4);
  });
});

describe("/docs", () => {
  it("is a page that loads only what this API serves, by a policy of its own", async () => {
    const page = await get("/docs");
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self';");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await get("/healthz")).headers.get("content-security-policy")).toBeNull();
    const addresses = [...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address = ""]) => address);
    const [icon, style, ...others] = addresses;
    expect([icon, style]).toEqual(["data:,", "docs/swagger-ui.css"]);
    expect(others).toEqual(["docs/guide", "docs/guide?lang=fr", "docs/swagger-ui-bundle.js", "docs/start.js"]);
    for (const address of addresses.filter((one) => /\.(?:css|js)$/.test(one))) {
      const file = await get(`/${address}`);
      expect([file.status, file.text.length > 50]).toEqual([200, true]);
      expect(file.headers.get("content-type")).toMatch(address.endsWith(".css") ? /^text\/css/ : /^text\/javascript/);
      const etag = file.headers.get("etag") ?? "";
      expect((await get(`/${address}`, { "if-none-match": etag })).status).toBe(304);
    }
    expect((await get("/docs/swagger-ui.css")).text).not.toMatch(/url\(["']?(?:https?:)?\/\/|@import/);
    expect((await get("/docs/start.js")).text).toContain('url: "openapi.json"');
  });

  it("has no other files, and one address", async () => {
    expect((await get("/docs/package.json")).status).toBe(404);
    expect((await get("/docs/")).text).toContain("Longhaul API");
  });
});

describe("/openapi.json of an API with a public address", () => {
  const behindProxy = useApi(null, { publicUrl: "https://longhaul.example/work" });

  it("names that address, and lets the page call it", async () => {
    const call = (path: string): Promise<Answer> => behindProxy.call(behindProxy.url(path), { token: null });
    expect((await call("/openapi.json")).body["servers"]).toEqual([{ url: "https://longhaul.example/work" }]);
    expect((await call("/docs")).headers.get("content-security-policy")).toContain(
      "connect-src 'self' https://longhaul.example;",
    );
  });
});
