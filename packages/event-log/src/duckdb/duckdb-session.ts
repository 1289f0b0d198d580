import type { DuckDBConnection, Json } from "@duckdb/node-api";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { cellText } from "../text/cell-text.ts";
import { registerTextFunction, type TextFunction } from "./duckdb-functions.ts";
import { sqlName } from "../text/sql-text.ts";
import { openDatabase, type Database } from "./open-database.ts";

/** A DuckDB database in memory that spills to the scratch folder, and is interrupted when the signal aborts. */
export interface DuckDbSession {
  /**
   * Runs a statement and returns its rows; throws the signal's reason when aborted. `onFraction` is called a few times a
   * second how much of the statement is done, 0–1.
   */
  query(sql: string, onFraction?: (fraction: number) => void): Promise<readonly (readonly Json[])[]>;
  /** Runs a statement whose first column holds whole numbers and hands them over in pieces, however many there are. */
  eachNumber(sql: string, take: (numbers: readonly number[]) => void): Promise<void>;
  /** Lets statements call a function of texts. */
  register(textFunction: TextFunction): void;
  /**
   * Gives memory and spilled files back, which takes seconds after gigabytes: resolves when that is done, or at once when
   * the signal has aborted, so that a cancel needn't wait for it.
   */
  close(): Promise<void>;
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
  const spillFolder = join(scratchDir, `spill-${randomUUID()}`);
  const database = await openDatabase({ threads: limits.threads, memoryLimitMB: limits.memoryLimitMB, spillFolder });
  const connection = await database.connect();
  const released: (() => void)[] = [];
  let hasFailed = false;
  const isSound = (): boolean => !hasFailed && !signal.aborted && !existsSync(spillFolder);
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
        hasFailed = true;
        signal.throwIfAborted();
        throw err;
      } finally {
        if (timer !== null) clearInterval(timer);
      }
    },
    async eachNumber(sql, take) {
      signal.throwIfAborted();
      try {
        const result = await connection.stream(sql);
        for (
          let chunk = await result.fetchChunk();
          chunk !== null && chunk.rowCount > 0;
          chunk = await result.fetchChunk()
        )
          take(chunk.getColumnValues(0).map(Number));
      } catch (err) {
        hasFailed = true;
        signal.throwIfAborted();
        throw err;
      }
    },
    register: (textFunction) => void released.push(registerTextFunction(connection, textFunction)),
    async close() {
      signal.removeEventListener("abort", interrupt);
      const freed = free(database, connection, isSound).finally(() => released.forEach((release) => release()));
      if (signal.aborted) freed.catch(() => undefined);
      else await freed;
    },
  };
}

/** Tables are dropped first, since a statement runs beside the event loop, and closing stops it. */
async function free(database: Database, connection: DuckDBConnection, isSound: () => boolean): Promise<void> {
  let isEmpty = false;
  try {
    const tables = (await connection.runAndReadAll("SELECT table_name FROM duckdb_tables()")).getRowsJson();
    for (const [name] of tables) await connection.run(`DROP TABLE ${sqlName(cellText(name))}`);
    isEmpty = true;
  } finally {
    connection.closeSync();
    await database.close(isEmpty && isSound());
  }
}
