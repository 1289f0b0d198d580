import { isStoreFault } from "@longhaul/stores";
import { DelayedError } from "bullmq";
import type { Job } from "bullmq";
import { jobDefinition } from "./job-catalog.ts";
import type { JobRef, QueueName } from "./job-catalog.ts";
import { ForgetJob, PostponeJob, RefuseJob, shownError } from "./job-ends.ts";
import { CollectedJobReport } from "./job-report.ts";
import type { JobReport, JobReportSink } from "./job-report.ts";
import { shownValue } from "./shown-text.ts";

/** A job runs again this long after a fault of a store. */
const afterFaultMs = 1_000;

/** What a processor gets besides its data. */
export type JobContext = {
  readonly jobId: string;
  /** Its rank among the jobs of its queue, to be queued again with. */
  readonly priority: number;
  /** Aborts only when the worker is closed by force. */
  readonly signal: AbortSignal;
  readonly report: JobReport;
  /**
   * Called when all that is left to do is to write the end: where more jobs wait, the worker takes the next one in this one's
   * place already. The job goes on as before, and ends as it does.
   */
  readonly freePlace: () => void;
};

/**
 * Processes one job. It may run twice for one job, even on two workers at the same time, so its writes to the ledger must be
 * fenced. The dashboard shows its return value. When it rejects, the job fails at once, with three exceptions: PostponeJob and a
 * fault of a store delay the job, and ForgetJob removes it.
 */
export type JobProcessor<Name extends QueueName> = (
  ref: JobRef<Name>,
  context: JobContext,
) => Promise<Readonly<Record<string, unknown>>>;

/** Finds the reason why a job with failed children fails; null to keep BullMQ's reason, the name of a child. */
export type ExplainFailure<Name extends QueueName> = (ref: JobRef<Name>) => Promise<string | null>;

/** Wraps a processor into the function that BullMQ's worker calls. */
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
    /** Called on a fault of a store; the job runs again a little later. */
    readonly onFault: (jobId: string, error: unknown) => void;
  },
): (
  job: Job<unknown, unknown>,
  token: string | undefined,
  given: { readonly refusal: string | undefined; readonly freePlace: () => void },
) => Promise<unknown> {
  const { parse } = jobDefinition(queueName);
  return async (job, token, { refusal, freePlace }) => {
    const jobId = job.id ?? "";
    const report = new CollectedJobReport(jobId, sink);
    try {
      const ref = parse(job.data);
      if (refusal !== undefined) throw new RefuseJob((await explainFailure?.(ref)) ?? refusal);
      const value = await process(ref, { jobId, priority: job.priority, signal, report, freePlace });
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
      // After a close by force this never settles: the store gets no result, the job's lock ends, and another worker takes the job.
      if (signal.aborted) await new Promise<never>(() => undefined);
    }
  };
}
