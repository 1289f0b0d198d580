import { checkRedis } from "@longhaul/queue";
import { messageOf, error, ok, warning, type Finding } from "./finding.ts";

/** Looks at the Redis that the queue is on, and changes nothing. @param redisUrl undefined where the queue lives on Postgres */
export async function checkQueue(redisUrl: string | undefined): Promise<Finding[]> {
  if (redisUrl === undefined) return [ok("queue", "is on Postgres")];
  try {
    const warnings = await checkRedis(redisUrl);
    if (warnings.length === 0) return [ok("queue", "Redis keeps what it is told")];
    return warnings.map(({ says, remedy }) => warning("queue", says, remedy));
  } catch (err) {
    const remedy = "see that Redis runs, and that REDIS_URL names its host, port and password";
    return [error("queue", `Redis does not answer: ${messageOf(err)}`, remedy)];
  }
}
