import { DuckDBInstance, type DuckDBConnection, type Json } from "@duckdb/node-api";
import { join } from "node:path";

/** A DuckDB database in memory that spills to the scratch folder, and is interrupted when the signal aborts. */
export interface DuckDbSession {
  readonly connection: DuckDBConnection;
  /** Runs a statement and returns its rows; throws the signal's reason when aborted. */
  query(sql: string): Promise<readonly (readonly Json[])[]>;
  close(): void;
}

export interface DuckDbLimits {
  readonly scratchDir: string;
  readonly threads: number;
  readonly memoryLimitMB: number;
  readonly signal: AbortSignal;
}

export async function openDuckDbSession(limits: DuckDbLimits): Promise<DuckDbSession> {
  const { scratchDir, signal } = limits;
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(limits.threads),
    memory_limit: `${limits.memoryLimitMB}MB`,
    temp_directory: join(scratchDir, "spill"),
    preserve_insertion_order: "true",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal.addEventListener("abort", interrupt);
  return {
    connection,
    async query(sql) {
      signal.throwIfAborted();
      try {
        return (await connection.runAndReadAll(sql)).getRowsJson();
      } catch (err) {
        signal.throwIfAborted();
        throw err;
      }
    },
    close() {
      signal.removeEventListener("abort", interrupt);
      connection.closeSync();
      instance.closeSync();
    },
  };
}
