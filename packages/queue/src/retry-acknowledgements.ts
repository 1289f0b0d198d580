import { setTimeout } from "node:timers/promises";
import type { IQueueBackend } from "bullmq";
import { acknowledgeRetryDelayMs } from "./queue-settings.ts";

type End = Awaited<ReturnType<IQueueBackend["moveToCompleted"]>>;

/**
 * Tells the store again how a job ended when it didn't take note. BullMQ's worker does so for two errors only; after any
 * other (a pool without a free connection, a deadlock) it fails the job, and a gate that fails takes its operation with
 * it. What the store itself answers, such as that the job is another's by now, is passed on.
 */
export function retryAcknowledgements<Backend extends IQueueBackend>(
  backend: Backend,
  gate: {
    /** A worker that is paused takes no next job along with an acknowledgement. */
    readonly isOpen: () => boolean;
    /** Watches an acknowledgement that may bring the next job. */
    readonly track: <Result>(fetch: Promise<Result>) => Promise<Result>;
    /** Ends the retries: the job's lock runs out, and another worker takes it. */
    readonly signal: AbortSignal;
    readonly onError: (error: unknown) => void;
  },
): Backend {
  /** Each try by itself: one that comes after a pause fetches nothing. */
  const tellOnce = async (fetchNext: boolean, tell: (fetchNext: boolean) => Promise<End>): Promise<End> => {
    if (fetchNext && gate.isOpen()) return gate.track(tell(true));
    // Redis' answer would be taken for that of an empty queue, and the worker would wait for the next job to be added.
    return { ...(await tell(false)), result: undefined };
  };
  const untilNoted = async <Result>(tell: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await tell();
      } catch (error) {
        if (isAnswer(error)) throw error;
        if (!gate.signal.aborted) gate.onError(error);
        await setTimeout(acknowledgeRetryDelayMs, undefined, { signal: gate.signal }).catch(() => undefined);
        if (gate.signal.aborted) throw error;
      }
    }
  };
  const complete = backend.moveToCompleted.bind(backend);
  const fail = backend.moveToFailed.bind(backend);
  const postpone = backend.moveToDelayed.bind(backend);
  backend.moveToCompleted = async (job, value, remove, token, fetchNext) =>
    untilNoted(async () => tellOnce(fetchNext, async (next) => complete(job, value, remove, token, next)));
  backend.moveToFailed = async (job, reason, remove, token, fetchNext, fields) =>
    untilNoted(async () => tellOnce(fetchNext, async (next) => fail(job, reason, remove, token, next, fields)));
  backend.moveToDelayed = async (...args) => untilNoted(async () => postpone(...args));
  return backend;
}

/** BullMQ's own errors carry one of its codes, all of them negative numbers. */
const isAnswer = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "number" && error.code < 0;
