import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { EventLog } from "../log/event-log.ts";
import { sqlText } from "../text/sql-text.ts";
import type { EventTableOptions } from "../read/event-table.ts";
import { readEventLog, type ReadEventLogOptions } from "../read/read-event-log.ts";

/** The event log of a query's rows, through a Parquet file of the importer's shape, in small row groups. */
export async function readTableFromSql(query: string, options: Partial<ReadEventLogOptions> = {}): Promise<EventLog> {
  return withTableFromSql(query, async (table) => readEventLog({ ...table, ...options }));
}

/** Write a query's rows to a Parquet file, use it, and remove it. */
export async function withTableFromSql<Result>(
  query: string,
  use: (table: EventTableOptions) => Promise<Result>,
): Promise<Result> {
  const scratchDir = await mkdtemp(join(tmpdir(), "event-table-"));
  try {
    const tablePath = join(scratchDir, "table.parquet");
    const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
    const connection = await instance.connect();
    try {
      await connection.run("SET TimeZone = 'UTC'");
      await connection.run(`COPY (${query}) TO ${sqlText(tablePath)} (FORMAT parquet, ROW_GROUP_SIZE 20480)`);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
    return await use({ tablePath, threads: 2, memoryLimitMB: 512, scratchDir });
  } finally {
    await rm(scratchDir, { recursive: true });
  }
}
