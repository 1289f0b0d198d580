import { storableJson } from "@longhaul/domain";
import type { Tx } from "../client.ts";
import type { Scope } from "../scope.ts";
import { SCHEDULE_COLUMNS, type ScheduleRecord, type ScheduleSettings } from "./schedule-record.ts";

const UPDATE = {
  name: "update-schedule",
  text: `UPDATE schedules s SET name = $2, description = $3, cron = $4, time_zone = $5, catch_up = $6, overlap = $7, starts = $8,
  request = $9, dataset_ids = $12, status = $10, next_run_at = $11, epoch = s.epoch + 1, lease_until = NULL, version = s.version + 1, updated_at = now()
WHERE s.id = $1 RETURNING ${SCHEDULE_COLUMNS}`,
};

/** Writes a schedule that this transaction has locked. A claim of its next run is void from then on. */
export async function updateSchedule(
  tx: Tx,
  scheduleId: string,
  schedule: ScheduleSettings & Pick<ScheduleRecord, "status" | "nextRunAt">,
): Promise<ScheduleRecord> {
  const { rows } = await tx.query<ScheduleRecord>(UPDATE, [
    scheduleId,
    schedule.name,
    schedule.description,
    schedule.cron,
    schedule.timeZone,
    schedule.catchUp,
    schedule.overlap,
    schedule.starts,
    storableJson(schedule.request),
    schedule.status,
    schedule.nextRunAt,
    schedule.datasetIds,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error(`schedule ${scheduleId} was not locked`);
  return row;
}

/** Removes a schedule with its history; what it started goes on. */
export async function deleteSchedule(tx: Tx, scope: Scope, scheduleId: string): Promise<void> {
  await tx.query("DELETE FROM schedules WHERE id = $1 AND tenant_id = $2 AND project_id = $3", [
    scheduleId,
    scope.tenantId,
    scope.projectId,
  ]);
}
