import { GuardedClient, postgresSettings } from "@longhaul/stores";
import { runMigrations } from "bullmq";
import { Redis } from "ioredis";
import type { QueueConnection } from "./queue-connection.ts";
import { defaultPostgresSchema } from "./postgres-store.ts";
import { toQueueError } from "./to-queue-error.ts";

/**
 * Prepares the store, once per deployment, before anything else of this package runs.
 * Postgres: creates or upgrades BullMQ's tables in their own schema, safe to run at the same time from many processes.
 * Redis: has nothing to create; says in words what would make the server lose jobs.
 * @returns warnings for the operator, empty when all is well.
 * @throws QueueError `store-unavailable`, or `unexpected` with the server's refusal as its cause.
 */
export async function migrateQueue(connection: QueueConnection): Promise<readonly string[]> {
  try {
    return connection.backend === "postgres"
      ? await migratePostgres(connection.databaseUrl, connection.schema ?? defaultPostgresSchema)
      : (await checkRedis(connection.redisUrl)).map(({ says, remedy }) => `${says}; ${remedy}`);
  } catch (error) {
    throw toQueueError(error);
  }
}

async function migratePostgres(databaseUrl: string, schema: string): Promise<readonly string[]> {
  // A migration takes as long as it takes, and waits for another process's.
  const client = new GuardedClient(
    postgresSettings(databaseUrl, "longhaul-queue-migrate", { connectMs: 5_000, statementMs: 0 }),
  );
  await client.connect();
  try {
    await runMigrations(client, schema);
    return [];
  } finally {
    await client.end();
  }
}

/** What would make a Redis lose jobs. */
export interface RedisWarning {
  readonly says: string;
  readonly remedy: string;
}

/** Asks a Redis how it is set up. @throws what the connection fails with */
export async function checkRedis(redisUrl: string): Promise<readonly RedisWarning[]> {
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    const info = await redis.info();
    return redisWarnings(info);
  } finally {
    redis.disconnect();
  }
}

/** Reads the answer to INFO. */
export function redisWarnings(info: string): readonly RedisWarning[] {
  const fields = new Map(
    info.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(":");
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1)] as const] : [];
    }),
  );
  const warnings: RedisWarning[] = [];
  const policy = fields.get("maxmemory_policy");
  if (policy !== undefined && policy !== "noeviction") {
    warnings.push({
      says: `maxmemory-policy is ${policy}: Redis may drop jobs when memory is short`,
      remedy: "set it to noeviction",
    });
  }
  if (fields.get("aof_enabled") === "0") {
    warnings.push({
      says: "appendonly is off: a crash of Redis loses queued jobs until the reconciler adds them again",
      remedy: "set appendonly yes",
    });
  }
  const version = fields.get("redis_version") ?? "";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (version !== "" && (major < 6 || (major === 6 && minor < 2))) {
    warnings.push({
      says: `Redis ${version} is older than 6.2, the oldest version that the queue is meant for`,
      remedy: "upgrade it",
    });
  }
  return warnings;
}
