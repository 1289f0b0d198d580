import type { BackendFactory, ConnectionOptions, IQueueBackend } from "bullmq";
import { createPostgresStore } from "./postgres-store.ts";
import { createRedisStore } from "./redis-store.ts";
import type { QueueConnection } from "./queue-connection.ts";

/** One role's way to the store: what BullMQ's constructors want. */
export type StoreClient = {
  readonly connection: ConnectionOptions;
  readonly prefix?: string;
  readonly backendFactory: BackendFactory;
  /** For how many seconds a worker waits to be woken before it looks for jobs by itself; 5 when left out. */
  readonly drainDelay?: number;
  /** Counts the ends of jobs a minute, for dashboards: only where that costs next to nothing. */
  readonly metrics?: { readonly maxDataPoints: number };
};

/** What the two backends have to do differently. All sockets of one process to one store. */
export type QueueStore = {
  /** For queues: fails fast. */
  readonly producer: () => StoreClient;
  /** For workers: waits for the store to come back. */
  readonly consumer: () => StoreClient;
  /** Resolves when a producer may send; rejects within about a second when the store is away. */
  readonly waitUntilReady: () => Promise<void>;
  readonly ping: () => Promise<void>;
  /** Which of these jobs are there, and of each whether it has finished; one round trip. */
  readonly findJobs: (
    queueName: string,
    jobIds: readonly string[],
  ) => Promise<ReadonlyMap<string, { isFinished: boolean }>>;
  /** Makes those of these jobs active under a lock that wait for a worker, a time or their children. @returns their ids */
  readonly claimWaiting: (
    queueName: string,
    jobIds: readonly string[],
    token: string,
    lockMs: number,
  ) => Promise<string[]>;
  /** Ends a worker's blocking wait for jobs; `resumeWaiting` allows it again. */
  readonly interruptWaiting: (backend: IQueueBackend) => Promise<void>;
  readonly resumeWaiting: (backend: IQueueBackend) => Promise<void>;
  readonly close: () => Promise<void>;
};

type Shared = { readonly store: QueueStore; readonly listeners: Set<(error: unknown) => void>; users: number };

/** Keyed by the connection object itself, so a process that passes one object around opens one set of sockets. */
const sharedStores = new WeakMap<QueueConnection, Shared>();

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

function openStore(connection: QueueConnection): Shared {
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
