import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { Client } from "pg";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { getTestServers } from "./get-test-servers.ts";

/** How a queue reaches its store; the shape of `QueueConnection` in @longhaul/queue. */
export type TestQueueConnection =
  | { readonly backend: "redis"; readonly redisUrl: string; readonly prefix: string }
  | { readonly backend: "postgres"; readonly databaseUrl: string };

export interface TestBackend {
  readonly name: "postgres" | "redis";
  /** From beforeAll on. On Redis each suite has a prefix of its own and the database URL isn't used. */
  connection(databaseUrl: string): TestQueueConnection;
  /** Wipes the queue's store, as if it had been lost; schema and other suites are untouched. */
  flush(): Promise<void>;
}

const START_TIMEOUT_MS = 60_000;

/**
 * Runs one suite on both backends of the queue. Where the PATH has no redis-server the Redis half is skipped, and says
 * so in its title; with REQUIRE_REDIS=1 in the environment it fails instead.
 */
export function describeEachBackend(title: string, suite: (backend: TestBackend) => void): void {
  describe(`${title} (postgres)`, () => {
    suite(postgresBackend());
  });
  const isSkipped = inject("redisServerPath") === null && process.env["REQUIRE_REDIS"] !== "1";
  describe.skipIf(isSkipped)(`${title} (redis${isSkipped ? ", skipped: no redis-server on the PATH" : ""})`, () => {
    suite(redisBackend());
  });
}

function postgresBackend(): TestBackend {
  const databaseUrls = new Set<string>();
  return {
    name: "postgres",
    connection(databaseUrl) {
      databaseUrls.add(databaseUrl);
      return { backend: "postgres", databaseUrl };
    },
    async flush() {
      await Promise.all([...databaseUrls].map(emptyQueueTables));
    },
  };
}

/** Every table that BullMQ has in its schema, but the one that knows which migrations were applied. */
const LIST_QUEUE_TABLES = `
  SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname = 'bullmq' AND tablename <> 'migration' ORDER BY 1`;

async function emptyQueueTables(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(LIST_QUEUE_TABLES);
    if (rows.length > 0) {
      await client.query(`TRUNCATE ${rows.map((row) => row.name).join(", ")}`);
    }
  } finally {
    await client.end();
  }
}

function redisBackend(): TestBackend {
  const prefix = `test-${randomBytes(8).toString("hex")}`;
  let redisUrl: string | null = null;
  const getUrl = () => {
    if (redisUrl === null) {
      throw new Error("the Redis connection is there from beforeAll on");
    }
    return redisUrl;
  };
  const backend: TestBackend = {
    name: "redis",
    connection: () => ({ backend: "redis", redisUrl: getUrl(), prefix }),
    flush: () => deleteKeys(getUrl(), `${prefix}:*`),
  };
  beforeAll(async () => {
    ({ redisUrl } = await getTestServers());
    if (redisUrl === null) {
      throw new Error("REQUIRE_REDIS=1, and there is no redis-server on the PATH");
    }
  }, START_TIMEOUT_MS);
  afterAll(async () => {
    if (redisUrl !== null) {
      await backend.flush();
    }
  });
  return backend;
}

/** In one step, as FLUSHALL would be. */
const DELETE_KEYS = `
  for _, key in ipairs(redis.call("KEYS", ARGV[1])) do redis.call("UNLINK", key) end`;

async function deleteKeys(redisUrl: string, pattern: string): Promise<void> {
  const redis = new Redis(redisUrl);
  try {
    await redis.eval(DELETE_KEYS, 0, pattern);
  } finally {
    redis.disconnect();
  }
}
