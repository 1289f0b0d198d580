import { assertSchemaCompatibility, PostgresConnection } from "bullmq";
import { connectTimeoutMs } from "./queue-settings.ts";

/** Enough for the short statements of a process's queues and workers; idle ones are closed after 10 s. */
const maxPoolConnections = 4;

/** A statement of ours takes milliseconds; a peer that vanished must not hold a pool connection for ever. */
const statementTimeoutMs = 10_000;

/**
 * One pool and (once a worker waits for jobs) one LISTEN connection for all queues and workers of a process.
 * BullMQ's own class remembers a failed first connection for ever; this one tries again.
 */
export class SharedPostgresConnection extends PostgresConnection {
  #ready: Promise<void> | undefined;
  readonly #ordered = new WeakSet<object>();

  constructor(databaseUrl: string, schema: string) {
    super({
      connectionString: databaseUrl,
      schema,
      max: maxPoolConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: statementTimeoutMs,
      keepAlive: true,
      application_name: "longhaul-queue",
    });
  }

  override async waitUntilReady(): Promise<void> {
    this.#ready ??= this.#checkSchema().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  override async getListenClient(): ReturnType<PostgresConnection["getListenClient"]> {
    const client = await super.getListenClient();
    if (!this.#ordered.has(client)) {
      this.#ordered.add(client);
      queryInOrder(client);
    }
    return client;
  }

  async #checkSchema(): Promise<void> {
    const client = await this.pool.connect();
    try {
      await assertSchemaCompatibility(client, this.schema);
    } finally {
      client.release();
    }
  }
}

/** The workers of a process share this client and each sends its LISTEN at once; pg wants one statement after the other. */
function queryInOrder(client: { query: (...args: never[]) => unknown }): void {
  const query = client.query.bind(client);
  let last: Promise<unknown> = Promise.resolve();
  client.query = async (...args) => {
    last = last.catch(() => undefined).then(() => query(...args));
    return last;
  };
}
