import { Queue } from "bullmq";
import { toJobsOptions } from "./add-job-options.ts";
import type { AddJobOptions } from "./add-job-options.ts";
import { createBatchFlows } from "./batch-flows.ts";
import type { OperationFlow } from "./batch-flows.ts";
import { createErrorReporter } from "./error-reporter.ts";
import type { OnQueueError } from "./error-reporter.ts";
import { failWaitingJobs } from "./fail-waiting.ts";
import { jobCatalog, jobDefinition, queueNames, toStoredJob } from "./job-catalog.ts";
import type { JobData, QueueName } from "./job-catalog.ts";
import type { QueueConnection } from "./queue-connection.ts";
import { failuresPerRoundTrip, keptEvents, producerTimeoutMs } from "./queue-settings.ts";
import { acquireQueueStore } from "./acquire-queue-store.ts";
import { isUnknownJob, toQueueError } from "./to-queue-error.ts";
import { withDeadline } from "./with-deadline.ts";
import type { RawQueue } from "./raw-queue.ts";

/** Jobs of one queue by state. `waiting` counts all that could start now, whatever their priority. */
export type QueueCounts = {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** Parents of a flow whose children haven't finished. */
  readonly waitingChildren: number;
  /** Kept for dashboards; a bounded number. */
  readonly completed: number;
  readonly failed: number;
};

/** A job that waits for its gates. */
export type WaitingFlow = { readonly jobId: string; readonly operationId: string };

