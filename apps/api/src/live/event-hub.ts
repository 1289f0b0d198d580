import { listenForEvents, type Db, type EventNotice } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";

/** Hears of every event of the ledger on one connection and tells those in this process who wait for it. */
export interface EventHub {
  /** Calls `listener` for each notice until the returned function is called. A missed connection is told as null. */
  subscribe(listener: (notice: EventNotice | null) => void): () => void;
  /** Resolves at the next notice that `matches`, after a reconnection, after `timeoutMs`, or when `signal` aborts. */
  wait(matches: (notice: EventNotice) => boolean, timeoutMs: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

export async function createEventHub(db: Db, logger: Logger): Promise<EventHub> {
  const listeners = new Set<(notice: EventNotice | null) => void>();
  const tell = (notice: EventNotice | null): void => {
    for (const listener of listeners) listener(notice);
  };
  const source = await listenForEvents(db, {
    applicationName: "api-listener",
    onNotice: tell,
    onConnected: () => tell(null),
    onError: (err) => logger.warn({ err }, "event listener interrupted"),
  });
  const subscribe: EventHub["subscribe"] = (listener) => {
    listeners.add(listener);
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
        const unsubscribe = subscribe((notice) => {
          if (notice === null || matches(notice)) finish();
        });
        signal.addEventListener("abort", finish);
        if (signal.aborted) finish();
      }),
    close: () => source.close(),
  };
}
