import { setTimeout } from "node:timers/promises";
import type { IQueueBackend } from "bullmq";
import { fetchRetryDelayMs } from "./queue-settings.ts";

/** Lets the caller stop and track the fetches of a BullMQ worker, which has no option for that. */
export function controlFetches<Backend extends IQueueBackend>(
  backend: Backend,
  control: {
    /** Whether the worker may fetch. A paused BullMQ worker that waits for a job would fetch the job that wakes it. */
    readonly isOpen: () => boolean;
    readonly track: (fetch: Promise<unknown[]>) => Promise<unknown[]>;
    readonly onError: (error: unknown) => void;
  },
): Backend {
  const fetchJob = backend.moveToActive.bind(backend);
  backend.moveToActive = async (token, name): Promise<unknown[]> => {
    if (!control.isOpen()) return [null, "", 0, 0];
    try {
      return await control.track(fetchJob(token, name));
    } catch (error) {
      control.onError(error);
      // BullMQ tries again at once after most errors: with a store that starts up, thousands of times a second.
      await setTimeout(fetchRetryDelayMs);
      throw error;
    }
  };
  return backend;
}
