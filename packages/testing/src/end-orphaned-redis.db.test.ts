import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { describe, expect, inject, it } from "vitest";
import { endOrphanedRedis } from "./end-orphaned-redis.ts";
import { startRedis } from "./start-redis.ts";

const redisServerPath = inject("redisServerPath");

describe.skipIf(redisServerPath === null)("a redis-server left behind", () => {
  it("is ended only by the folder that is its own", async () => {
    const [own, other] = await Promise.all([1, 2].map(() => mkdtemp(join(tmpdir(), "orphan-test-"))));
    const server = await startRedis(redisServerPath ?? "", own ?? "");
    await mkdir(join(other ?? "", "redis"));
    const configuration = await readFile(join(own ?? "", "redis", "redis.conf"), "utf8");
    await writeFile(join(other ?? "", "redis", "redis.conf"), configuration);

    await endOrphanedRedis(other ?? "");
    await expect(ping(server.url)).resolves.toBe("PONG");
    await endOrphanedRedis(own ?? "");
    await expect(ping(server.url)).rejects.toThrow("Connection is closed");
    await endOrphanedRedis(own ?? ""); // nobody there any more

    await server.stop();
    await Promise.all([own, other].map((folder) => rm(folder ?? "", { recursive: true })));
  });
});

async function ping(url: string): Promise<string> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined);
  try {
    await redis.connect();
    return await redis.ping();
  } finally {
    redis.disconnect();
  }
}
