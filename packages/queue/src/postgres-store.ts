import { PostgresQueueBackend } from "bullmq";
import type { BackendFactory, IQueueBackend } from "bullmq";
import type { QueueConnection } from "./queue-connection.ts";
import { longestWaitS } from "./queue-settings.ts";
import type { QueueStore } from "./queue-store.ts";
import { SharedPostgresConnection } from "./shared-postgres-connection.ts";

/** The schema of BullMQ's tables unless the connection names one. */
export const defaultPostgresSchema = "bullmq";

/** BullMQ's Postgres backend: at most 4 pool connections and 1 LISTEN connection for a whole process. */
export function createPostgresStore(
  { databaseUrl, schema = defaultPostgresSchema }: Extract<QueueConnection, { backend: "postgres" }>,
  onError: (error: unknown) => void,
): QueueStore {
  const connection = new SharedPostgresConnection(databaseUrl, schema);
  connection.on("error", onError);

  // A backend that doesn't own its connection isn't told that the LISTEN socket was replaced.
  const waiting = new Set<IQueueBackend>();
  connection.on("listenerinvalidated", () => {
    for (const backend of waiting) {
      void backend.disconnectBlocking().then(() => backend.reconnectBlocking(), onError);
    }
  });

  const backendFactory: BackendFactory = (name, opts, { withBlockingConnection = false } = {}) => {
    const backend = new PostgresQueueBackend(connection, name, { ...opts, connection: databaseUrl }, false);
    if (withBlockingConnection) {
      waiting.add(backend);
      // BullMQ's own limit is an hour, and it overlooks a job when the question that makes up for a missed NOTIFY fails.
      Object.defineProperty(backend, "maximumBlockTimeout", { value: longestWaitS });
    }
    return backend;
  };
  const client = { connection: {}, backendFactory };

  return {
    producer: () => client,
    consumer: () => client,
    waitUntilReady: async () => connection.waitUntilReady(),
    ping: async () => {
      await connection.pool.query("SELECT 1");
    },
    findFinished: async (queueName, jobIds) => {
      const { rows } = await connection.pool.query<{ id: string }>(
        "SELECT id FROM job WHERE queue = $1 AND id = ANY($2::text[]) AND state IN ('completed', 'failed')",
        [queueName, jobIds],
      );
      return rows.map((row) => row.id);
    },
    interruptWaiting: async (backend) => {
      waiting.delete(backend);
      await backend.disconnectBlocking();
    },
    resumeWaiting: async (backend) => {
      waiting.add(backend);
      await backend.reconnectBlocking();
    },
    close: async () => connection.close(),
  };
}
