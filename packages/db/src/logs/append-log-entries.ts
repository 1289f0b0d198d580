import { storableJson, type LogLevel } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { withLockLimit } from "../write-past-locks.ts";

/** What a phase, or its worker, says of an operation. */
export interface NewLogEntry {
  /** Rises from one entry of a claim to the next. */
  readonly number: number;
  /** ISO 8601. */
  readonly time: string;
  readonly level: LogLevel;
  readonly phase: string | null;
  /** From 1 on. */
  readonly attempt: number;
  readonly message: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Where an error came from: for operators only. */
  readonly trace?: object;
}

/** Entries of one claim. Given again, because nobody knows whether it was written, it must be the same. */
export interface LogBatch {
  readonly operationId: string;
  readonly epoch: number;
  /** Number of the last entry that was logged, whether it is among these or was dropped. */
  readonly upTo: number;
  /** How many were logged since the batch before and are not among these. */
  readonly dropped: number;
  readonly entries: readonly NewLogEntry[];
}

/** A batch as it is sent. */
export interface WrittenLog {
  readonly operationId: string;
  readonly json: string;
}

interface LogLimits {
  /** How much is kept of the log of one operation. */
  readonly maxEntries?: number;
  readonly maxBytes?: number;
  /** Longest wait for locks; 0, the default, for as long as a statement may take. */
  readonly lockMs?: number;
}

/** The batch as it is sent, each entry with its size. */
export function writtenLog({ entries, ...batch }: LogBatch): WrittenLog {
  const sized = entries.map((entry) => {
    const json = storableJson(entry);
    return `${json.slice(0, -1)},"bytes":${Buffer.byteLength(json)}}`;
  });
  return {
    operationId: batch.operationId,
    json: `${storableJson(batch).slice(0, -1)},"entries":[${sized.join(",")}]}`,
  };
}

/**
 * Adds entries to the logs of operations, at most one batch of a claim. Those of a claim that is over are not kept; what is
 * beyond the limits is counted only.
 */
export async function appendLogEntries(
  sql: Sql,
  batches: readonly WrittenLog[],
  { maxEntries = 10_000, maxBytes = 5_000_000, lockMs = 0 }: LogLimits = {},
): Promise<void> {
  await sql.query(
    { name: "append-log-entries", text: `SELECT append_log_entries(${withLockLimit("$1::jsonb", "$4")}, $2, $3)` },
    [`[${batches.map(({ json }) => json).join(",")}]`, maxEntries, maxBytes, String(lockMs)],
  );
}
