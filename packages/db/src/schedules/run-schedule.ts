import { storableJson } from "@longhaul/domain";
import type { Sql, Tx } from "../client.ts";
import type { WholeSchedule } from "./find-schedule.ts";
import { RUN_COLUMNS, SCHEDULE_COLUMNS, type RunOutcome, type RunRecord } from "./schedule-record.ts";

/** A due schedule in the hands of one process. */
export interface DueSchedule extends WholeSchedule {
  /** The tick to begin with. */
  readonly nextRunAt: Date;
  /** The database's time. */
  readonly now: Date;
}

/** Claims schedules that are due, the longest overdue first, for a while. Others pass them over until then. */
export async function claimDueSchedules(
  sql: Sql,
  { leaseMs, limit }: { readonly leaseMs: number; readonly limit: number },
): Promise<DueSchedule[]> {
  const { rows } = await sql.query<DueSchedule>(
    {
      name: "claim-due-schedules",
      text: `UPDATE schedules s SET epoch = s.epoch + 1, lease_until = now() + $1 * interval '1 millisecond'
FROM (SELECT id FROM schedules WHERE next_run_at <= now() AND (lease_until IS NULL OR lease_until <= now())
  ORDER BY next_run_at LIMIT $2 FOR UPDATE SKIP LOCKED) due
WHERE s.id = due.id RETURNING ${SCHEDULE_COLUMNS}, s.request, now() AS now`,
    },
    [leaseMs, limit],
  );
  return rows;
}

/**
 * Moves a claimed schedule on to its next tick, and ends the claim. First in the transaction that starts the run, or skips it.
 * @returns whether the claim still held: nothing else may be written when it didn't
 */
export async function moveOn(
  tx: Tx,
  { id, epoch }: Pick<DueSchedule, "id" | "epoch">,
  nextRunAt: Date | null,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    {
      name: "move-schedule-on",
      text: "UPDATE schedules SET next_run_at = $3, lease_until = NULL WHERE id = $1 AND epoch = $2 AND next_run_at IS NOT NULL",
    },
    [id, epoch, nextRunAt],
  );
  return rowCount === 1;
}

/** Whether a tick was dealt with. */
export async function hasRun(tx: Tx, scheduleId: string, tick: Date): Promise<boolean> {
  const { rows } = await tx.query<{ number: number }>(
    {
      name: "has-run",
      text: "SELECT number FROM schedule_runs WHERE schedule_id = $1 AND scheduled_for = $2 AND trigger = 'Schedule'",
    },
    [scheduleId, tick],
  );
  return rows.length > 0;
}

/** Runs of a schedule that are kept. */
const KEPT = 1000;

const RECORD = {
  name: "record-run",
  text: `WITH s AS (UPDATE schedules SET run_count = run_count + 1 WHERE id = $1 RETURNING id, run_count),
gone AS (DELETE FROM schedule_runs USING s WHERE schedule_id = s.id AND number <= s.run_count - ${KEPT}),
r AS (
  INSERT INTO schedule_runs (schedule_id, number, trigger, scheduled_for, until, status, operation_id, batch_id, reason, detail, errors)
  SELECT s.id, s.run_count, $2, $3, $4, $5, $6, $7, $8, $9, $10 FROM s RETURNING *
)
SELECT ${RUN_COLUMNS} FROM r`,
};

/** Adds a run to the history of a schedule, of which the newest thousand are kept. Fails where the tick has one already. */
export async function recordRun(tx: Tx, scheduleId: string, outcome: RunOutcome): Promise<RunRecord> {
  const { rows } = await tx.query<RunRecord>(RECORD, [
    scheduleId,
    outcome.trigger,
    outcome.scheduledFor,
    outcome.until ?? null,
    outcome.status,
    outcome.operationId ?? null,
    outcome.batchId ?? null,
    outcome.reason ?? null,
    outcome.detail ?? null,
    outcome.errors === undefined ? null : storableJson(outcome.errors),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error(`schedule ${scheduleId} is gone`);
  return row;
}
