import type { QueueConnection } from "@longhaul/queue";
import { Redis } from "ioredis";
import { Client } from "pg";
import { expect, it } from "vitest";
import { describeEachBackend } from "./describe-each-backend.ts";
import { useTestDatabase } from "./use-test-database.ts";

const names: string[] = [];

describeEachBackend("a backend", (backend) => {
  const database = useTestDatabase();
  const neighbourDatabase = useTestDatabase();
  names.push(backend.name);

  it("hands out a connection to a store that works", async () => {
    const connection = backend.connection(database.url);
    expect(connection.backend).toBe(backend.name);
    expect(backend.connection(database.url)).toBe(connection);
    await add(connection, "job");
    await expect(count(connection)).resolves.toBe(1);
  });

  it("loses everything of this suite when flushed", async () => {
    const connection = backend.connection(database.url);
    await add(connection, "another job");
    await backend.flush();
    await expect(count(connection)).resolves.toBe(0);
  });

  it("keeps what belongs to others when flushed", async () => {
    const neighbour = neighbourOf(backend.connection(database.url), neighbourDatabase.url);
    await add(neighbour, "another job");
    await backend.flush();
    await expect(count(neighbour)).resolves.toBe(1);
  });
});

it("the suite is there for both backends", () => {
  expect(names).toEqual(["postgres", "redis"]);
});

function neighbourOf(connection: QueueConnection, databaseUrl: string): QueueConnection {
  return connection.backend === "redis"
    ? { ...connection, prefix: `${connection.prefix}-neighbour` }
    : { ...connection, databaseUrl };
}

async function add(connection: QueueConnection, id: string): Promise<void> {
  if (connection.backend === "redis") {
    await onRedis(connection, (redis) => redis.set(`${connection.prefix}:${id}`, "1"));
  } else {
    await onPostgres(connection.databaseUrl, "CREATE SCHEMA IF NOT EXISTS bullmq");
    await onPostgres(connection.databaseUrl, "CREATE TABLE IF NOT EXISTS bullmq.test_entry (id text)");
    await onPostgres(connection.databaseUrl, `INSERT INTO bullmq.test_entry VALUES ('${id}')`);
  }
}

async function count(connection: QueueConnection): Promise<number> {
  if (connection.backend === "redis") {
    return onRedis(connection, async (redis) => (await redis.keys(`${connection.prefix}:*`)).length);
  }
  return onPostgres(connection.databaseUrl, "SELECT count(*)::int AS count FROM bullmq.test_entry");
}

async function onRedis<T>(connection: QueueConnection, use: (redis: Redis) => Promise<T>): Promise<T> {
  if (connection.backend !== "redis") {
    throw new Error("not a Redis connection");
  }
  const redis = new Redis(connection.redisUrl);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

async function onPostgres(url: string, statement: string): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(statement);
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
