import { BaseAdapter } from "@bull-board/api/dist/queueAdapters/base.js";
import type {
  AppJobScheduler,
  JobCounts,
  JobStatus,
  QueueJob,
  QueueMetrics,
  Status,
} from "@bull-board/api/typings/app";

/** A row of the ledger as the board shows a job, without the fields that the row doesn't have. */
export interface LedgerJob {
  readonly id: string;
  readonly name: string;
  readonly state: JobStatus;
  readonly data: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
  /** When it is tried again. */
  readonly dueAt?: Date;
  readonly endedAt?: Date | null;
  readonly attempts: number;
  readonly maxAttempts: number;
  /** Why its last attempt failed. */
  readonly reason?: string | null;
}

/** Reads one kind of work that only the ledger holds, not the queue. */
export interface LedgerQueueSource<State extends JobStatus = JobStatus> {
  readonly name: string;
  readonly description: string;
  /** In the order in which the board shows them. */
  readonly states: readonly State[];
  readonly count: () => Promise<Readonly<Record<State, number>>>;
  readonly list: (state: State, page: { readonly size: number; readonly offset: number }) => Promise<LedgerJob[]>;
  readonly find: (id: string) => Promise<LedgerJob | null>;
  readonly log: (id: string) => Promise<string[]>;
}

/** Most rows of one page, whatever the request says. */
const MOST_PER_PAGE = 100;

const ALL_STATES: readonly Status[] = [
  "latest",
  "active",
  "waiting",
  "waiting-children",
  "prioritized",
  "completed",
  "failed",
  "delayed",
  "paused",
];

/** Shows work that only the ledger knows as one more queue of the board, read from the ledger at each look. */
export class LedgerQueue<State extends JobStatus> extends BaseAdapter {
  readonly #source: LedgerQueueSource<State>;

  constructor(source: LedgerQueueSource<State>) {
    super("bullmq", { readOnlyMode: true, description: source.description });
    this.#source = source;
  }

  getName(): string {
    return this.#source.name;
  }

  /** Under which a job's parent or child would name this queue; none does. */
  getQueueQualifiedName(): string {
    return `ledger:${this.#source.name}`;
  }

  /** No job of the ledger is part of a flow. */
  async getFlowProducer(): Promise<null> {
    return Promise.resolve(null);
  }

  getStatuses(): Status[] {
    return ["latest", ...this.#source.states];
  }

  getJobStatuses(): JobStatus[] {
    return [...this.#source.states];
  }

  async getJobCounts(): Promise<JobCounts> {
    const none = Object.fromEntries(ALL_STATES.map((state) => [state, 0])) as JobCounts;
    return { ...none, ...(await this.#source.count()) };
  }

  async getJobs(states: JobStatus[], start = 0, end = start + MOST_PER_PAGE - 1): Promise<QueueJob[]> {
    const page = { size: Math.min(Math.max(end - start + 1, 0), MOST_PER_PAGE), offset: Math.max(start, 0) };
    const wanted = this.#source.states.filter((state) => states.includes(state));
    const jobs = await Promise.all(wanted.map(async (state) => this.#source.list(state, page)));
    return jobs.flat().map(toQueueJob);
  }

  async getJob(id: string): Promise<QueueJob | null> {
    const job = await this.#source.find(id);
    return job === null ? null : toQueueJob(job);
  }

  async getJobLogs(id: string): Promise<string[]> {
    return this.#source.log(id);
  }

  /** The board draws what BullMQ measures; nothing is measured here. */
  async getMetrics(): Promise<QueueMetrics> {
    return Promise.resolve({ meta: { count: 0, prevTS: 0, prevCount: 0 }, data: [], count: 0 });
  }

  async getRedisInfo(): Promise<null> {
    return Promise.resolve(null);
  }

  async isPaused(): Promise<boolean> {
    return Promise.resolve(false);
  }

  async getJobSchedulers(): Promise<Omit<AppJobScheduler, "queueName">[]> {
    return Promise.resolve([]);
  }

  async getJobSchedulersCount(): Promise<number> {
    return Promise.resolve(0);
  }

  async getGlobalConcurrency(): Promise<null> {
    return Promise.resolve(null);
  }

  // The board in front of this only reads, so that none of these is ever reached.
  readonly addJob = refuse;
  readonly clean = refuse;
  readonly pause = refuse;
  readonly resume = refuse;
  readonly empty = refuse;
  readonly obliterate = refuse;
  readonly promoteAll = refuse;
  readonly removeJobScheduler = refuse;
  readonly updateJobScheduler = refuse;
  readonly runJobSchedulerNow = refuse;
  readonly setGlobalConcurrency = refuse;
}

async function refuse(): Promise<never> {
  return Promise.reject(new Error("this queue only reads the ledger"));
}

function toQueueJob({
  id,
  name,
  state,
  data,
  createdAt,
  dueAt,
  endedAt,
  reason,
  attempts,
  maxAttempts,
}: LedgerJob): QueueJob {
  const timestamp = createdAt.getTime();
  const delay = dueAt === undefined ? 0 : Math.max(0, dueAt.getTime() - timestamp);
  return {
    opts: {},
    toJSON: () => ({
      id,
      name,
      data,
      opts: { attempts: maxAttempts },
      timestamp,
      delay,
      progress: 0,
      attemptsMade: attempts,
      failedReason: reason ?? "",
      stacktrace: [],
      returnvalue: null,
      ...(endedAt === undefined || endedAt === null ? {} : { finishedOn: endedAt.getTime() }),
    }),
    getState: async () => Promise.resolve(state),
    promote: refuse,
    remove: refuse,
    retry: refuse,
  };
}
