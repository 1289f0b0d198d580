import { GuardedClient, postgresSettings } from "@longhaul/stores";
import { assertSchemaCompatibility, PostgresConnection } from "bullmq";
import type { PostgresPoolConfig } from "bullmq";
import { escapeIdentifier, type Pool, type PoolConfig } from "pg";
import { connectTimeoutMs } from "./queue-settings.ts";

/** Enough for the short statements of a process's queues and workers; idle ones are closed after 10 s. */
const maxPoolConnections = 4;

/**
 * One pool for all queues and workers of a process.
 * BullMQ's class caches a failed first connection for ever; this class tries again.
 */
export class SharedPostgresConnection extends PostgresConnection {
  /** Options of a connection with the same settings and another application name. */
  readonly optionsOf: (clientName: string) => PostgresPoolConfig;
  #ready: Promise<void> | undefined;

  constructor(databaseUrl: string, schema: string) {
    const optionsOf = (
      clientName: string,
    ): PostgresPoolConfig & PoolConfig & { readonly Client: typeof GuardedClient } => ({
      ...postgresSettings(databaseUrl, clientName, { connectMs: connectTimeoutMs }),
      Client: GuardedClient,
      schema,
      // BullMQ sets the search path in the connection's start-up options, which a pooler may drop. The pool awaits this callback,
      // although its types don't say so.
      // oxlint-disable-next-line typescript/no-misused-promises
      onConnect: async (client) => void (await client.query(`SET search_path TO ${escapeIdentifier(schema)}`)),
      max: maxPoolConnections,
    });
    super(optionsOf("longhaul-queue"));
    this.optionsOf = optionsOf;
  }

  /** The same pool with pg's own types: statements that have a name are prepared once a connection. */
  get namedStatements(): Pick<Pool, "query"> {
    return this.pool as unknown as Pick<Pool, "query">;
  }

  override async waitUntilReady(): Promise<void> {
    this.#ready ??= this.#checkSchema().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
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
