import { randomUUID } from "node:crypto";
import type { RawQueue } from "./raw-queue.ts";
import { RefuseJob } from "./job-ends.ts";
import { failuresAtOnce, keptFinishedJobs } from "./queue-settings.ts";
import type { QueueStore } from "./queue-store.ts";
import { isUnknownJob, toQueueError } from "./to-queue-error.ts";

/** How long such a job is ours; when we die meanwhile a worker takes it, and learns from the ledger that it has ended. */
const lockMs = 10_000;

/**
 * Fails jobs that no worker has, with their gates: BullMQ fails only what is active, and a worker takes the next job, not a certain one. So
 * each is made active under a lock of ours, whatever it waits for, and then failed in BullMQ's own way.
 */
export async function failWaitingJobs(
  queue: RawQueue,
  store: Pick<QueueStore, "claimWaiting" | "failGates">,
  jobs: readonly { readonly jobIds: readonly string[]; readonly reason: string }[],
): Promise<string[]> {
  const token = randomUUID();
  const reasons = new Map(jobs.flatMap(({ jobIds, reason }) => jobIds.map((jobId) => [jobId, reason])));
  const claimed = await store.claimWaiting(queue.name, [...reasons.keys()], token, lockMs);
  await store.failGates([...reasons].map(([jobId, reason]) => ({ jobId, reason })));
  for (let start = 0; start < claimed.length; start += failuresAtOnce) {
    await Promise.all(
      claimed.slice(start, start + failuresAtOnce).map(async (jobId) => {
        const job = await queue.getJob(jobId);
        if (job === undefined) return;
        job.opts.removeOnFail = { count: keptFinishedJobs.failed };
        await job.moveToFailed(new RefuseJob(reasons.get(jobId) ?? ""), token).catch((error: unknown) => {
          if (!isUnknownJob(error) && toQueueError(error).code !== "job-lost") throw error;
        });
      }),
    );
  }
  return claimed;
}
