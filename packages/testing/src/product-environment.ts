import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { QueueConnection } from "@longhaul/queue";
import type { TestBackend } from "./describe-each-backend.ts";

/** What tokens are signed with that a product started with `serviceEnvironment` accepts. */
export const PRODUCT_JWT_SECRET = "a secret of at least thirty-two bytes";

interface Stores {
  readonly databaseUrl: string;
  /** For what is stored, and for scratch files. */
  readonly folder: string;
}

/** Settings of each process of a product of a test, on these stores. */
export function serviceEnvironment(
  connection: QueueConnection,
  { databaseUrl, folder }: Stores,
): Record<string, string> {
  return {
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
    LOG_LEVEL: "warn",
  };
}

/** Settings of each process of the product, for tests that start them one by one: a worker of two processors whose leases are long. */
export function productEnvironment(backend: Pick<TestBackend, "connection">, stores: Stores): Record<string, string> {
  return {
    NODE_ENV: "test",
    ...serviceEnvironment(backend.connection(stores.databaseUrl), stores),
    WORKER_LEASE_MS: "60000",
    WORKER_CPU_UNITS: "2",
    WORKER_MEMORY_GB: "4",
  };
}
