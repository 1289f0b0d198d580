import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Redis } from "ioredis";

/**
 * Ends the redis-server that an interrupted run left behind in its folder, if it is still there. The port may belong
 * to somebody else by now, so the server has to name that very folder as its own first.
 */
export async function endOrphanedRedis(runFolder: string): Promise<void> {
  const dataFolder = join(runFolder, "redis");
  const configuration = await readFile(join(dataFolder, "redis.conf"), "utf8").catch(() => "");
  const port = /^port (\d+)$/m.exec(configuration)?.[1];
  if (port === undefined) {
    return;
  }
  const redis = new Redis(Number(port), "127.0.0.1", { lazyConnect: true, retryStrategy: () => null });
  redis.on("error", () => undefined); // nobody there is the usual case
  try {
    await redis.connect();
    const reply: unknown = await redis.config("GET", "dir");
    if (Array.isArray(reply) && reply[1] === dataFolder) {
      await redis.shutdown("NOSAVE");
    }
  } catch {
    // Gone already, or somebody else's.
  } finally {
    redis.disconnect();
  }
}
