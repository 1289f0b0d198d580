import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk } from "@duckdb/node-api";
import { sqlText } from "../import/sql-text.ts";

export interface EventTableOptions {
  readonly threads: number;
  readonly memoryLimitMB: number;
  /** An existing folder where DuckDB may spill. */
  readonly scratchDir: string;
  readonly signal?: AbortSignal | undefined;
}

/** An event table opened for reading. */
export interface EventTable {
  /** SQL that names the table. */
  readonly relation: string;
  readonly columns: ReadonlySet<string>;
  /** Run statements whose result nobody reads. */
  execute(sql: string): Promise<void>;
  /** The one row of a query, its figures as numbers. */
  numbers(sql: string): Promise<number[]>;
  /** Chunks of a result in its order, while the query still runs. A chunk is valid until the next is asked for. */
  chunks(sql: string): AsyncGenerator<DuckDBDataChunk>;
}

/** SQL that reads a Parquet file. */
export function parquetRelation(path: string): string {
  return `read_parquet(${sqlText(path)})`;
}

/**
 * Open the table that SQL names in a DuckDB of its own, use it, and close all. An abort interrupts the running query; the promise
 * then rejects with the signal's reason.
 */
export async function withEventTable<Result>(
  relation: string,
  options: EventTableOptions,
  use: (table: EventTable) => Promise<Result>,
): Promise<Result> {
  const { signal } = options;
  signal?.throwIfAborted();
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(options.threads),
    memory_limit: `${options.memoryLimitMB}MB`,
    temp_directory: options.scratchDir,
    // Ties in time keep the order of the file, so rows must come in it.
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  const interrupt = (): void => connection.interrupt();
  signal?.addEventListener("abort", interrupt);
  try {
    return await use(await eventTable(connection, relation, signal));
  } catch (err) {
    signal?.throwIfAborted();
    throw err;
  } finally {
    signal?.removeEventListener("abort", interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

async function eventTable(
  connection: DuckDBConnection,
  relation: string,
  signal: AbortSignal | undefined,
): Promise<EventTable> {
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
  return {
    relation,
    columns: new Set(described.getRowsJson().map((row) => String(row[0]))),
    async execute(sql) {
      signal?.throwIfAborted();
      await connection.run(sql);
    },
    async numbers(sql) {
      signal?.throwIfAborted();
      const reader = await connection.runAndReadAll(sql);
      return (reader.getRowsJson()[0] ?? []).map(Number);
    },
    async *chunks(sql) {
      signal?.throwIfAborted();
      const result = await connection.stream(sql);
      // The next chunk is made while this one is worked on.
      let pending = result.fetchChunk();
      for (;;) {
        const chunk = await pending;
        signal?.throwIfAborted();
        if (chunk === null || chunk.rowCount === 0) return;
        pending = result.fetchChunk();
        pending.catch(() => undefined);
        yield chunk;
      }
    },
  };
}
