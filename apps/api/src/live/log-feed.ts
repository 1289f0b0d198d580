import { listLogStates, type Db, type LogPosition, type LogState } from "@longhaul/db";
import type { Logger } from "@longhaul/runtime";

/** Notifies followers of logs that have grown, or whose operations have ended. */
export interface LogFeed {
  /** Calls `onNews` until the returned function is called. */
  watch(operationId: string, onNews: () => void): () => void;
  /** The last that is known of the operation; null before the first look, and when it is gone. */
  stateOf(operationId: string): LogState | null;
  close(): void;
}

const INTERVAL_MS = 250;

/** A feed that looks at all logs that are followed here together, four times a second, and at nothing while none is. */
export function createLogFeed(db: Db, logger: Logger): LogFeed {
  const watchers = new Map<string, Set<() => void>>();
  const states = new Map<string, LogState>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const look = async (): Promise<void> => {
    const ids = [...watchers.keys()];
    const found = new Map((await listLogStates(db, ids)).map((state) => [state.operationId, state]));
    for (const id of ids) {
      const [before, now] = [states.get(id), found.get(id)];
      if (now === undefined) states.delete(id);
      else if (watchers.has(id)) states.set(id, now);
      const isNews = now === undefined || before === undefined || !isSame(before, now);
      if (isNews) for (const notify of watchers.get(id) ?? []) notify();
    }
  };
  const plan = (): void => {
    if (isClosed || watchers.size === 0 || timer !== undefined) return;
    timer = setTimeout(() => {
      void look()
        .catch((err: unknown) => logger.warn({ err }, "logs not looked at"))
        .finally(() => {
          timer = undefined;
          plan();
        });
    }, INTERVAL_MS);
  };

  return {
    stateOf: (operationId) => states.get(operationId) ?? null,
    watch(operationId, onNews) {
      const own = watchers.get(operationId) ?? new Set();
      watchers.set(operationId, own.add(onNews));
      plan();
      return () => {
        own.delete(onNews);
        if (own.size > 0) return;
        watchers.delete(operationId);
        states.delete(operationId);
      };
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

const isSame = (a: LogPosition & LogState, b: LogState): boolean =>
  a.epoch === b.epoch && a.number === b.number && a.isEnded === b.isEnded;