/** The producers' side of all queues. Every method rejects with a QueueError within 1.5 s when the store is away. */
export type Queues = {
  /**
   * Adds one job. A job of that id that waits, is delayed or runs is left as it is; a finished one is replaced and runs again.
   * When the job finishes between that check and the add, the add does nothing: the ledger's reconciler comes back to it.
   */
  readonly add: <Name extends QueueName>(
    queueName: Name,
    data: JobData<Name>,
    options?: AddJobOptions,
  ) => Promise<void>;
  /** The same for many jobs of one queue, in few round trips (1,000 jobs each). Nothing is added when one is invalid. */
  readonly addMany: <Name extends QueueName>(
    queueName: Name,
    items: readonly ({ readonly data: JobData<Name> } & AddJobOptions)[],
  ) => Promise<void>;
  /**
   * Adds operations that wait for others as flows: each the parent of one gate per dependency. In the order given, so sinks
   * first. An operation without gates is added as `add` does. What exists is left as it is.
   */
  readonly addFlows: (flows: Iterable<OperationFlow>) => Promise<void>;
  /** Calls of addFlows that have yet to end: each keeps its flows in memory, and all take turns. */
  readonly flowsInHand: () => number;
  /**
   * Puts operations that may run into the queue, in the order given: opens all gates of those whose jobs wait for them, in one step, and
   * adds those that the store doesn't know. The others are left as they are, as by `add`.
   */
  readonly addReady: (
    items: readonly { readonly data: JobData<"operations">; readonly priority: number }[],
  ) => Promise<void>;
  /** Gives jobs of operations new priorities, wherever they wait; unknown ones are passed over. */
  readonly prioritize: (jobs: readonly { readonly jobId: string; readonly priority: number }[]) => Promise<void>;
  /** Jobs that sleep, those first that do for longest: at most some hundred. @returns their ids */
  readonly findSleeping: (queueName: QueueName) => Promise<string[]>;
  /** Lets jobs that sleep go on at once; others are passed over. */
  readonly wake: (queueName: QueueName, jobIds: readonly string[]) => Promise<void>;
  /** Operations whose jobs wait for their gates, those first that do for longest. @param range of how many, and after how many */
  readonly findWaitingFlows: (range: { readonly limit: number; readonly offset: number }) => Promise<WaitingFlow[]>;
  /** Removes the jobs of operations that wait for their gates, and those gates. @returns the ids that were removed */
  readonly removeWaitingFlows: (jobIds: readonly string[]) => Promise<string[]>;
  /**
   * Fails jobs of operations that have ended without their worker, each under any of its ids, with the reason for people, and their
   * gates; those that run or have ended stay as they are. @returns the ids that were failed
   */
  readonly failWaiting: (
    jobs: readonly { readonly jobIds: readonly string[]; readonly reason: string }[],
  ) => Promise<string[]>;
  /** Removes jobs in any state, except running ones. @returns the ids that run or couldn't be removed */
  readonly removeJobs: (queueName: QueueName, jobIds: readonly string[]) => Promise<string[]>;
  /** Whether the queue holds this job and has yet to finish it. */
  readonly has: (queueName: QueueName, jobId: string) => Promise<boolean>;
  readonly getCounts: (queueName: QueueName) => Promise<QueueCounts>;
  /** Resolves when the store answers. */
  readonly ping: () => Promise<void>;
  /** The raw BullMQ queues, for Bull Board and nothing else. */
  readonly bullBoardQueues: () => readonly RawQueue[];
  /** Deletes every job of every queue, running ones too. For tests. */
  readonly obliterate: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const itemsPerRoundTrip = 1_000;
const mostSleeping = 200;

/**
 * Opens the producers' side of all queues. Doesn't wait for the store and doesn't need it to be there yet.
 * Sockets: Postgres at most 4, shared with workers made from the same connection object; Redis 1.
 */
export function createQueues(connection: QueueConnection, { onError }: { readonly onError: OnQueueError }): Queues {
  const report = createErrorReporter(onError);
  const { store, release } = acquireQueueStore(connection, report);
  const { backendFactory, ...options } = store.producer();

  const open = (queueName: QueueName): RawQueue => {
    const queue: RawQueue = new Queue(
      queueName,
      // Without a version check BullMQ sends nothing that could fail while it connects, and so can't get stuck there.
      { ...options, skipVersionCheck: true, streams: { events: { maxLen: keptEvents } } },
      backendFactory,
    );
    queue.on("error", report);
    return queue;
  };
  const raw: Record<QueueName, RawQueue> = {
    operations: open("operations"),
    gates: open("gates"),
    datasets: open("datasets"),
  };

  const flows = createBatchFlows(store.producer(), report);

  /** Every call goes through here: in time, and failing in this package's words. */
  const call = async <Result>(queueName: QueueName | undefined, work: () => Promise<Result>): Promise<Result> => {
    try {
      return await withDeadline(
        store.waitUntilReady().then(() => work()),
        producerTimeoutMs,
      );
    } catch (error) {
      throw toQueueError(error, { queueName });
    }
  };

  /** Removes those of these jobs that have finished. @returns which can be added now: the others are there already */
  const findAddable = async (
    queueName: QueueName,
    jobIds: readonly string[],
    find = async () => store.findJobs(queueName, jobIds),
  ): Promise<ReadonlySet<string>> => {
    if (jobIds.length === 0) return new Set();
    const known = await find();
    const finished = jobIds.filter((jobId) => known.get(jobId)?.isFinished === true);
    await Promise.all(finished.map(async (jobId) => raw[queueName].remove(jobId)));
    return new Set(jobIds.filter((jobId) => known.get(jobId)?.isFinished !== false));
  };

  /** Lets a job that sleeps go on at once; any other is left as it is. */
  const wakeJob = async (queueName: QueueName, jobId: string): Promise<void> => {
    try {
      await raw[queueName].getBackend().promote(jobId);
    } catch (error) {
      if (toQueueError(error).code !== "job-lost") throw error;
    }
  };

  return {
    add: async (queueName, data, addOptions = {}) => {
      const jobId = addOptions.jobId ?? jobDefinition(queueName).jobId(data);
      const jobsOptions = toJobsOptions(queueName, jobId, addOptions);
      const job = toStoredJob(queueName, data);
      await call(queueName, async () => {
        if (addOptions.isNew !== true && !(await findAddable(queueName, [jobsOptions.jobId])).has(jobsOptions.jobId))
          return;
        const adding = raw[queueName].add(job.name, job.data, jobsOptions);
        // Behind what adds it, on the same socket.
        setImmediate(() => store.announce(queueName));
        await adding;
      });
    },
    addMany: async (queueName, items) => {
      const { jobId: jobIdOf } = jobDefinition(queueName);
      const jobs = items.map(({ data, ...addOptions }) => ({
        data,
        opts: toJobsOptions(queueName, addOptions.jobId ?? jobIdOf(data), addOptions),
        isNew: addOptions.isNew === true,
      }));
      for (let start = 0; start < jobs.length; start += itemsPerRoundTrip) {
        const chunk = jobs.slice(start, start + itemsPerRoundTrip);
        await call(queueName, async () => {
          const addable = await findAddable(
            queueName,
            chunk.filter(({ isNew }) => !isNew).map(({ opts }) => opts.jobId),
          );
          const added = chunk
            .filter(({ opts, isNew }) => isNew || addable.has(opts.jobId))
            .map(({ data, opts }) => ({ ...toStoredJob(queueName, data), opts }));
          if (added.length === 0) return;
          await raw[queueName].addBulk(added);
          store.announce(queueName);
        });
      }
    },
    addFlows: async (items) => flows.add(items, async (work) => call("operations", work)),
    flowsInHand: flows.inHand,
    addReady: async (items) => {
      const jobs = items.map(({ data, priority }) => {
        const opts = toJobsOptions("operations", jobCatalog.operations.jobId(data), { priority });
        return { ...toStoredJob("operations", data), opts, jobId: opts.jobId, priority };
      });
      for (let start = 0; start < jobs.length; start += itemsPerRoundTrip) {
        const chunk = jobs.slice(start, start + itemsPerRoundTrip);
        await call("operations", async () => {
          const addable = await findAddable(
            "operations",
            chunk.map(({ jobId }) => jobId),
            async () => store.openGates(chunk, { dependency: "Completed" }),
          );
          const added = chunk.filter(({ jobId }) => addable.has(jobId));
          if (added.length > 0) await raw.operations.addBulk(added);
          store.announce("operations");
        });
      }
    },
    prioritize: async (jobs) => {
      const backend = raw.operations.getBackend();
      const change = async ({ jobId, priority }: (typeof jobs)[number]): Promise<void> => {
        await backend.changePriority(jobId, priority).catch((error: unknown) => {
          if (!isUnknownJob(error)) throw error;
        });
      };
      if (jobs.length > 0) await call("operations", async () => Promise.all(jobs.map(change)));
    },
    findSleeping: async (queueName) => {
      const jobs = await call(queueName, async () => raw[queueName].getJobs(["delayed"], 0, mostSleeping - 1, false));
      return jobs.flatMap(({ id }) => (id === undefined ? [] : [id]));
    },
    wake: async (queueName, jobIds) => {
      if (jobIds.length === 0) return;
      await call(queueName, async () => Promise.all(jobIds.map(async (jobId) => wakeJob(queueName, jobId))));
    },
    findWaitingFlows: async ({ limit, offset }) => {
      const jobs = await call("operations", async () =>
        raw.operations.getJobs(["waiting-children"], offset, offset + limit - 1, true),
      );
      return jobs.flatMap(({ id: jobId, data }) =>
        jobId === undefined ? [] : [{ jobId, operationId: jobCatalog.operations.parse(data).operationId }],
      );
    },
    removeWaitingFlows: async (jobIds) => {
      const states = await call("operations", async () =>
        Promise.all(jobIds.map(async (jobId) => raw.operations.getJobState(jobId))),
      );
      const waiting = jobIds.filter((_, idx) => states[idx] === "waiting-children");
      await call("operations", async () =>
        Promise.all(waiting.map(async (jobId) => raw.operations.remove(jobId, { removeChildren: true }))),
      );
      return waiting;
    },
    failWaiting: async (jobs) => {
      const failed: string[] = [];
      for (let start = 0; start < jobs.length; start += failuresPerRoundTrip) {
        const chunk = jobs.slice(start, start + failuresPerRoundTrip);
        failed.push(...(await call("operations", async () => failWaitingJobs(raw.operations, store, chunk))));
      }
      return failed;
    },
    removeJobs: async (queueName, jobIds) => {
      const left: string[] = [];
      for (const jobId of jobIds) {
        await call(queueName, async () => raw[queueName].remove(jobId)).catch(() => undefined);
        if ((await call(queueName, async () => raw[queueName].getJobState(jobId))) !== "unknown") left.push(jobId);
      }
      return left;
    },
    has: async (queueName, jobId) => {
      const state = await call(queueName, async () => raw[queueName].getJobState(jobId));
      return state !== "unknown" && state !== "completed" && state !== "failed";
    },
    getCounts: async (queueName) => {
      const counts = new Map(Object.entries(await call(queueName, async () => raw[queueName].getJobCounts())));
      const of = (...states: readonly string[]): number =>
        states.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0);
      return {
        waiting: of("waiting", "paused", "prioritized"),
        active: of("active"),
        delayed: of("delayed"),
        waitingChildren: of("waiting-children"),
        completed: of("completed"),
        failed: of("failed"),
      };
    },
    ping: async () => call(undefined, store.ping),
    bullBoardQueues: () => Object.values(raw),
    obliterate: async () => {
      for (const queueName of queueNames) await raw[queueName].obliterate({ force: true });
    },
    close: async () => {
      await Promise.all([flows.close(), ...Object.values(raw).map(async (queue) => queue.close())]);
      await release();
    },
  };
}
