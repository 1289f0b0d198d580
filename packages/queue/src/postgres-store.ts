import { PostgresQueueBackend } from "bullmq";
import type { BackendFactory, IQueueBackend } from "bullmq";
import type { QueueConnection } from "./queue-connection.ts";
import { gatherStatements } from "./gather-statements.ts";
import { longestWaitS } from "./queue-settings.ts";
import type { QueueStore } from "./queue-store.ts";
import { postgresGates } from "./postgres-gates.ts";
import { ProducerPostgresBackend } from "./producer-postgres-backend.ts";
import { SharedPostgresConnection } from "./shared-postgres-connection.ts";
import { WorkerPostgresConnection } from "./worker-postgres-connection.ts";

/** The schema of BullMQ's tables unless the connection names one. */
export const defaultPostgresSchema = "bullmq";

/** BullMQ's Postgres backend: at most 4 pool connections for a whole process, and 1 LISTEN connection a worker. */
export function createPostgresStore(
  { databaseUrl, schema = defaultPostgresSchema }: Extract<QueueConnection, { backend: "postgres" }>,
  onError: (error: unknown) => void,
): QueueStore {
  const connection = new SharedPostgresConnection(databaseUrl, schema);
  connection.on("error", onError);

  const workers = new WeakMap<IQueueBackend, WorkerPostgresConnection>();
  const backendFactory: BackendFactory = (name, opts, { withBlockingConnection = false } = {}) => {
    const options = { ...opts, connection: databaseUrl };
    if (!withBlockingConnection) return new ProducerPostgresBackend(connection, name, options, false);
    // BullMQ's names: a dashboard counts the connections called so as the queue's workers.
    const workerName = "name" in opts && typeof opts.name === "string" ? `:w:${opts.name}` : "";
    const own = new WorkerPostgresConnection(
      connection,
      `${name}${workerName}`,
      // Gates are children of their operations.
      name === "gates" ? connection.pool : gatherStatements(connection.pool),
    );
    const backend = new PostgresQueueBackend(own, name, options);
    workers.set(backend, own);
    // BullMQ's own limit is an hour, and it overlooks a job when the question that makes up for a missed NOTIFY fails.
    Object.defineProperty(backend, "maximumBlockTimeout", { value: longestWaitS });
    return backend;
  };
  const client = { connection: {}, backendFactory };

  return {
    producer: () => client,
    consumer: () => ({ ...client, drainDelay: longestWaitS, fetchesTogether: true }),
    waitUntilReady: async () => connection.waitUntilReady(),
    ping: async () => {
      await connection.pool.query("SELECT 1");
    },
    findJobs: async (queueName, jobIds) => {
      const { rows } = await connection.pool.query<{ id: string; isFinished: boolean }>(
        `SELECT id, state IN ('completed', 'failed') AS "isFinished" FROM job WHERE queue = $1 AND id = ANY($2::text[])`,
        [queueName, jobIds],
      );
      return new Map(rows.map(({ id, isFinished }) => [id, { isFinished }]));
    },
    ...postgresGates(connection.pool),
    findNext: async (queueName) => {
      const { rows } = await connection.pool.query<{ data: string }>(
        "SELECT data::text AS data FROM job WHERE queue = $1 AND state = 'waiting' ORDER BY priority, seq LIMIT 1",
        [queueName],
      );
      return rows[0]?.data ?? null;
    },
    claimWaiting: async (queueName, jobIds, token, lockMs) => {
      const { rows } = await connection.pool.query<{ id: string }>(
        `UPDATE job SET state = 'active', delay_ms = 0, lock_token = $3, locked_until_ms = $4
         WHERE queue = $1 AND id = ANY($2::text[]) AND state IN ('waiting', 'delayed', 'waiting-children') RETURNING id`,
        [queueName, jobIds, token, Date.now() + lockMs],
      );
      return rows.map((row) => row.id);
    },
    giveBack: async (backend, _queueName, jobId, token) => {
      await backend.moveJobFromActiveToWait(jobId, token);
    },
    // BullMQ's function that adds a job notifies.
    announce: () => undefined,
    hearAdded: (backend, queueName, onAdded) => {
      workers.get(backend)?.on("added", (added) => {
        if (added === queueName) onAdded();
      });
    },
    interruptWaiting: async (backend) => backend.disconnectBlocking(),
    resumeWaiting: async (backend) => backend.reconnectBlocking(),
    close: async () => connection.close(),
  };
}
