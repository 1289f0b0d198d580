import type { Sql } from "../client.ts";
import type { ResourceUsage } from "./operation-record.ts";

/** A sign of life of an operation's owner, with how far it has come. Absent figures stay as they are. */
export interface ProgressReport {
  readonly operationId: string;
  readonly epoch: number;
  readonly leaseMs: number;
  readonly phaseIdx: number;
  /** Of the whole operation, 0 to 99; a lower one than recorded is ignored. */
  readonly percentage: number;
  /** Of the phase, 0 to 100. */
  readonly phaseProgress: number;
  readonly processedRecords?: number;
  readonly totalRecords?: number;
  readonly recordsPerMinute?: number;
  readonly usage?: ResourceUsage;
  /** Live keys of the phase in the status answer: `currentActivity`, `modelsTraining`, … */
  readonly detail?: Record<string, unknown>;
}

const STATEMENT = {
  name: "record-progress",
  text: `WITH before AS (
  SELECT id, greatest(progress, $4::int) AS percentage,
    greatest(progress, $4::int) > last_progress_event
      AND (last_progress_at IS NULL OR last_progress_at <= now() - interval '1 second') AS tell
  FROM operations WHERE id = $1 AND epoch = $2 AND status = 'Running' FOR UPDATE
), o AS (
  UPDATE operations o
  SET lease_until = now() + $3 * interval '1 millisecond', version = o.version + 1, progress = before.percentage,
      processed_records = coalesce($7, o.processed_records), total_records = coalesce($8, o.total_records),
      records_per_minute = coalesce($9, o.records_per_minute), usage = coalesce($10, o.usage),
      event_seq = o.event_seq + before.tell::int,
      last_progress_event = CASE WHEN before.tell THEN before.percentage ELSE o.last_progress_event END,
      last_progress_at = CASE WHEN before.tell THEN now() ELSE o.last_progress_at END
  FROM before WHERE o.id = before.id
  RETURNING o.*
), p AS (
  UPDATE phases p
  SET progress = greatest(p.progress, $6::int), records_processed = coalesce($7, p.records_processed), detail = coalesce($11, p.detail)
  FROM o WHERE p.operation_id = o.id AND p.idx = $5 AND p.status = 'Running'
)
SELECT CASE WHEN before.tell THEN append_events(ARRAY[o.*::operations], ARRAY['operation.progress']) END AS event_positions
FROM o JOIN before ON before.id = o.id`,
};

/**
 * Extends the lease and records progress. Appends `operation.progress` when the percentage has grown since the last
 * such event and that is at least a second ago.
 * @returns false when the caller no longer owns the operation and must stop
 */
export async function recordProgress(sql: Sql, report: ProgressReport): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [
    report.operationId,
    report.epoch,
    report.leaseMs,
    report.percentage,
    report.phaseIdx,
    report.phaseProgress,
    report.processedRecords ?? null,
    report.totalRecords ?? null,
    report.recordsPerMinute ?? null,
    report.usage ?? null,
    report.detail ?? null,
  ]);
  return rowCount === 1;
}
