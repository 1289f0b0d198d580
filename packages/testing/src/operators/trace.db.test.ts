import { once } from "node:events";
import { createServer } from "node:http";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { PRODUCT_JWT_SECRET, productEnvironment } from "../product-environment.ts";
import { spawnApp } from "../spawn-app.ts";
import { startHttpReceiver } from "../start-http-receiver.ts";
import { TRIAL_MODULE } from "../trial/trial-module.ts";
import { useTestDatabase } from "../use-test-database.ts";
import { waitFor } from "../wait-for.ts";
import { projectClient } from "./project-client.ts";

const ROOT = new URL("../../../../", import.meta.url);
const database = useTestDatabase();
const SECRET = "a webhook's secret";

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly service: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
}

interface Exported {
  readonly resourceSpans: readonly {
    readonly resource: {
      readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue: string } }[];
    };
    readonly scopeSpans: readonly { readonly spans: readonly Omit<Span, "service">[] }[];
  }[];
}

/** A collector that keeps what it gets, and takes it only with the header that it asks for. */
async function startCollector(): Promise<{ readonly url: string; readonly spans: Span[] }> {
  const spans: Span[] = [];
  const server = createServer((req, res) => {
    const keep = async (): Promise<void> => {
      const body = (await json(req)) as Exported;
      const isWelcome = req.url === "/v1/traces" && req.headers["x-team"] === "ops 1";
      for (const { resource, scopeSpans } of isWelcome ? body.resourceSpans : []) {
        const service = resource.attributes.find(({ key }) => key === "service.name")?.value.stringValue ?? "";
        for (const scope of scopeSpans) spans.push(...scope.spans.map((span) => ({ ...span, service })));
      }
      res.writeHead(isWelcome ? 200 : 401).end("{}");
    };
    keep().catch(() => res.writeHead(400).end());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans };
}

it("an operation is one trace from its POST over its phases to the webhook, which the logs name", async () => {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-trace-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const collector = await startCollector();
  const receiver = await startHttpReceiver();
  receiver.answerAll({ kind: "respond", status: 200 });
  const env = {
    ...productEnvironment(postgresBackend(), { databaseUrl: database.url, folder }),
    OPERATION_MODULES: TRIAL_MODULE,
    WEBHOOK_ALLOW_PRIVATE: "loopback",
    LOG_LEVEL: "info",
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: "X-Team=ops%201",
  };
  const apps = await Promise.all(
    ["api", "operations-worker", "webhook-worker"].map((app) =>
      spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), env),
    ),
  );
  const client = await projectClient(() => String(apps[0]?.ready["url"]));
  await client.call("/async/webhooks", {
    json: {
      webhookUrl: receiver.url,
      webhookName: "Ends",
      events: ["operation.completed"],
      authentication: { type: "hmac-sha256", secret: SECRET },
    },
  });
  const operationId = await client.startTrial(0);
  await waitFor(() => receiver.requests.length === 1, { what: "the delivery" });
  const traceId = operationId.slice(-36).replaceAll("-", "");
  const ofOperation = (): Span[] => collector.spans.filter((span) => span.traceId === traceId);
  await waitFor(() => ofOperation().length >= 6, { what: "the spans of POST, run, three phases and delivery" });
  await Promise.all(apps.map((app) => app.kill()));
  const spans = ofOperation();
  const [post] = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  expect(post).toMatchObject({ name: "POST /api/operation", service: "longhaul-api" });
  const below = (parent: Span | undefined): string[] =>
    spans
      .filter(({ parentSpanId }) => parentSpanId === parent?.spanId)
      .map(({ service, name }) => `${service} ${name}`);
  expect(below(post).toSorted()).toEqual([
    "longhaul-operations-worker run TrialInline",
    "longhaul-webhook-worker deliver operation.completed",
  ]);
  const phases = [1, 2, 3].map((phase) => `longhaul-operations-worker phase Trial Phase ${phase}`);
  expect(below(spans.find(({ name }) => name === "run TrialInline"))).toEqual(phases);
  expect(spans).toHaveLength(6);
  expect(spans.filter((span) => BigInt(span.startTimeUnixNano) > BigInt(span.endTimeUnixNano))).toEqual([]);

  const delivery = spans.find(({ name }) => name.startsWith("deliver"));
  expect(receiver.requests[0]?.headers["traceparent"]).toBe(`00-${traceId}-${delivery?.spanId ?? ""}-01`);
  const exported = JSON.stringify(collector.spans);
  const secrets = [SECRET, receiver.url, database.url, PRODUCT_JWT_SECRET];
  expect(secrets.filter((secret) => exported.includes(secret))).toEqual([]);
  for (const app of apps) expect(app.output()).toContain(`"traceId":"${traceId}"`);
});
