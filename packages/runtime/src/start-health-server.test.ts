import { Writable } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import type { ReadinessChecks } from "./check-readiness.ts";
import { createLogger } from "./create-logger.ts";
import { createMetrics, type Metrics } from "./create-metrics.ts";
import { startHealthServer } from "./start-health-server.ts";

async function start(checks: ReadinessChecks, metrics: Metrics = createMetrics()) {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = createLogger({ service: "test", destination });
  const server = await startHealthServer({ port: 0, host: "127.0.0.1", logger, metrics, checks });
  onTestFinished(() => server.close());
  return { server, lines, get: (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`) };
}

it("tells that the process lives, whatever its checks say", async () => {
  const { get } = await start({ queue: async () => Promise.reject(new Error("down")) });
  const response = await get("/healthz");
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  expect((await get("/other")).status).toBe(404);
});

it("names the checks that fail, and tells why only to the log, once", async () => {
  let isHealthy = false;
  const { get, lines } = await start({
    database: async () => undefined,
    queue: async () => (isHealthy ? undefined : Promise.reject(new Error("inner detail"))),
    storage: () => {
      throw new Error("not even a promise");
    },
  });
  const body = { ready: false, checks: { database: "ok", queue: "failed", storage: "failed" } };
  for (let asked = 0; asked < 2; asked++) {
    const failing = await get("/readyz");
    expect([failing.status, await failing.json()]).toEqual([503, body]);
  }
  expect(lines.filter((line) => line.includes("inner detail"))).toHaveLength(1);
  isHealthy = true;
  expect(await (await get("/readyz")).json()).toMatchObject({ checks: { queue: "ok", storage: "failed" } });
  expect(lines.at(-1)).toContain("readiness check passes again");
});

it("gives a check that never answers two seconds", async () => {
  const { get, lines } = await start({ database: async () => new Promise(() => undefined) });
  const response = await get("/readyz");
  expect([response.status, await response.json()]).toEqual([503, { ready: false, checks: { database: "failed" } }]);
  expect(lines.join()).toContain("the check of database took more than 2000 ms");
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

it("closes while a client keeps its connection open, and fails to start where the port is taken", async () => {
  const { server, get } = await start({});
  await (await get("/healthz")).text();
  await expect(start({}).then(async (other) => other.server.close())).resolves.toBeUndefined();
  const taken = { port: server.port, host: "127.0.0.1", checks: {}, metrics: createMetrics() };
  await expect(startHealthServer({ ...taken, logger: createLogger({ service: "test" }) })).rejects.toThrow(
    "EADDRINUSE",
  );
  await server.close();
  await expect(get("/healthz")).rejects.toThrow("fetch failed");
});
