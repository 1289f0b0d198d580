import type { TestProject } from "vitest/node";
import { findOnPath } from "./find-on-path.ts";
import { openServerBroker } from "./server-broker.ts";

/** vitest's global set-up for tests that need Postgres or Redis; no export of its own name is possible. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redisServerPath = findOnPath("redis-server");
  if (redisServerPath === null && process.env["REQUIRE_REDIS"] !== "1") {
    process.stderr.write("redis-server is not on the PATH: the Redis half of the suite is skipped\n");
  }
  const broker = await openServerBroker(redisServerPath);
  project.provide("testServersUrl", broker.url);
  project.provide("redisServerPath", redisServerPath);
  return () => broker.close();
}
