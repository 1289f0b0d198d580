import { createRedisBackend, RedisQueueBackend } from "bullmq";
import type { Redis, RedisOptions } from "ioredis";
import { GatheringRedis } from "./gathering-redis.ts";
import type { QueueConnection } from "./queue-connection.ts";
import { connectTimeoutMs, consumerSilenceMs, keptMetricMinutes, producerSilenceMs } from "./queue-settings.ts";
import type { QueueStore } from "./queue-store.ts";
import { foundJobs, STATE_OF } from "./redis-found-jobs.ts";
import { redisGates } from "./redis-gates.ts";
import { withDeadline } from "./with-deadline.ts";

/** Prefix of every key, unless the connection has another. */
export const defaultRedisPrefix = "{longhaul}";

/** What differs between producers and consumers. */
type RetryOptions = Pick<RedisOptions, "maxRetriesPerRequest" | "enableOfflineQueue" | "socketTimeout">;

const common = {
  connectTimeout: connectTimeoutMs,
  keepAlive: 10_000,
  // Retries for ever; it reconnects within a second after the server is back.
  retryStrategy: (attempt: number) => Math.min(attempt * 100, 1_000),
};

/**
 * BullMQ's Redis backend: one socket for producers, one for workers, one that receives notices of added jobs, and one more per
 * worker that waits for jobs.
 */
export function createRedisStore(
  { redisUrl, prefix = defaultRedisPrefix }: Extract<QueueConnection, { backend: "redis" }>,
  onError: (error: unknown) => void,
): QueueStore {
  let producerRedis: Redis | undefined;
  let consumerRedis: Redis | undefined;
  let hearingRedis: Redis | undefined;
  let becomingReady: Promise<void> | undefined;

  const open = (options: RetryOptions): Redis => {
    const redis = new GatheringRedis(redisUrl, { ...common, ...options });
    redis.on("error", onError);
    return redis;
  };
  const producer = (): Redis =>
    (producerRedis ??= open({ maxRetriesPerRequest: 1, enableOfflineQueue: false, socketTimeout: producerSilenceMs }));
  const consumer = (): Redis =>
    (consumerRedis ??= open({ maxRetriesPerRequest: null, socketTimeout: consumerSilenceMs }));

  const channelOf = (queueName: string): string => `${prefix}:${queueName}:added`;

  const waitUntilReady = async (): Promise<void> => {
    if (producer().status === "ready") return;
    // Without an offline queue a command sent before this would be refused.
    becomingReady ??= nextConnection(producer()).finally(() => {
      becomingReady = undefined;
    });
    await becomingReady;
  };

  return {
    producer: () => ({ connection: producer(), prefix, backendFactory: createRedisBackend }),
    consumer: () => ({
      connection: consumer(),
      prefix,
      backendFactory: createRedisBackend,
      metrics: { maxDataPoints: keptMetricMinutes },
    }),
    waitUntilReady,
    ping: async () => {
      await producer().ping();
    },
    findJobs: async (queueName, jobIds) => {
      const keys = ["completed", "failed"].map((key) => `${prefix}:${queueName}:${key}`);
      const answer: unknown = await producer().eval(
        FIND_JOBS,
        keys.length,
        ...keys,
        `${prefix}:${queueName}:`,
        ...jobIds,
      );
      return foundJobs(answer, jobIds);
    },
    ...redisGates(producer, prefix),
    findNext: async (queueName) => {
      const data: unknown = await producer().eval(
        FIND_NEXT,
        1,
        `${prefix}:${queueName}:prioritized`,
        `${prefix}:${queueName}:`,
      );
      return typeof data === "string" ? data : null;
    },
    claimWaiting: async (queueName, jobIds, token, lockMs) => {
      const keys = ["prioritized", "delayed", "waiting-children", "wait", "active"];
      const claimed: unknown = await producer().eval(
        CLAIM_WAITING,
        keys.length,
        ...keys.map((key) => `${prefix}:${queueName}:${key}`),
        `${prefix}:${queueName}:`,
        token,
        lockMs,
        ...jobIds,
      );
      return Array.isArray(claimed) ? claimed.map(String) : [];
    },
    giveBack: async (backend, queueName, jobId, token) => {
      await backend.moveJobFromActiveToWait(jobId, token);
      // BullMQ wakes nobody for a job with a priority.
      await producer().zadd(`${prefix}:${queueName}:marker`, 0, "0");
    },
    announce: (queueName) => {
      producer()
        .eval(ANNOUNCE, 1, `${prefix}:${queueName}:prioritized`, `${prefix}:${queueName}:`, channelOf(queueName))
        .catch(() => undefined);
    },
    hearAdded: (_backend, queueName, onAdded) => {
      // A socket of its own, which is subscribed again by itself after each outage.
      hearingRedis ??= open({ maxRetriesPerRequest: null });
      hearingRedis.on("message", (channel, next) => {
        // Processes of the version before say nothing of what is next.
        if (channel === channelOf(queueName)) onAdded(next === NONE ? null : next || undefined);
      });
      hearingRedis.subscribe(channelOf(queueName)).catch(onError);
    },
    interruptWaiting: async (backend) => {
      // Only a live socket: one that is just connecting would be parked for ever, and it takes no jobs meanwhile.
      if (!(backend instanceof RedisQueueBackend) || consumer().status !== "ready") return;
      const blocking = await backend.blockingClient;
      if (blocking?.status === "ready") await backend.disconnectBlocking();
    },
    resumeWaiting: async (backend) => backend.reconnectBlocking(),
    close: async () => {
      await Promise.all([closeRedis(producerRedis), closeRedis(consumerRedis), closeRedis(hearingRedis)]);
    },
  };
}

