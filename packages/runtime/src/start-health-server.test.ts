import { Writable } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import type { ReadinessChecks } from "./check-readiness.ts";
import { createLogger } from "./create-logger.ts";
import { createMetrics, type Metrics } from "./create-metrics.ts";
import { startHealthServer } from "./start-health-server.ts";
import { watchReadiness } from "./watch-readiness.ts";

async function start(checks: ReadinessChecks = {}, metrics: Metrics = createMetrics()) {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ service: "test", destination });
  const readiness = await watchReadiness({ logger, checks, intervalMs: 10, failingIntervalMs: 10 });
  const server = await startHealthServer({ port: 0, host: "127.0.0.1", logger, metrics, readiness });
  onTestFinished(async () => {
    readiness.close();
    await server.close();
  });
  return {
    server,
    readiness,
    lines,
    get: (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`),
  };
}

it("tells that the process lives, whatever its checks say", async () => {
  const { get } = await start({ queue: async () => Promise.reject(new Error("down")) });
  const response = await get("/healthz");
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  expect((await get("/other")).status).toBe(404);
});

it("names the checks that fail, and tells why only to the log, once", async () => {
  let isHealthy = false;
  let asked = 0;
  const { get, lines } = await start({
    database: async () => asked++,
    queue: async () => (isHealthy ? undefined : Promise.reject(new Error("inner detail"))),
    storage: () => {
      throw new Error("not even a promise");
    },
  });
  const body = { ready: false, checks: { database: "ok", queue: "failed", storage: "failed" } };
  for (let time = 0; time < 2; time++) {
    const failing = await get("/readyz");
    expect([failing.status, await failing.json()]).toEqual([503, body]);
  }
  const rounds = () => asked;
  const before = rounds();
  await expect.poll(rounds).toBeGreaterThan(before + 2);
  expect(lines.filter((line) => line.includes("inner detail"))).toHaveLength(1);
  isHealthy = true;
  const ask = async (): Promise<unknown> => (await get("/readyz")).json();
  await expect.poll(ask).toMatchObject({ checks: { queue: "ok", storage: "failed" } });
  expect(lines.at(-1)).toContain("readiness check passes again");
});

it("gives a check that never answers two seconds", async () => {
  const { get, lines } = await start({ database: async () => new Promise(() => undefined) });
  const response = await get("/readyz");
  expect([response.status, await response.json()]).toEqual([503, { ready: false, checks: { database: "failed" } }]);
  expect(lines.join()).toContain("the check of database took more than 2000 ms");
});

it("asks nothing of what it checks because it is asked itself", async () => {
  let asked = 0;
  const { readiness, get } = await start({ database: async () => ++asked < 0 });
  readiness.close();
  const before = asked;
  for (let time = 0; time < 50; time++) expect((await get("/readyz")).status).toBe(200);
  expect(asked).toBe(before);
});

it("checks at once when something is suspected to have failed", async () => {
  let isHealthy = true;
  const logger = createLogger({ service: "test", level: "error" });
  const database = async (): Promise<unknown> => (isHealthy ? null : Promise.reject(new Error("down")));
  const readiness = await watchReadiness({ logger, checks: { database }, intervalMs: 3_600_000 });
  onTestFinished(() => readiness.close());
  isHealthy = false;
  expect(readiness.current().ready).toBe(true);
  readiness.suspect();
  expect(readiness.current()).toEqual({ ready: false, checks: { database: "ok" } });
  await expect.poll(() => readiness.current()).toEqual({ ready: false, checks: { database: "failed" } });
});

it("isn't ready any more once it is told that the process will end, though every check passes", async () => {
  const { readiness, get } = await start({ database: async () => undefined });
  expect((await get("/readyz")).status).toBe(200);
  readiness.retire();
  const response = await get("/readyz");
  expect([response.status, await response.json()]).toEqual([
    503,
    { ready: false, checks: { database: "ok" }, stopping: true },
  ]);
  expect((await get("/healthz")).status).toBe(200);
});

it("renders its metrics once for all who ask within a second", async () => {
  let renderings = 0;
  const metrics = createMetrics();
  metrics.gauge("depth", "Depth.", [], async (gauge) => gauge.set(++renderings));
  const { get } = await start({}, metrics);
  const texts = await Promise.all(Array.from({ length: 50 }, async () => (await get("/metrics")).text()));
  const firstTexts = new Set(texts.slice(0, 2));
  expect([renderings < 50, firstTexts.size]).toEqual([true, 1]);
  await expect.poll(async () => (await get("/metrics")).text()).not.toContain("longhaul_depth 1\n");
});

it("serves the metrics of its own registry", async () => {
  const metrics = createMetrics();
  metrics.counter("things_total", "Things.", ["kind"]).inc({ kind: "odd" });
  metrics.histogram("task_seconds", "Tasks.").observe(0.3);
  metrics.gauge("depth", "Depth.", [], async (gauge) => gauge.set(7));
  const { get } = await start({}, metrics);
  const response = await get("/metrics");
  expect(response.headers.get("content-type")).toContain("text/plain");
  const text = await response.text();
  expect(text).toContain('longhaul_things_total{kind="odd"} 1');
  expect(text).toContain('longhaul_task_seconds_bucket{le="0.5"} 1');
  expect(text).toContain("longhaul_depth 7");
  expect(text).toContain("process_resident_memory_bytes");
  expect(await createMetrics().text()).not.toContain("things_total");
});

it("tells all metrics that it can, when some can't be had", async () => {
  const metrics = createMetrics();
  let isAway = false;
  const answer = async (): Promise<number> => {
    if (isAway) throw new Error("the store doesn't answer");
    return Promise.resolve(7);
  };
  metrics.gauge("depth", "Depth.", [], async (gauge) => gauge.set(await answer()));
  metrics.gauge("jobs", "Jobs.", ["state"], async (gauge) => gauge.set({ state: "active" }, await answer()));
  metrics.gauge("fine", "Fine.", [], async (gauge) => gauge.set(1));
  const { get } = await start({}, metrics);
  expect(await (await get("/metrics")).text()).toContain("longhaul_depth 7\n");
  isAway = true;
  await expect
    .poll(async () => (await get("/metrics")).text())
    .toContain('longhaul_metrics_uncollected_total{metric="longhaul_depth"} 1');
  const answered = await get("/metrics");
  const text = await answered.text();
  expect(answered.status).toBe(200);
  expect(text).toContain("longhaul_fine 1\n");
  expect(text).not.toMatch(/^longhaul_(?:depth|jobs)\b.* \d/m);
});

it("closes while a client keeps its connection open, and fails to start where the port is taken", async () => {
  const { server, readiness, get } = await start({});
  await (await get("/healthz")).text();
  await expect(start({}).then(async (other) => other.server.close())).resolves.toBeUndefined();
  const taken = { port: server.port, host: "127.0.0.1", readiness, metrics: createMetrics() };
  await expect(startHealthServer({ ...taken, logger: createLogger({ service: "test" }) })).rejects.toThrow(
    "EADDRINUSE",
  );
  await server.close();
  await expect(get("/healthz")).rejects.toThrow("fetch failed");
});
