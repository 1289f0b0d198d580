import { createPostgresStore } from "./postgres-store.ts";
import { createRedisStore } from "./redis-store.ts";
import type { QueueConnection } from "./queue-connection.ts";
import type { QueueStore } from "./queue-store.ts";

export type Shared = { readonly store: QueueStore; readonly listeners: Set<(error: unknown) => void>; users: number };

/** Keyed by the connection object itself, so a process that passes one object around opens one set of sockets. */
export const sharedStores = new WeakMap<QueueConnection, Shared>();

/** Joins the process's store for this connection; the last to release it closes its sockets. */
export function acquireQueueStore(
  connection: QueueConnection,
  onError: (error: unknown) => void,
): { readonly store: QueueStore; readonly release: () => Promise<void> } {
  const shared = sharedStores.get(connection) ?? openStore(connection);
  shared.users += 1;
  shared.listeners.add(onError);
  let released = false;
  return {
    store: shared.store,
    release: async () => {
      if (released) return;
      released = true;
      shared.users -= 1;
      if (shared.users > 0) {
        shared.listeners.delete(onError);
        return;
      }
      sharedStores.delete(connection);
      await shared.store.close();
      shared.listeners.delete(onError);
    },
  };
}

export function openStore(connection: QueueConnection): Shared {
  const listeners = new Set<(error: unknown) => void>();
  const report = (error: unknown): void => {
    // Each socket's error is told once, not once per queue that shares it.
    const [first] = listeners;
    first?.(error);
  };
  const store =
    connection.backend === "postgres" ? createPostgresStore(connection, report) : createRedisStore(connection, report);
  const shared = { store, listeners, users: 0 };
  sharedStores.set(connection, shared);
  return shared;
}
