import { ForgetJob, PostponeJob } from "@longhaul/queue";
import type { WorkerContext } from "./context.ts";

/** How long a job waits when this worker may not take its work now. */
const ASK_AGAIN_MS = 1000;

/** Soon, by another worker: this one is going. */
const HAND_OVER_MS = 100;

/** What ends a job whose work goes on, by the epoch that the job was made for and the epoch of the work's row. */
export function unfinishedJob(
  { running, config }: Pick<WorkerContext, "running" | "config">,
  job: { readonly epoch: number },
  row: { readonly epoch: number; readonly isLeased: boolean },
): ForgetJob | PostponeJob {
  // The claim that was made through this job is alive: the store gave the job to a second worker.
  if (row.isLeased && row.epoch === job.epoch + 1) return new PostponeJob(config.leaseMs);
  // Another job stands for it.
  if (row.epoch !== job.epoch) return new ForgetJob();
  return new PostponeJob(running.draining ? HAND_OVER_MS : ASK_AGAIN_MS);
}
