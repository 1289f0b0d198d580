import type { BackendFactory, ConnectionOptions, IQueueBackend } from "bullmq";

/** One role's way to the store: what BullMQ's constructors want. */
export type StoreClient = {
  readonly connection: ConnectionOptions;
  readonly prefix?: string;
  readonly backendFactory: BackendFactory;
  /** For how many seconds a worker waits to be woken before it looks for jobs by itself; 5 when left out. */
  readonly drainDelay?: number;
  /** Fetches that are made at once are cheaper than one after the other. */
  readonly fetchesTogether?: boolean;
  /** Counts the ends of jobs a minute, for dashboards: only where that costs next to nothing. */
  readonly metrics?: { readonly maxDataPoints: number };
};

/** Of jobs that a store has, by their ids, whether they have finished. */
export type FoundJobs = ReadonlyMap<string, { readonly isFinished: boolean }>;

/** Gates of many operations at once, in one round trip. */
export type GateStore = {
  /**
   * Opens all gates of those of these operations' jobs that wait for them: they wait for a worker from now on, with their priority, in
   * the order given. The other jobs stay as they are.
   * @param value what dashboards show as the gates' result
   * @returns as `findJobs`
   */
  readonly openGates: (
    jobs: readonly { readonly jobId: string; readonly priority: number }[],
    value: Readonly<Record<string, unknown>>,
  ) => Promise<FoundJobs>;
  /** Fails the gates of operations' jobs, whatever became of the jobs themselves. */
  readonly failGates: (jobs: readonly { readonly jobId: string; readonly reason: string }[]) => Promise<void>;
};

/** What the two backends have to do differently. All sockets of one process to one store. */
export type QueueStore = GateStore & {
  /** For queues: fails fast. */
  readonly producer: () => StoreClient;
  /** For workers: waits for the store to come back. */
  readonly consumer: () => StoreClient;
  /** Resolves when a producer may send; rejects within about a second when the store is away. */
  readonly waitUntilReady: () => Promise<void>;
  readonly ping: () => Promise<void>;
  /** Which of these jobs are there, and of each whether it has finished; one round trip. */
  readonly findJobs: (queueName: string, jobIds: readonly string[]) => Promise<FoundJobs>;
  /** Data of the job with a priority that is taken next, as JSON; null when none waits. One round trip. */
  readonly findNext: (queueName: string) => Promise<string | null>;
  /** Makes those of these jobs active under a lock that wait for a worker, a time or their children. @returns their ids */
  readonly claimWaiting: (
    queueName: string,
    jobIds: readonly string[],
    token: string,
    lockMs: number,
  ) => Promise<string[]>;
  /** Puts a job back that was fetched and not begun, before the others of its priority; an idle worker hears of it. */
  readonly giveBack: (backend: IQueueBackend, queueName: string, jobId: string, token: string) => Promise<void>;
  /** Tells the queue's workers that jobs were added, where the store doesn't by itself. Returns at once and never fails. */
  readonly announce: (queueName: string) => void;
  /**
   * Has the worker of this backend hear of what is added to its queue, but for what is added while the store is away.
   * `next` is what `findNext` would have given then; undefined where the store doesn't say.
   */
  readonly hearAdded: (backend: IQueueBackend, queueName: string, onAdded: (next?: string | null) => void) => void;
  /** Ends a worker's blocking wait for jobs; `resumeWaiting` allows it again. */
  readonly interruptWaiting: (backend: IQueueBackend) => Promise<void>;
  readonly resumeWaiting: (backend: IQueueBackend) => Promise<void>;
  readonly close: () => Promise<void>;
};
