import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TestBackend } from "./describe-each-backend.ts";

/** What tokens are signed with that a product started with `productEnvironment` accepts. */
export const PRODUCT_JWT_SECRET = "a secret of at least thirty-two bytes";

/** Settings of each process of the product, started for a test with a database and a folder of its own. */
export function productEnvironment(
  backend: Pick<TestBackend, "connection">,
  { databaseUrl, folder }: { readonly databaseUrl: string; readonly folder: string },
): Record<string, string> {
  const connection = backend.connection(databaseUrl);
  return {
    NODE_ENV: "test",
    DATABASE_URL: databaseUrl,
    ...(connection.backend === "redis"
      ? { REDIS_URL: connection.redisUrl, QUEUE_PREFIX: connection.prefix ?? "" }
      : {}),
    STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
    SCRATCH_DIR: join(folder, "scratch"),
    JWT_SECRET: PRODUCT_JWT_SECRET,
    DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
    SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
    HOST: "127.0.0.1",
    PORT: "0",
    HEALTH_PORT: "0",
    WORKER_LEASE_MS: "60000",
    WORKER_CPU_UNITS: "2",
    WORKER_MEMORY_GB: "4",
    LOG_LEVEL: "warn",
  };
}