/** KEYS: completed and failed jobs. ARGV: the beginning of jobs' keys, ids. Answers as `foundJobs` reads it. */
const FIND_JOBS = `${STATE_OF}
local found = {}
for idx = 2, #ARGV do
  table.insert(found, stateOf(ARGV[1] .. ARGV[idx], ARGV[idx], KEYS[1], KEYS[2]))
end
return found`;

/** KEYS: jobs with a priority. ARGV: the beginning of jobs' keys. The first one's data. */
const FIND_NEXT = `
local ids = redis.call("ZRANGE", KEYS[1], 0, 0)
return ids[1] and redis.call("HGET", ARGV[1] .. ids[1], "data")`;

/** What is announced as the next job where none waits. */
const NONE = "none";

/** KEYS: jobs with a priority. ARGV: the beginning of jobs' keys, a channel. Says on the channel which job is next, by its data. */
const ANNOUNCE = `
local ids = redis.call("ZRANGE", KEYS[1], 0, 0)
redis.call("PUBLISH", ARGV[2], ids[1] and redis.call("HGET", ARGV[1] .. ids[1], "data") or "${NONE}")`;

/** KEYS: where jobs wait, of which the fourth is a list, and the active ones. ARGV: the keys' beginning, token, its time, ids. */
const CLAIM_WAITING = `
local claimed = {}
for idx = 4, #ARGV do
  local id = ARGV[idx]
  local found = redis.call("ZREM", KEYS[1], id) + redis.call("ZREM", KEYS[2], id) + redis.call("ZREM", KEYS[3], id)
    + redis.call("LREM", KEYS[4], 1, id)
  if found > 0 then
    redis.call("LPUSH", KEYS[5], id)
    redis.call("SET", ARGV[1] .. id .. ":lock", ARGV[2], "PX", ARGV[3])
    table.insert(claimed, id)
  end
end
return claimed`;

/** Resolves at the end of the connection attempt under way or to come; rejects with its error or after a second. */
async function nextConnection(redis: Redis): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  redis.once("ready", resolve).once("error", reject);
  try {
    await withDeadline(promise, connectTimeoutMs);
  } finally {
    redis.off("ready", resolve).off("error", reject);
  }
}

async function closeRedis(redis: Redis | undefined): Promise<void> {
  if (redis === undefined) return;
  if (redis.status === "ready") {
    await redis.quit().catch(() => undefined);
  }
  redis.disconnect();
}
