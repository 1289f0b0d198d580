import { setTimeout as delay } from "node:timers/promises";
import { UnrecoverableError, Worker } from "bullmq";
import type { IQueueBackend } from "bullmq";
import { createErrorReporter } from "./error-reporter.ts";
import type { OnQueueError } from "./error-reporter.ts";
import { controlFetches } from "./control-fetches.ts";
import { fetchAhead, tokenOfOne, type FetchAhead } from "./fetch-ahead.ts";
import { InFlight } from "./in-flight.ts";
import { FREED, JobPlaces } from "./job-places.ts";
import type { QueueName } from "./job-catalog.ts";
import type { QueueConnection } from "./queue-connection.ts";
import { QueueError } from "./queue-error.ts";
import { acknowledgeTimeoutMs, keptFinishedJobs, maxStalledCount } from "./queue-settings.ts";
import { acquireQueueStore } from "./acquire-queue-store.ts";
import { openReportQueue } from "./report-queue.ts";
import { retryAcknowledgements } from "./retry-acknowledgements.ts";
import { createJobRunner } from "./run-job.ts";
import type { ExplainFailure, JobProcessor } from "./run-job.ts";
import { createTakeBeside, type TakeBeside } from "./take-beside.ts";

export type QueueWorkerOptions<Name extends QueueName = QueueName> = {
  /** Jobs at the same time in this worker; those that gave up their place come on top, at most as many. */
  readonly concurrency: number;
  /** Asked for how many jobs more may be taken now, to be ready for a place; none when left out. */
  readonly more?: () => number;
  /** A job whose worker hasn't been heard of for this long may go to another; 10 s when left out. */
  readonly lockDurationMs?: number;
  /** How often stalled jobs are looked for; 5 s when left out. */
  readonly stalledIntervalMs?: number;
  /** Told of failed processors, lost jobs and outages; nothing of these ever throws into the process. */
  readonly onError: OnQueueError;
  /** Asked instead of the processor about a job whose children failed; BullMQ's own words are shown when left out. */
  readonly explainFailure?: ExplainFailure<Name>;
  /** Shown as the worker that ran the job. */
  readonly name: string;
};

/** The consumers' side of one queue. */
export type QueueWorker<Name extends QueueName = QueueName> = {
  /** Begins to take jobs; doesn't need the store to be there yet. */
  readonly start: () => void;
  readonly takeBeside: TakeBeside<Name>;
  /**
   * Calls `onAdded` when a job was added; some calls are lost while the store is away. `next` is the data of the job that was next
   * then, as JSON, or null when none waited; undefined where the store doesn't say.
   */
  readonly hearAdded: (onAdded: (next?: string | null) => void) => void;
  /** Takes no new job; running ones go on. */
  readonly pause: () => Promise<void>;
  /** Takes jobs again after pause or drain. */
  readonly resume: () => Promise<void>;
  /** Takes no new job and resolves when every running processor has returned (and the store has noted it, or 2 s passed). */
  readonly drain: () => Promise<void>;
  /** Drains, then closes. `force` aborts the running processors' signals and doesn't wait: their jobs go to another worker. */
  readonly close: (options?: { readonly force?: boolean }) => Promise<void>;
};

type RawWorker = Worker<unknown, unknown, string, IQueueBackend>;
type RawJob = Awaited<ReturnType<RawWorker["getNextJob"]>>;

/**
 * Makes a worker, not yet started. Sockets on top of those of `createQueues` with the same connection object:
 * Postgres 1 per worker (LISTEN); Redis 1 shared by all workers, 1 per worker, and 1 for those that hear of what is added.
 */
