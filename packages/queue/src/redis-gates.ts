import type { Redis } from "ioredis";
import { keptFinishedJobs } from "./queue-settings.ts";
import type { GateStore } from "./queue-store.ts";
import { foundJobs, STATE_OF } from "./redis-found-jobs.ts";

/** Opens and fails gates by one script each, whatever the number of operations and gates. */
export function redisGates(redis: () => Redis, prefix: string): GateStore {
  const keysOf = (queueName: string, names: readonly string[]): string[] =>
    names.map((name) => `${prefix}:${queueName}:${name}`);
  const [operations, gates] = [`${prefix}:operations:`, `${prefix}:gates:`];
  return {
    async openGates(jobs, value) {
      const keys = [
        ...keysOf("gates", ["delayed", "prioritized", "wait", "active", "completed"]),
        ...keysOf("operations", [
          "waiting-children",
          "prioritized",
          "pc",
          "marker",
          "meta",
          "events",
          "completed",
          "failed",
        ]),
      ];
      const answer: unknown = await redis().eval(
        OPEN_GATES,
        keys.length,
        ...keys,
        gates,
        operations,
        Date.now(),
        keptFinishedJobs.completed,
        JSON.stringify(value),
        ...jobs.flatMap(({ jobId, priority }) => [jobId, priority]),
      );
      return foundJobs(
        answer,
        jobs.map(({ jobId }) => jobId),
      );
    },
    async failGates(jobs) {
      const keys = keysOf("gates", ["delayed", "prioritized", "wait", "active", "failed"]);
      await redis().eval(
        FAIL_GATES,
        keys.length,
        ...keys,
        gates,
        operations,
        Date.now(),
        keptFinishedJobs.failed,
        ...jobs.flatMap(({ jobId, reason }) => [jobId, reason]),
      );
    },
  };
}

/**
 * KEYS, the first five: where gates wait, of which the third is a list; the active ones; where those end that this ends. ARGV, the
 * first four: the beginnings of gates' and operations' keys, the time, how many ended gates are kept: further ones are deleted at once.
 */
const END_GATES = `
local ended = 0
local function endGates(parent, finish)
  local further = {}
  for _, key in ipairs(redis.call("SMEMBERS", parent .. ":dependencies")) do
    local id = string.sub(key, #ARGV[1] + 1)
    local found = redis.call("ZREM", KEYS[1], id)
    if found == 0 then
      -- A worker of the version before has woken it, or has it.
      found = redis.call("ZREM", KEYS[2], id) + redis.call("LREM", KEYS[3], 1, id) + redis.call("LREM", KEYS[4], 1, id)
      redis.call("DEL", key .. ":lock")
    end
    if found > 0 and ended < tonumber(ARGV[4]) then
      ended = ended + 1
      finish(key)
      redis.call("HSET", key, "finishedOn", ARGV[3], "delay", 0)
      redis.call("ZADD", KEYS[5], ARGV[3], id)
    elseif found > 0 then
      table.insert(further, key)
    end
  end
  -- Lua passes some thousand parameters at most.
  for first = 1, #further, 1000 do
    redis.call("UNLINK", unpack(further, first, math.min(first + 999, #further)))
  end
  redis.call("DEL", parent .. ":dependencies")
end
local function forgetOldest()
  for _, id in ipairs(redis.call("ZRANGE", KEYS[5], 0, -ARGV[4] - 1)) do
    redis.call("DEL", ARGV[1] .. id, ARGV[1] .. id .. ":logs")
    redis.call("ZREM", KEYS[5], id)
  end
end
`;

/**
 * KEYS, behind those of END_GATES: the operations' jobs that wait for gates, those with a priority, their counter, the marker that
 * wakes workers, meta, events, completed and failed ones. ARGV, behind: the gates' result, then an id and a priority of each job. Answers as
 * `foundJobs` reads it.
 */
const OPEN_GATES = `${END_GATES}${STATE_OF}
local found = {}
local opened = false
for idx = 6, #ARGV, 2 do
  local id = ARGV[idx]
  local job = ARGV[2] .. id
  if redis.call("ZREM", KEYS[6], id) == 1 then
    endGates(job, function (gate)
      redis.call("HSET", job .. ":processed", gate, ARGV[5])
      redis.call("HSET", gate, "returnvalue", ARGV[5])
    end)
    redis.call("HSET", job, "priority", ARGV[idx + 1])
    redis.call("ZADD", KEYS[7], ARGV[idx + 1] * 0x100000000 + redis.call("INCR", KEYS[8]) % 0x100000000, id)
    redis.call("XADD", KEYS[11], "*", "event", "waiting", "jobId", id, "prev", "waiting-children")
    table.insert(found, 1)
    opened = true
  else
    table.insert(found, stateOf(job, id, KEYS[12], KEYS[13]))
  end
end
if opened then
  forgetOldest()
  if redis.call("HEXISTS", KEYS[10], "paused") == 0 then redis.call("ZADD", KEYS[9], 0, "0") end
end
return found`;

/** ARGV, behind those of END_GATES: an id of an operation's job and a reason, of each. */
const FAIL_GATES = `${END_GATES}
for idx = 5, #ARGV, 2 do
  local job = ARGV[2] .. ARGV[idx]
  endGates(job, function (gate)
    redis.call("ZADD", job .. ":unsuccessful", ARGV[3], gate)
    redis.call("HSET", gate, "failedReason", ARGV[idx + 1])
  end)
end
forgetOldest()`;
