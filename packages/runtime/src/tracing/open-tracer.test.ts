import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { json } from "node:stream/consumers";
import { expect, it, onTestFinished } from "vitest";
import { createLogger } from "../create-logger.ts";
import { openTracer } from "./open-tracer.ts";
import { newSpanId, newTraceId, readTraceparent, toTraceparent } from "./trace-ids.ts";
import type { EndedSpan } from "./tracer.ts";

const span = (): EndedSpan => ({
  traceId: newTraceId(),
  spanId: newSpanId(),
  parentSpanId: null,
  name: "run Trial",
  kind: "consumer",
  startMs: 1_000,
  endMs: 1_001.5,
  attributes: { text: "a", whole: 3, part: 0.5, yes: true },
});

it("there is no tracer where no collector is set", async () => {
  const { logger } = captureLog();
  expect(await openTracer({ service: "api", endpoint: undefined, headers: undefined, logger })).toBeNull();
});

it("spans that are left are sent when it closes, with the collector's headers", async () => {
  const bodies: unknown[] = [];
  const collector = await startServer(async (answer, body, headers) => {
    bodies.push([headers["authorization"], await body()]);
    answer.end("{}");
  });
  const { tracer, lines } = await open(`${collector}/`, "Authorization=Bearer%20x");
  const ended = span();
  tracer.record(ended);
  await tracer.close();
  expect(bodies).toMatchObject([
    [
      "Bearer x",
      {
        resourceSpans: [
          {
            scopeSpans: [
              {
                spans: [
                  {
                    traceId: ended.traceId,
                    kind: 5,
                    startTimeUnixNano: "1000000000",
                    endTimeUnixNano: "1001500000",
                    attributes: [
                      { key: "text", value: { stringValue: "a" } },
                      { key: "whole", value: { intValue: "3" } },
                      { key: "part", value: { doubleValue: 0.5 } },
                      { key: "yes", value: { boolValue: true } },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  ]);
  expect(lines()).toEqual([]);
});

it("a collector that refuses costs one request and one line of the log", async () => {
  const counts: number[] = [];
  const collector = await startServer(async (answer, body) => {
    const exported = (await body()) as { resourceSpans: { scopeSpans: { spans: unknown[] }[] }[] };
    counts.push(exported.resourceSpans[0]?.scopeSpans[0]?.spans.length ?? 0);
    answer.writeHead(503).end();
  });
  const { tracer, lines } = await open(collector);
  const ended = span();
  for (let i = 0; i < 5_000; i++) tracer.record(ended);
  await tracer.close();
  tracer.record(ended);
  expect(counts).toEqual([512]);
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).toContain("spans don't reach the collector");
});

it("a collector that never answers doesn't keep the process from ending", async () => {
  const collector = await startServer(() => Promise.resolve());
  const { tracer, lines } = await open(collector);
  tracer.record(span());
  await tracer.close();
  expect(lines()).toHaveLength(1);
});

it("a traceparent is read back, and one that says nothing is nothing", () => {
  const place = { traceId: newTraceId(), spanId: newSpanId() };
  expect(readTraceparent(toTraceparent(place))).toEqual(place);
  const { traceId, spanId } = place;
  expect(readTraceparent(`cc-${traceId}-${spanId}-00-what-comes`)).toEqual(place);
  for (const header of [
    undefined,
    "",
    "00-x-y-01",
    `00-${"0".repeat(32)}-${spanId}-01`,
    `00-${traceId}-${"0".repeat(16)}-01`,
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase().replaceAll("0", "A")}-${spanId}-01`,
  ])
    expect(readTraceparent(header)).toBeNull();
});

async function open(endpoint: string, headers?: string) {
  const { logger, lines } = captureLog();
  const tracer = await openTracer({ service: "api", endpoint, headers, logger });
  if (tracer === null) throw new Error("no tracer");
  return { tracer, lines };
}

function captureLog() {
  let text = "";
  const destination = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  const logger = createLogger({ service: "test", destination });
  return { logger, lines: () => text.split("\n").filter((line) => line !== "") };
}

async function startServer(
  answer: (
    response: ServerResponse,
    body: () => Promise<unknown>,
    headers: Readonly<Record<string, unknown>>,
  ) => Promise<void>,
): Promise<string> {
  const server = createServer((req, res) => {
    answer(res, () => json(req), req.headers).catch(() => res.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
