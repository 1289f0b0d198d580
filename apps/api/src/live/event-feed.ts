import { findEvent, type Db, type EventNotice, type EventRecord } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";
import type { EventHub } from "./event-hub.ts";

/** Somebody who watches events as they happen. */
export interface Watcher {
  readonly wants: (notice: EventNotice) => boolean;
  readonly onEvent: (event: EventRecord) => void;
  /** Notices may have been missed: read the ledger again. */
  readonly onGap: () => void;
}

/** Reads each event of the ledger once, however many watch it. */
export interface EventFeed {
  watch(watcher: Watcher): () => void;
}

export function createEventFeed(db: Db, hub: EventHub, logger: Logger): EventFeed {
  const watchers = new Set<Watcher>();
  let chain: Promise<void> = Promise.resolve();

  const deliver = async (notice: EventNotice): Promise<void> => {
    const interested = [...watchers].filter((watcher) => watcher.wants(notice));
    if (interested.length === 0) return;
    const event = await findEvent(db, notice.position);
    if (event !== null) for (const watcher of interested) watcher.onEvent(event);
  };

  hub.subscribe((notice) => {
    if (notice === null) {
      for (const watcher of watchers) watcher.onGap();
      return;
    }
    if (notice.position === 0 || watchers.size === 0) return;
    // One after another, so that watchers hear of events in the order of their commits.
    chain = chain
      .then(() => deliver(notice))
      .catch((err: unknown) => {
        logger.warn({ err }, "event not read for watchers");
        for (const watcher of watchers) watcher.onGap();
      });
  });

  return {
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}
