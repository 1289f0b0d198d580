import { findEvent, type Db, type EventHeader, type EventRecord } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";
import type { EventHub, Happening } from "./event-hub.ts";

/** Somebody who watches events as they happen. */
export interface Watcher {
  readonly wants: (event: EventHeader) => boolean;
  readonly onEvent: (event: EventRecord) => void;
  /** Events may have been missed: read the ledger again. */
  readonly onGap: () => void;
}

/** Reads each event of the ledger once, however many watch it. */
export interface EventFeed {
  watch(watcher: Watcher): () => void;
}

export function createEventFeed(db: Db, hub: EventHub, logger: Logger): EventFeed {
  const watchers = new Set<Watcher>();
  let chain: Promise<void> = Promise.resolve();
  let unsubscribe = (): void => undefined;

  const deliver = async (header: EventHeader): Promise<void> => {
    const interested = [...watchers].filter((watcher) => watcher.wants(header));
    if (interested.length === 0) return;
    const event = await findEvent(db, header.position);
    if (event !== null) for (const watcher of interested) watcher.onEvent(event);
  };

  const hear = (happening: Happening | null): void => {
    if (happening === null) {
      for (const watcher of watchers) watcher.onGap();
      return;
    }
    if (happening.position === 0) return;
    // One after another, so that watchers hear of events in the order of their commits.
    chain = chain
      .then(() => deliver(happening))
      .catch((err: unknown) => {
        logger.warn({ err }, "event not read for watchers");
        for (const watcher of watchers) watcher.onGap();
      });
  };

  return {
    watch(watcher) {
      watchers.add(watcher);
      if (watchers.size === 1) unsubscribe = hub.subscribe(hear);
      return () => {
        watchers.delete(watcher);
        if (watchers.size === 0) unsubscribe();
      };
    },
  };
}
