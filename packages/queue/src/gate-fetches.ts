import { setTimeout } from "node:timers/promises";
import type { IQueueBackend } from "bullmq";
import { fetchRetryDelayMs } from "./queue-settings.ts";

/** Puts a gate before a worker's fetches, where BullMQ's worker has none. */
export function gateFetches<Backend extends IQueueBackend>(
  backend: Backend,
  gate: {
    /** A paused worker that waits for a job still fetches the one that wakes it. */
    readonly isOpen: () => boolean;
    readonly track: (fetch: Promise<unknown[]>) => Promise<unknown[]>;
    readonly onError: (error: unknown) => void;
  },
): Backend {
  const fetchJob = backend.moveToActive.bind(backend);
  backend.moveToActive = async (token, name): Promise<unknown[]> => {
    if (!gate.isOpen()) return [null, "", 0, 0];
    try {
      return await gate.track(fetchJob(token, name));
    } catch (error) {
      gate.onError(error);
      // BullMQ tries again at once after most errors: with a store that starts up, thousands of times a second.
      await setTimeout(fetchRetryDelayMs);
      throw error;
    }
  };
  return backend;
}
