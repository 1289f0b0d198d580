import { randomBytes } from "node:crypto";
import type { QueueConnection } from "@longhaul/queue";
import { Redis } from "ioredis";
import { Client, DatabaseError } from "pg";
import { afterAll, beforeAll, describe, inject } from "vitest";
import { getTestServers } from "./get-test-servers.ts";
import type { Backend } from "./provided-context.ts";
import { waitFor } from "./wait-for.ts";

export interface TestBackend {
  readonly name: Backend;
  /**
   * From beforeAll on; for one URL always the same object. On Redis each suite has a prefix of its own, whatever the
   * database.
   */
  connection(databaseUrl: string): QueueConnection;
  /** Wipes the queue's store, as if it had been lost; schema and other suites are untouched. */
  flush(): Promise<void>;
}

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

/** The queue in Postgres alone, for suites that promise nothing of the queue. */
export function postgresBackend(): TestBackend {
  const connections = new Map<string, QueueConnection>();
  return {
    name: "postgres",
    connection(databaseUrl) {
      const connection = connections.get(databaseUrl) ?? { backend: "postgres", databaseUrl };
      connections.set(databaseUrl, connection);
      return connection;
    },
    async flush() {
      for (const databaseUrl of connections.keys()) {
        await waitFor(() => emptyQueueTables(databaseUrl), { what: "a moment without a deadlock" });
      }
    },
  };
}

/** Every table that BullMQ has in its schema, but the one that knows which migrations were applied. */
const LIST_QUEUE_TABLES = `
  SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname = 'bullmq' AND tablename <> 'migration' ORDER BY 1`;

const DEADLOCK_DETECTED = "40P01";

/** False when it lost a deadlock against the workers that it takes the jobs from. */
async function emptyQueueTables(databaseUrl: string): Promise<boolean> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(LIST_QUEUE_TABLES);
    if (rows.length > 0) {
      await client.query(`TRUNCATE ${rows.map((row) => row.name).join(", ")}`);
    }
    return true;
  } catch (err) {
    if (err instanceof DatabaseError && err.code === DEADLOCK_DETECTED) {
      return false;
    }
    throw err;
  } finally {
    await client.end();
  }
}

function redisBackend(): TestBackend {
  const prefix = `{test-${randomBytes(8).toString("hex")}}`;
  let connection: QueueConnection | null = null;
  let redisUrl: string | null = null;
  const getUrl = () => {
    if (redisUrl === null) {
      throw new Error("the Redis connection is there from beforeAll on");
    }
    return redisUrl;
  };
  const backend: TestBackend = {
    name: "redis",
    connection: () => (connection ??= { backend: "redis", redisUrl: getUrl(), prefix }),
    flush: () => deleteKeys(getUrl(), `${prefix}:*`),
  };
  beforeAll(async () => {
    ({ redisUrl } = await getTestServers());
    if (redisUrl === null) {
      throw new Error("REQUIRE_REDIS=1, and there is no redis-server on the PATH");
    }
  });
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
