import { followEvents, listenForEvents, type Db, type EventHeader, type EventNotice, type Rest } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";

/** An event of the ledger, or the end of an import, which has position 0. */
export type Happening = EventHeader & Pick<EventNotice, "datasetId">;

/** Receives every event of the ledger once, and notifies its listeners in this process. */
export interface EventHub {
  /** Calls `listener` for each event until the returned function is called. A null means that events may have been missed. */
  subscribe(listener: (happening: Happening | null) => void): () => void;
  /** Resolves at the next happening that `matches`, after a reconnection, after `timeoutMs`, or when `signal` aborts. */
  wait(matches: (happening: Happening) => boolean, timeoutMs: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export async function createEventHub(db: Db, rest: Rest, logger: Logger): Promise<EventHub> {
  const listeners = new Set<(happening: Happening | null) => void>();
  const notify = (happening: Happening | null): void => {
    for (const listener of listeners) listener(happening);
  };
  const follower = await followEvents(db, {
    onEvents: (events) => events.forEach(notify),
    isWatched: () => listeners.size > 0,
    isResting: rest.isResting,
    onError: (err) => logger.warn({ err }, "events not read"),
  });
  rest.onWake(() => follower.poll());
  const source = await listenForEvents(db, {
    applicationName: "api-listener",
    rest,
    // Listeners get events when they are read from the ledger, in order.
    onNotice: (notice) => (notice.position === 0 ? notify(notice) : follower.poll()),
    onConnected: () => notify(null),
    onError: (err) => logger.warn({ err }, "event listener interrupted"),
  });
  const subscribe: EventHub["subscribe"] = (listener) => {
    listeners.add(listener);
    if (listeners.size === 1) follower.poll();
    return () => void listeners.delete(listener);
  };
  return {
    subscribe,
    wait: (matches, timeoutMs, signal) =>
      new Promise((resolve) => {
        const finish = (): void => {
          clearTimeout(timer);
          unsubscribe();
          signal.removeEventListener("abort", finish);
          resolve();
        };
        const timer = setTimeout(finish, timeoutMs);
        const unsubscribe = subscribe((happening) => {
          if (happening === null || matches(happening)) finish();
        });
        signal.addEventListener("abort", finish);
        if (signal.aborted) finish();
      }),
    async close() {
      await follower.close();
      await source.close();
    },
  };
}
