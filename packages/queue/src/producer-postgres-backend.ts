import { PostgresQueueBackend } from "bullmq";
import type { SharedPostgresConnection } from "./shared-postgres-connection.ts";

const LIST_CLIENTS = `SELECT pid, application_name AS name, extract(epoch FROM now() - backend_start)::int AS age,
  coalesce(host(client_addr), 'local') || ':' || coalesce(client_port, 0) AS addr
FROM pg_stat_activity WHERE datname = current_database() AND application_name <> '' ORDER BY pid`;

/** The producers' Postgres backend. It lists workers in the format of Redis, with an address, because Bull Board shows no others. */
export class ProducerPostgresBackend extends PostgresQueueBackend {
  readonly #connection: SharedPostgresConnection;

  constructor(connection: SharedPostgresConnection, ...rest: Rest) {
    super(connection, ...rest);
    this.#connection = connection;
  }

  /** As Redis' CLIENT LIST: one line a connection, `key=value` parted by spaces. */
  override async getClientList(): Promise<string[]> {
    const { rows } = await this.#connection.pool.query<{ pid: number; name: string; age: number; addr: string }>(
      LIST_CLIENTS,
    );
    const lines = rows.map(
      ({ pid, name, age, addr }) => `id=${pid} addr=${addr} age=${age} name=${name.replaceAll(/\s/g, "_")}`,
    );
    return [lines.join("\n")];
  }
}

type Rest = ConstructorParameters<typeof PostgresQueueBackend> extends [unknown, ...infer Others] ? Others : never;
