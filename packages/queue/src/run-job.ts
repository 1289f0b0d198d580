import { isStoreFault } from "@longhaul/stores";
import { DelayedError } from "bullmq";
import type { Job } from "bullmq";
import { jobDefinition } from "./job-catalog.ts";
import type { JobRef, QueueName } from "./job-catalog.ts";
import { ForgetJob, PostponeJob, RefuseJob, shownError } from "./job-ends.ts";
import { CollectedJobReport } from "./job-report.ts";
import type { JobReport, JobReportSink } from "./job-report.ts";
import { shownValue } from "./shown-text.ts";

/** A store that failed is asked again after this long. */
const afterFaultMs = 1_000;

/** What a processor gets beside its data. `signal` aborts only when the worker is closed by force. */
export type JobContext = { readonly jobId: string; readonly signal: AbortSignal; readonly report: JobReport };

/**
 * Runs one job. May run twice for one job, even at the same time on two workers: what it writes to the ledger must
 * carry its own fencing. What it returns is shown as the job's return value, and the queue may forget the job. Its
 * rejection fails the job at once, but for PostponeJob, which puts it to sleep, as a fault of a store does, and ForgetJob,
 * which removes it.
 */
export type JobProcessor<Name extends QueueName> = (
  ref: JobRef<Name>,
  context: JobContext,
) => Promise<Readonly<Record<string, unknown>>>;

/** Why a job fails whose children failed, instead of the name of a child; null when there is no better reason. */
export type ExplainFailure<Name extends QueueName> = (ref: JobRef<Name>) => Promise<string | null>;

/** Makes of a processor what BullMQ's worker calls. */
export function createJobRunner<Name extends QueueName>(
  queueName: Name,
  process: JobProcessor<Name>,
  {
    signal,
    sink,
    explainFailure,
    onFault,
  }: {
    readonly signal: AbortSignal;
    readonly sink: JobReportSink;
    readonly explainFailure?: ExplainFailure<Name> | undefined;
    /** Told of faults of a store; the job runs again a little later. */
    readonly onFault: (jobId: string, error: unknown) => void;
  },
): (job: Job<unknown, unknown>, token: string | undefined, refusal: string | undefined) => Promise<unknown> {
  const { parse } = jobDefinition(queueName);
  return async (job, token, refusal) => {
    const jobId = job.id ?? "";
    const report = new CollectedJobReport(jobId, sink);
    try {
      const ref = parse(job.data);
      if (refusal !== undefined) throw new RefuseJob((await explainFailure?.(ref)) ?? refusal);
      const value = await process(ref, { jobId, signal, report });
      await report.end({ failed: false });
      return shownValue(value);
    } catch (error) {
      const isFault = isStoreFault(error);
      if (isFault) onFault(jobId, error);
      if (isFault || error instanceof PostponeJob) {
        await job.moveToDelayed(Date.now() + (error instanceof PostponeJob ? error.delayMs : afterFaultMs), token);
        throw new DelayedError();
      }
      if (error instanceof ForgetJob) {
        job.opts.removeOnComplete = true;
        return null;
      }
      await report.end({ failed: true });
      throw shownError(error);
    } finally {
      report.drop();
      // After a close by force the store hears no more of this job, so that its lock runs out and another takes it.
      if (signal.aborted) await new Promise<never>(() => undefined);
    }
  };
}
