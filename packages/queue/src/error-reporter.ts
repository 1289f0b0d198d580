import { toQueueError } from "./to-queue-error.ts";
import type { QueueError } from "./queue-error.ts";

/** Told of what goes wrong outside a call: lost jobs, outages, failed processors. Must not throw. */
export type OnQueueError = (error: QueueError) => void;

/** One outage makes every socket complain at every attempt to reconnect. */
const outageReportIntervalMs = 5_000;

/** Turns whatever an emitter says into one QueueError for `onError`, outages at most every 5 s. */
export function createErrorReporter(onError: OnQueueError, queueName?: string) {
  let outageReportedAt = -Infinity;
  return (cause: unknown, jobId?: string): void => {
    const error = toQueueError(cause, { queueName, jobId });
    if (error.code === "store-unavailable") {
      const now = performance.now();
      if (now - outageReportedAt < outageReportIntervalMs) return;
      outageReportedAt = now;
    }
    onError(error);
  };
}
