import type { LogLevel } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** Where an entry stands in the log of its operation. */
export interface LogPosition {
  readonly epoch: number;
  readonly number: number;
}

/** An entry as it is kept. */
export interface LogEntry extends LogPosition {
  readonly loggedAt: Date;
  readonly level: LogLevel;
  readonly phase: string | null;
  readonly attempt: number;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>> | null;
  readonly trace: Readonly<Record<string, unknown>> | null;
}

export interface LogFilter {
  readonly levels: readonly LogLevel[];
  readonly since?: Date;
  readonly until?: Date;
  /** In any case. */
  readonly phase?: string;
  /** Text that the message or the fields hold, in any case. */
  readonly search?: string;
}

const LIST = {
  name: "list-log-entries",
  text: `SELECT epoch, number, logged_at AS "loggedAt", level, phase, attempt, message, fields, trace FROM (
  SELECT *, sum(bytes) OVER (ORDER BY epoch, number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM (
    SELECT * FROM log_entries WHERE operation_id = $1 AND (epoch, number) > ($2::int, $3::int) AND level = ANY ($4)
      AND ($5::timestamptz IS NULL OR logged_at >= $5) AND ($6::timestamptz IS NULL OR logged_at < $6)
      AND ($7::text IS NULL OR lower(phase) = lower($7))
      AND ($8::text IS NULL OR strpos(lower(message), lower($8)) > 0 OR strpos(lower(fields::text), lower($8)) > 0)
    ORDER BY epoch, number LIMIT $9) page) sized
WHERE coalesce(before, 0) < $10 ORDER BY epoch, number`,
};

/**
 * Entries of an operation in the order in which they were logged, behind a position. At most `limit`, and so many that
 * all but the last are within `maxBytes`.
 */
export async function listLogEntries(
  sql: Sql,
  operationId: string,
  filter: LogFilter,
  page: { readonly after: LogPosition; readonly limit: number; readonly maxBytes: number },
): Promise<LogEntry[]> {
  const { rows } = await sql.query<LogEntry>(LIST, [
    operationId,
    page.after.epoch,
    page.after.number,
    filter.levels,
    filter.since ?? null,
    filter.until ?? null,
    filter.phase ?? null,
    filter.search ?? null,
    page.limit,
    page.maxBytes,
  ]);
  return rows;
}

/** How many entries of an operation's log are kept, by level, and how many were logged beside them. */
export interface LogCounts {
  readonly counts: Readonly<Record<LogLevel, number>>;
  readonly dropped: number;
}

export async function findLogCounts(sql: Sql, operationId: string): Promise<LogCounts> {
  const { rows } = await sql.query<Record<LogLevel | "dropped", number>>(
    {
      name: "find-log-counts",
      text: "SELECT debug, info, warn, error, dropped FROM log_counts WHERE operation_id = $1",
    },
    [operationId],
  );
  const { dropped = 0, debug = 0, info = 0, warn = 0, error = 0 } = rows[0] ?? {};
  return { counts: { debug, info, warn, error }, dropped };
}

/** How far the log of an operation has come. */
export interface LogState extends LogPosition {
  readonly operationId: string;
  readonly isEnded: boolean;
}

/** For each operation, the last number of its log and whether it has ended. Deleted operations are left out. */
export async function listLogStates(sql: Sql, operationIds: readonly string[]): Promise<LogState[]> {
  const { rows } = await sql.query<LogState>(
    {
      name: "list-log-states",
      text: `SELECT o.id AS "operationId", coalesce(c.last_epoch, -1) AS epoch, coalesce(c.last_number, 0) AS number,
  o.ended_at IS NOT NULL AS "isEnded" FROM operations o LEFT JOIN log_counts c ON c.operation_id = o.id
WHERE o.id = ANY ($1) AND o.expired_at IS NULL`,
    },
    [operationIds],
  );
  return rows;
}
