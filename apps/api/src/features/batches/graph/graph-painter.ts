import { Worker } from "node:worker_threads";
import { DomainError } from "@longhaul/domain";
import { createPictureCache } from "./picture-cache.ts";
import type { PaintTask } from "./paint-worker.ts";

/** Draws batches outside the event loop, which a single large one would stop for minutes. */
export interface GraphPainter {
  /**
   * The picture as UTF-8 text: from the cache, or drawn in its turn.
   * @param key names the picture: equal keys, equal pictures
   * @param owner who may have only so many drawn at a time
   * @param signal aborts when nobody waits for it any more
   * @throws DomainError when too many are being drawn, or when this one takes too long
   */
  paint(key: string, owner: string, task: PaintTask, signal: AbortSignal): Promise<Uint8Array>;
  close(): Promise<void>;
}

interface Job {
  readonly key: string;
  readonly owner: string;
  readonly task: PaintTask;
  readonly done: PromiseWithResolvers<Uint8Array>;
  waiters: number;
}

const DEFAULTS = { limitMs: 5000, maxJobs: 40, maxJobsOfOwner: 4 };
const MAX_MEMORY_MB = 256;

/** A painter with one thread, which is killed, and replaced, when a picture takes longer than `limitMs`. */
export function createGraphPainter(changes: Partial<typeof DEFAULTS> = {}): GraphPainter {
  const limits = { ...DEFAULTS, ...changes };
  const cache = createPictureCache();
  const jobs = new Map<string, Job>();
  let thread: Worker | null = null;
  let running: { readonly job: Job; readonly timer: NodeJS.Timeout } | null = null;

  const start = (): Worker => {
    const own = new Worker(new URL("./paint-worker.ts", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_MEMORY_MB },
    });
    own.unref();
    own.on("message", (bytes: Uint8Array) => {
      if (thread === own) end(({ done }) => done.resolve(bytes));
    });
    const lose = (reason: unknown): void => {
      if (thread === own) kill(reason instanceof Error ? reason : new Error("the painter's thread ended"));
    };
    own.on("error", lose).on("exit", lose);
    return own;
  };

  /** Settles the running job and begins the next. */
  const end = (settle: (job: Job) => void): void => {
    if (running === null) return;
    const { job, timer } = running;
    clearTimeout(timer);
    running = null;
    jobs.delete(job.key);
    settle(job);
    next();
  };

  /** Ends the running job with its thread; the next one gets a new thread. */
  const kill = (reason: unknown): void => {
    const own = thread;
    thread = null;
    void own?.terminate();
    end(({ done }) => done.reject(reason));
  };

  const next = (): void => {
    const [job] = jobs.values();
    if (running !== null || job === undefined) return;
    thread ??= start();
    const timer = setTimeout(() => kill(tooSlow()), limits.limitMs);
    running = { job, timer };
    thread.postMessage(job.task, []);
  };

  const enqueue = (key: string, owner: string, task: PaintTask): Job => {
    const own = [...jobs.values()].filter((job) => job.owner === owner).length;
    if (own >= limits.maxJobsOfOwner) throw tooMany("rate_limited");
    if (jobs.size >= limits.maxJobs) throw tooMany("temporarily_unavailable");
    const job: Job = { key, owner, task, done: Promise.withResolvers(), waiters: 0 };
    jobs.set(key, job);
    job.done.promise.then(
      (picture) => cache.keep(key, picture),
      () => undefined,
    );
    next();
    return job;
  };

  return {
    async paint(key, owner, task, signal) {
      const known = cache.find(key);
      if (known !== null) return known;
      signal.throwIfAborted();
      const job = jobs.get(key) ?? enqueue(key, owner, task);
      job.waiters++;
      const leave = (): void => {
        if (--job.waiters > 0) return;
        if (running?.job === job) kill(signal.reason);
        else if (jobs.delete(key)) job.done.reject(signal.reason);
      };
      signal.addEventListener("abort", leave);
      try {
        return await job.done.promise;
      } finally {
        signal.removeEventListener("abort", leave);
      }
    },
    async close() {
      for (const job of jobs.values()) job.done.reject(tooMany("temporarily_unavailable"));
      jobs.clear();
      if (running !== null) clearTimeout(running.timer);
      running = null;
      await thread?.terminate();
    },
  };
}

const tooMany = (code: "rate_limited" | "temporarily_unavailable"): DomainError =>
  new DomainError(code, "too many batches are being drawn; try again later", { details: { retryAfterSec: 2 } });

const tooSlow = (): DomainError =>
  new DomainError("temporarily_unavailable", "the batch takes too long to draw; ask for format=dot", {
    details: { retryAfterSec: 60 },
  });
