import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { useApi, type Answer } from "../../test/use-api.ts";

describe("the service", () => {
  const api = useApi();
  const call = (path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> =>
    api.call(api.url(path), { token: null, headers, method });

  it("tells without a token whether it lives and is ready, and nobody here what it measures", async () => {
    expect((await call("/healthz")).body).toEqual({ status: "ok" });
    const ready = await call("/readyz");
    expect([ready.status, ready.body["ready"]]).toEqual([200, true]);
    await api.call("/async/operations");
    expect((await call("/metrics")).status).toBe(404);
    expect(await api.ctx().metrics.text()).toContain(
      'http_request_duration_seconds_count{method="GET",route="/api/operations"',
    );
  });

  it.each(["/healthz", "/readyz", "/downloads/x/y"])("names the methods of %s", async (path) => {
    const answer = await call(path, {}, "POST");
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("echoes a sane request id and replaces any other", async () => {
    const given = await call("/nothing", { "x-request-id": "abc-1" });
    expect([given.headers.get("x-request-id"), given.body["requestId"]]).toEqual(["abc-1", "abc-1"]);
    const odd = await call("/healthz", { "x-request-id": "a b<script>" });
    expect(odd.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(odd.headers.get("x-powered-by")).toBeNull();
  });

  it("refuses a Host that is none where an answer would repeat it", async () => {
    const { port } = new URL(api.url("/"));
    const token = await api.token();
    const body = JSON.stringify({ operationType: "Trial", operationName: "x" });
    const statusFor = (host: string): Promise<number> =>
      new Promise((resolve, reject) => {
        const headers = { host, authorization: `Bearer ${token}`, "content-type": "application/json" };
        const path = new URL(api.project("/async/operation")).pathname;
        const req = request({ port, method: "POST", path, headers }, (res) => resolve(res.resume().statusCode ?? 0));
        req.on("error", reject).end(body);
      });
    expect(await statusFor("evil.example/x?")).toBe(400);
    expect(await statusFor("[::1]:8080")).toBe(202);
  });

  it("lets no other origin's page in unless told to", async () => {
    const answer = await call("/healthz", { origin: "https://page.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await call(
      new URL(api.project("/async/operations")).pathname,
      { origin: "https://page.example", "access-control-request-method": "GET" },
      "OPTIONS",
    );
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("the service behind pages of another origin", () => {
  const api = useApi(null, { corsOrigins: ["https://page.example"] });

  it("answers their preflights and lets them read its headers, and nobody else's", async () => {
    const headers = { origin: "https://page.example", "access-control-request-method": "DELETE" };
    const preflight = await api.call("/async/operations", { token: null, method: "OPTIONS", headers });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([
      204,
      "https://page.example",
    ]);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("DELETE");
    const allowed = (preflight.headers.get("access-control-allow-headers") ?? "").split(", ");
    expect(allowed).toEqual(expect.arrayContaining(["Idempotency-Key", "X-Tenant-Id", "X-Project-Id"]));
    const answer = await api.call("/async/operations", { headers: { origin: "https://page.example" } });
    expect([answer.status, answer.headers.get("access-control-expose-headers")]).toEqual([
      200,
      expect.stringContaining("Operation-Location"),
    ]);
    const other = await api.call("/async/operations", { headers: { origin: "https://other.example" } });
    expect([other.headers.get("access-control-allow-origin"), other.headers.get("vary")]).toEqual([null, "Origin"]);
  });
});
