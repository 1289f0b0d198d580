import type { DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import { DomainError } from "@longhaul/domain";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../duckdb/open-database.ts";
import { sqlText } from "../text/sql-text.ts";

/** What a table is refused with that has rows no importer writes. */
export const incompleteRows = (): DomainError =>
  new DomainError("unprocessable", "The event table has rows without case_id, activity or timestamp.");

/** Handing over a chunk takes longer than making it, mostly in waiting: this many scans are under way at once. */
const SCANS = 3;
/** Four row groups of DuckDB's usual size; a slice's result is held in memory. */
const ROWS_PER_SLICE = 4 * 122_880;

export interface EventTableOptions {
  /** The event table (Parquet) that the import wrote. */
  readonly tablePath: string;
  readonly threads: number;
  readonly memoryLimitMB: number;
  /** An existing folder where DuckDB may spill. */
  readonly scratchDir: string;
  readonly signal?: AbortSignal | undefined;
}

/** A Parquet event table opened for reading. */
export interface EventTable {
  /** SQL that names the table; each row has its number in the file as `file_row_number`. */
  readonly relation: string;
  readonly columns: ReadonlySet<string>;
  /** Columns of which the file keeps every group of rows as numbers of a dictionary. */
  dictionaryColumns(): Promise<ReadonlySet<string>>;
  /** Run statements whose result nobody reads. */
  execute(sql: string): Promise<void>;
  /** The one row of a query, its figures as numbers. */
  numbers(sql: string): Promise<number[]>;
  /** The first column of a result as texts. */
  texts(sql: string): Promise<string[]>;
  /** Chunks of a result in its order. A chunk is valid until the next is asked for. */
  chunks(sql: string): AsyncGenerator<DuckDBDataChunk>;
  /**
   * Hand over columns of all rows, in chunks in any order, each with the number of its first row in the file and how many
   * it has. A chunk is valid during the call. May run beside one of the other queries.
   */
  scan(
    columns: string,
    rowCount: number,
    take: (chunk: DuckDBDataChunk, firstRow: number, rows: number) => void,
  ): Promise<void>;
}

/**
 * Open the table in a DuckDB of its own, use it, and close all. An abort interrupts the running queries; the promise
 * then rejects with the signal's reason.
 */
export async function withEventTable<Result>(
  options: EventTableOptions,
  use: (table: EventTable) => Promise<Result>,
): Promise<Result> {
  const { signal } = options;
  signal?.throwIfAborted();
  const { threads, memoryLimitMB } = options;
  const spillFolder = join(options.scratchDir, `spill-${randomUUID()}`);
  const database = await openDatabase({ threads, memoryLimitMB, spillFolder });
  let isSound = false;
  const connections: DuckDBConnection[] = [];
  const interrupt = (): void => connections.forEach((connection) => connection.interrupt());
  signal?.addEventListener("abort", interrupt);
  try {
    for (let at = 0; at <= SCANS; at++) connections.push(await database.connect());
    const result = await use(await openTable(connections, options.tablePath, signal));
    isSound = signal?.aborted !== true && !existsSync(spillFolder);
    return result;
  } catch (err) {
    signal?.throwIfAborted();
    throw err;
  } finally {
    signal?.removeEventListener("abort", interrupt);
    connections.forEach((connection) => connection.closeSync());
    await database.close(isSound);
  }
}

async function openTable(
  connections: readonly DuckDBConnection[],
  path: string,
  signal: AbortSignal | undefined,
): Promise<EventTable> {
  const [connection, ...scanConnections] = connections;
  if (connection === undefined) throw new RangeError("a table needs a connection");
  const relation = `read_parquet(${sqlText(path)}, file_row_number = true)`;
  const run = async (sql: string, on = connection) => {
    signal?.throwIfAborted();
    return on.run(sql);
  };
  async function* chunks(sql: string): AsyncGenerator<DuckDBDataChunk> {
    const result = await run(sql);
    for (;;) {
      const chunk = await result.fetchChunk();
      signal?.throwIfAborted();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk;
    }
  }
  let dictionaryColumns: Promise<ReadonlySet<string>> | null = null;
  const readDictionaryColumns = async (): Promise<ReadonlySet<string>> => {
    const found = await run(
      `SELECT path_in_schema FROM parquet_metadata(${sqlText(path)}) GROUP BY 1 HAVING bool_and(dictionary_page_offset IS NOT NULL)`,
    );
    return new Set((await found.getRowsJson()).flatMap(([name]) => (typeof name === "string" ? [name] : [])));
  };
  return {
    relation,
    columns: new Set((await run(`SELECT * FROM ${relation} LIMIT 0`)).columnNames()),
    dictionaryColumns: async () => (dictionaryColumns ??= readDictionaryColumns()),
    async execute(sql) {
      await run(sql);
    },
    async numbers(sql) {
      return ((await (await run(sql)).getRowsJson())[0] ?? []).map(Number);
    },
    async texts(sql) {
      const found: string[] = [];
      for await (const chunk of chunks(sql)) for (const text of chunk.getColumnValues(0)) found.push(String(text));
      return found;
    },
    chunks,
    async scan(columns, rowCount, take) {
      let nextRow = 0;
      const scanSlices = async (on: DuckDBConnection): Promise<void> => {
        while (nextRow < rowCount) {
          let row = nextRow;
          nextRow += ROWS_PER_SLICE;
          const result = await run(
            `SELECT ${columns} FROM ${relation}
             WHERE file_row_number >= ${row} AND file_row_number < ${nextRow}`,
            on,
          );
          signal?.throwIfAborted();
          const { chunkCount } = result;
          for (let at = 0; at < chunkCount; at++) {
            const chunk = result.getChunk(at);
            const rows = chunk.rowCount;
            take(chunk, row, rows);
            row += rows;
          }
        }
      };
      const ended = await Promise.allSettled(
        scanConnections.map(async (on) => {
          try {
            await scanSlices(on);
          } catch (err) {
            nextRow = rowCount;
            throw err;
          }
        }),
      );
      for (const end of ended) if (end.status === "rejected") throw end.reason;
    },
  };
}
