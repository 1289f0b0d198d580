import { expect, it } from "vitest";
import { createLogger } from "./create-logger.ts";
import { createMetrics } from "./create-metrics.ts";
import { startHealthServer } from "./start-health-server.ts";

it("tells life, readiness with the failing check by name, and metrics", async () => {
  const metrics = createMetrics();
  metrics.counter("things_total", "Things.", ["kind"]).inc({ kind: "odd" });
  let healthy = false;
  const server = await startHealthServer({
    port: 0,
    host: "127.0.0.1",
    logger: createLogger({ service: "test" }),
    metrics,
    checks: {
      database: async () => undefined,
      queue: async () => (healthy ? undefined : Promise.reject(new Error("secret detail"))),
    },
  });
  const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`);
  try {
    expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
    const failing = await get("/readyz");
    expect([failing.status, await failing.json()]).toEqual([
      503,
      { ready: false, checks: { database: "ok", queue: "failed" } },
    ]);
    healthy = true;
    expect((await get("/readyz")).status).toBe(200);
    expect(await (await get("/metrics")).text()).toContain('longhaul_things_total{kind="odd"} 1');
    expect((await get("/other")).status).toBe(404);
  } finally {
    await server.close();
  }
});
