import type { FoundJobs } from "./queue-store.ts";

/** Lua that tells of a job by its key and id, and by the keys of completed and failed ones, what `foundJobs` reads. */
export const STATE_OF = `
local function stateOf(key, id, completed, failed)
  if redis.call("EXISTS", key) == 0 then return 0 end
  if redis.call("ZSCORE", completed, id) or redis.call("ZSCORE", failed, id) then return 2 end
  return 1
end
`;

/** Reads a script's answer: of each job 0 for unknown, 1 for unfinished, 2 for finished. */
export function foundJobs(answer: unknown, jobIds: readonly string[]): FoundJobs {
  const found: readonly unknown[] = Array.isArray(answer) ? answer : [];
  return new Map(
    jobIds.flatMap((jobId, idx) => (found[idx] === 0 ? [] : [[jobId, { isFinished: found[idx] === 2 }] as const])),
  );
}