export function createQueueWorker<Name extends QueueName>(
  connection: QueueConnection,
  queueName: Name,
  process: JobProcessor<Name>,
  {
    concurrency,
    more = () => 0,
    lockDurationMs = 10_000,
    stalledIntervalMs = 5_000,
    onError,
    name,
    explainFailure,
  }: QueueWorkerOptions<Name>,
): QueueWorker<Name> {
  const report = createErrorReporter(onError, queueName);
  const { store, release } = acquireQueueStore(connection, report);
  const { backendFactory, fetchesTogether = false, ...storeOptions } = store.consumer();
  const processors = new InFlight();
  const deliveries = new InFlight();
  const places = new JobPlaces(concurrency);
  /** Jobs that have a place, from their fetch until the store has noted their end. */
  const placed = new InFlight();
  /** Jobs that have a place and whose processor runs. */
  const working = new Set<object>();
  /** Fetches that may still bring a job. */
  const fetches = new InFlight();
  const closing = new AbortController();
  /** Jobs that the worker may have now. */
  const limit = (): number => concurrency + more();
  /** Why the children of jobs failed. */
  const refusals = new WeakMap<object, string>();
  let takesJobs = true;
  /** Jobs that were fetched and have yet to get their place. */
  const fetched = new Set<object>();
  /** The last fetch brought a job, so that there may be more. When it didn't, BullMQ's own loop waits for one. */
  let mayBeMore = false;
  let ahead: FetchAhead | undefined;
  /** When a place last became free. */
  let freedAt = 0;
  let closed: Promise<void> | undefined;

  const board = openReportQueue(store, queueName, report);
  const runJob = createJobRunner(queueName, process, {
    signal: closing.signal,
    sink: board.sink,
    explainFailure,
    onFault: (jobId, error) =>
      report(new QueueError("store-unavailable", `interrupted: ${String(error)}`, { queueName, jobId, cause: error })),
  });

  const stopWorking = (job: object): void => {
    if (working.delete(job)) freedAt = performance.now();
  };

  /** Tracks a job from its fetch until the store has noted its end, and takes the next one as soon as its place is free. */
  class TrackedWorker extends Worker<unknown, unknown, string, IQueueBackend> {
    override async processJob(
      ...[job, token, fetchNext = () => true]: Parameters<RawWorker["processJob"]>
    ): ReturnType<RawWorker["processJob"]> {
      fetched.delete(job);
      this.concurrency = limit();
      const mayTakeNext = (): boolean => {
        this.concurrency = limit();
        return mayBeMore && fetchNext();
      };
      // BullMQ would give the name of a child as the reason.
      if (job.deferredFailure) {
        refusals.set(job, job.deferredFailure);
        job.deferredFailure = "";
      }
      const freeing = {
        // Those that are taken ahead begin in its place, and the job itself takes the next one along with its end.
        mayFree: () => takesJobs && more() === 0 && mayTakeNext(),
        onFree: () => stopWorking(job),
      };
      const runToEnd = async (keepPlace: () => boolean): ReturnType<RawWorker["processJob"]> =>
        deliveries.track(super.processJob(job, token, () => mayTakeNext() && keepPlace()));
      const next = await placed.track(places.hold(job, freeing, runToEnd));
      return next === FREED ? this.#takeNext() : next;
    }

    protected override async moveToActive(
      ...args: [token: string, name?: string]
    ): ReturnType<RawWorker["getNextJob"]> {
      // It is undefined without a job, whatever its type says.
      const job: RawJob | undefined = await super.moveToActive(...args);
      if (job !== undefined) job.token = ahead?.ownToken(job.id ?? "") ?? args[0];
      return job;
    }

    /** Without waiting for one. BullMQ's own loop asks again where this fails. */
    async #takeNext(): ReturnType<RawWorker["processJob"]> {
      try {
        return await placed.track(this.getNextJob(tokenOfOne(), { block: false }));
      } catch (error) {
        report(error);
        return undefined;
      }
    }
  }

  const worker: RawWorker = new TrackedWorker(
    queueName,
    async (job, token) => {
      working.add(job);
      const freePlace = (): void => places.free(job);
      return processors.track(
        runJob(job, token, { refusal: refusals.get(job), freePlace }).finally(() => stopWorking(job)),
      );
    },
    {
      ...storeOptions,
      name,
      autorun: false,
      concurrency,
      lockDuration: lockDurationMs,
      stalledInterval: stalledIntervalMs,
      maxStalledCount,
      removeOnComplete: { count: keptFinishedJobs.completed },
      removeOnFail: { count: keptFinishedJobs.failed },
      runRetryDelay: 1_000,
    },
    (backendName, options, factoryOptions) => {
      const own = backendFactory(backendName, options, factoryOptions);
      // An idle worker looks for one job, so that it makes few statements.
      if (fetchesTogether) ahead = fetchAhead(own, () => (mayBeMore ? limit() - placed.size - fetched.size : 1));
      return retryAcknowledgements(
        controlFetches(own, {
          isOpen: () => takesJobs,
          track: async (fetch) => deliveries.track(fetches.track(fetch)),
          onError: report,
        }),
        {
          isOpen: () => takesJobs,
          track: async (fetch) => fetches.track(fetch),
          signal: closing.signal,
          onError: report,
        },
      );
    },
  );
  const backend = worker.getBackend();
  worker.on("error", (error) => report(error));
  worker.on("active", (job) => {
    fetched.add(job);
    mayBeMore = true;
  });
  worker.on("drained", () => (mayBeMore = false));
  worker.on("failed", (job, cause) => {
    // Refused by a processor of ours, or a flow's parent that a refused child fails: no fault.
    if (cause instanceof UnrecoverableError) return;
    report(
      new QueueError("processor-failed", cause.message, { queueName, jobId: job?.id, cause: cause.cause ?? cause }),
    );
  });

  const stopTaking = async (): Promise<void> => {
    takesJobs = false;
    await worker.pause(true);
    await store.interruptWaiting(backend).catch(report);
  };

  /** While the store is away it may never come. */
  const untilNoted = async (work: Promise<void> | undefined): Promise<void> =>
    Promise.race([work, delay(acknowledgeTimeoutMs, undefined, { ref: false })]);
  const giveBack = async (): Promise<void> => untilNoted(ahead?.giveBack().catch(report));

  const pause = async (): Promise<void> => {
    await stopTaking();
    // A fetch that is under way may still bring a job.
    await untilNoted(fetches.untilNone());
    await giveBack();
  };

  const drain = async (): Promise<void> => {
    await stopTaking();
    do {
      await processors.untilNone();
      // Without an acknowledgement the ledger knows that the work is done.
      await untilNoted(deliveries.untilNone());
      await giveBack();
    } while (processors.size > 0);
  };

  const close = async (force: boolean): Promise<void> => {
    if (force) {
      takesJobs = false;
      closing.abort(new QueueError("unexpected", "the worker was closed by force", { queueName }));
      await store.interruptWaiting(backend).catch(report);
    } else {
      await drain();
      closing.abort();
    }
    // Nothing runs any more, or nobody wants to wait: BullMQ's own waiting would hang on a store that is away.
    await worker.close(true);
    await board.close();
    await release();
  };

  const takeBeside = createTakeBeside<Name>(queueName, {
    store,
    worker,
    isStuck: (stuckMs) =>
      takesJobs &&
      worker.isRunning() &&
      (stuckMs === 0 ? placed.size >= limit() : working.size >= limit() && performance.now() - freedAt >= stuckMs),
    onGivenBack: (job) => fetched.delete(job),
    onError: report,
  });

  return {
    takeBeside,
    hearAdded: (onAdded) => store.hearAdded(backend, queueName, onAdded),
    start: () => {
      if (worker.isRunning()) return;
      worker.run().catch(report);
    },
    pause,
    resume: async () => {
      takesJobs = true;
      // Not awaited: with the store away it takes until the store is back.
      store.resumeWaiting(backend).catch(report);
      await worker.resume();
    },
    drain,
    close: async ({ force = false } = {}) => {
      closed ??= close(force);
      await closed;
    },
  };
}
