import { storableJson } from "@longhaul/domain";
import type { Sql, Tx } from "../client.ts";
import { lockQuota } from "../quotas/require-quota.ts";
import type { Scope } from "../scope.ts";
import { SCHEDULE_COLUMNS, type ScheduleRecord, type ScheduleSettings } from "./schedule-record.ts";

const STATEMENT = {
  name: "create-schedule",
  text: `WITH s AS (
  INSERT INTO schedules (id, tenant_id, project_id, name, description, cron, time_zone, catch_up, overlap, starts, request, next_run_at, created_by,
    dataset_ids)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $15
  WHERE (SELECT count(*) FROM schedules WHERE tenant_id = $2 AND project_id = $3) < $14
  RETURNING *
)
SELECT ${SCHEDULE_COLUMNS} FROM s`,
};

/**
 * Keeps a schedule.
 * @param mostOfProject how many schedules a project may have
 * @returns null when the project has so many already
 */
export async function createSchedule(
  tx: Tx,
  scope: Scope,
  schedule: ScheduleSettings & { readonly id: string; readonly nextRunAt: Date; readonly createdBy: string },
  mostOfProject: number,
): Promise<ScheduleRecord | null> {
  await lockQuota(tx, scope.tenantId, "schedules");
  const { rows } = await tx.query<ScheduleRecord>(STATEMENT, [
    schedule.id,
    scope.tenantId,
    scope.projectId,
    schedule.name,
    schedule.description,
    schedule.cron,
    schedule.timeZone,
    schedule.catchUp,
    schedule.overlap,
    schedule.starts,
    storableJson(schedule.request),
    schedule.nextRunAt,
    schedule.createdBy,
    mostOfProject,
    schedule.datasetIds,
  ]);
  return rows[0] ?? null;
}

/** The database's clock, by which schedules run. */
export async function readClock(sql: Sql): Promise<Date> {
  const { rows } = await sql.query<{ now: Date }>({ name: "read-clock", text: "SELECT now() AS now" });
  const [row] = rows;
  if (row === undefined) throw new Error("the clock was not read");
  return row.now;
}
