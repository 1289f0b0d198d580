import { DuckDBInstance, type Json } from "@duckdb/node-api";
import { join } from "node:path";

/** A DuckDB database in memory that spills to the scratch folder, and is interrupted when the signal aborts. */
export interface DuckDbSession {
  /**
   * Runs a statement and returns its rows; throws the signal's reason when aborted. `onFraction` is told a few times a
   * second how much of the statement is done, 0–1.
   */
  query(sql: string, onFraction?: (fraction: number) => void): Promise<readonly (readonly Json[])[]>;
  close(): void;
}

export interface DuckDbLimits {
  readonly scratchDir: string;
  readonly threads: number;
  readonly memoryLimitMB: number;
  readonly signal: AbortSignal;
}

const progressIntervalMs = 250;

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
  await connection.run(
    "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0",
  );
  const interrupt = () => connection.interrupt();
  signal.addEventListener("abort", interrupt);
  return {
    async query(sql, onFraction) {
      signal.throwIfAborted();
      // DuckDB says -1 until it knows.
      const watch = (): void => onFraction?.(Math.max(0, connection.progress.percentage) / 100);
      const timer = onFraction === undefined ? null : setInterval(watch, progressIntervalMs);
      try {
        return (await connection.runAndReadAll(sql)).getRowsJson();
      } catch (err) {
        signal.throwIfAborted();
        throw err;
      } finally {
        if (timer !== null) clearInterval(timer);
      }
    },
    close() {
      signal.removeEventListener("abort", interrupt);
      connection.closeSync();
      instance.closeSync();
    },
  };
}
