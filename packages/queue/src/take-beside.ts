import type { IQueueBackend, Job, Worker } from "bullmq";
import { tokenOfOne } from "./fetch-ahead.ts";
import { jobDefinition, type JobRef, type QueueName } from "./job-catalog.ts";
import { producerTimeoutMs } from "./queue-settings.ts";
import type { QueueStore } from "./queue-store.ts";
import { withDeadline } from "./with-deadline.ts";

/**
 * Takes the queue's next job beyond the worker's places, if all of them are taken, none has become free for `stuckMs`, and `isGuest`
 * accepts the job. Never rejects.
 * @param next of `hearAdded`; the store is asked where it is undefined
 * @returns whether a job was taken
 */
export type TakeBeside<Name extends QueueName> = (
  isGuest: (ref: JobRef<Name>) => boolean,
  stuckMs: number,
  next?: string | null,
) => Promise<boolean>;

type RawWorker = Worker<unknown, unknown, string, IQueueBackend>;

export function createTakeBeside<Name extends QueueName>(
  queueName: Name,
  {
    store,
    worker,
    isStuck,
    onGivenBack,
    onError,
  }: {
    readonly store: Pick<QueueStore, "waitUntilReady" | "findNext" | "giveBack">;
    readonly worker: RawWorker;
    readonly isStuck: (stuckMs: number) => boolean;
    /** Called with a job that was fetched and not run. */
    readonly onGivenBack: (job: Job) => void;
    readonly onError: (error: unknown) => void;
  },
): TakeBeside<Name> {
  const { parse } = jobDefinition(queueName);
  /** As a producer, so that it fails fast while the worker itself waits for the store. */
  const findNext = async (): Promise<string | null> =>
    withDeadline(
      store.waitUntilReady().then(() => store.findNext(queueName)),
      producerTimeoutMs,
    );
  return async (isGuest, stuckMs, next) => {
    try {
      if (!isStuck(stuckMs)) return false;
      const data = next === undefined ? await findNext() : next;
      if (data === null || !isGuest(parse(JSON.parse(data))) || !isStuck(stuckMs)) return false;
      const job = await worker.getNextJob(tokenOfOne(), { block: false });
      if (job?.token === undefined) return false;
      if (!isGuest(parse(job.data))) {
        // Another place or worker was faster. What came behind the guest would wait here for a place.
        onGivenBack(job);
        await store.giveBack(worker.getBackend(), queueName, job.id ?? "", job.token);
        return false;
      }
      worker.processJob(job, job.token, () => false).catch(onError);
      return true;
    } catch (error) {
      onError(error);
      return false;
    }
  };
}
