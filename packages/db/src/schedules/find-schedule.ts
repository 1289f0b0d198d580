import type { Db, Sql, Tx } from "../client.ts";
import type { Scope } from "../scope.ts";
import {
  OMITTED,
  RUN_COLUMNS,
  SCHEDULE_COLUMNS,
  type RunRecord,
  type ScheduleRecord,
  type ScheduleSettings,
} from "./schedule-record.ts";

/** A schedule with what it starts. */
export type WholeSchedule = ScheduleRecord & Pick<ScheduleSettings, "request">;

const OF_PROJECT = "s.id = $1 AND s.tenant_id = $2 AND s.project_id = $3";

/** A schedule of a project, or null. */
export async function findSchedule(
  { prisma }: Pick<Db, "prisma">,
  { tenantId, projectId }: Scope,
  scheduleId: string,
): Promise<WholeSchedule | null> {
  const { request: _request, ...omit } = OMITTED;
  const row = await prisma.schedule.findFirst({ where: { id: scheduleId, tenantId, projectId }, omit });
  return row as WholeSchedule | null;
}

/** As `findSchedule`, and no other transaction changes or runs it before this one ends. */
export async function lockSchedule(tx: Tx, scope: Scope, scheduleId: string): Promise<WholeSchedule | null> {
  const { rows } = await tx.query<WholeSchedule>(
    {
      name: "lock-schedule",
      text: `SELECT ${SCHEDULE_COLUMNS}, s.request FROM schedules s WHERE ${OF_PROJECT} FOR UPDATE`,
    },
    [scheduleId, scope.tenantId, scope.projectId],
  );
  return rows[0] ?? null;
}

/** A page of a list. */
export interface Page<Status> {
  readonly status?: Status;
  readonly size: number;
  readonly offset: number;
}

/** One page of a project's schedules, newest first. */
export async function listSchedules(
  { prisma }: Pick<Db, "prisma">,
  { tenantId, projectId }: Scope,
  page: Page<ScheduleRecord["status"]>,
): Promise<{ schedules: ScheduleRecord[]; hasNextPage: boolean }> {
  const rows = await prisma.schedule.findMany({
    where: { tenantId, projectId, ...(page.status === undefined ? {} : { status: page.status }) },
    omit: OMITTED,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: page.size + 1,
    skip: page.offset,
  });
  return { schedules: rows.slice(0, page.size) as ScheduleRecord[], hasNextPage: rows.length > page.size };
}

/** The last run of each of some schedules, by the schedule's id. */
export async function findLastRuns(sql: Sql, scheduleIds: readonly string[]): Promise<ReadonlyMap<string, RunRecord>> {
  const { rows } = await sql.query<RunRecord>(
    {
      name: "find-last-runs",
      text: `SELECT ${RUN_COLUMNS} FROM unnest($1::text[]) AS i (id)
CROSS JOIN LATERAL (SELECT * FROM schedule_runs WHERE schedule_id = i.id ORDER BY number DESC LIMIT 1) r`,
    },
    [scheduleIds],
  );
  return new Map(rows.map((run) => [run.scheduleId, run]));
}

/** One page of a schedule's runs, newest first. */
export async function listRuns(
  { prisma }: Pick<Db, "prisma">,
  scheduleId: string,
  page: Page<RunRecord["status"]>,
): Promise<{ runs: RunRecord[]; hasNextPage: boolean }> {
  const rows = await prisma.scheduleRun.findMany({
    where: { scheduleId, ...(page.status === undefined ? {} : { status: page.status }) },
    orderBy: { number: "desc" },
    take: page.size + 1,
    skip: page.offset,
  });
  return { runs: rows.slice(0, page.size) as unknown as RunRecord[], hasNextPage: rows.length > page.size };
}

/** How many of the last runs are looked at for what still goes on. */
const LOOKED_AT = 100;

/** An operation or batch that the schedule started and that has not ended; null when there is none. */
export async function findLiveRun(sql: Sql, scheduleId: string): Promise<string | null> {
  const { rows } = await sql.query<{ id: string }>(
    {
      name: "find-live-run",
      text: `WITH r AS (SELECT operation_id, batch_id, number FROM schedule_runs WHERE schedule_id = $1 AND status = 'Started'
  ORDER BY number DESC LIMIT ${LOOKED_AT})
SELECT o.id FROM r JOIN operations o ON o.id = r.operation_id WHERE o.status IN ('Initiated', 'Running')
UNION ALL
SELECT b.id FROM r JOIN batches b ON b.id = r.batch_id WHERE b.status IN ('Initiated', 'Running') LIMIT 1`,
    },
    [scheduleId],
  );
  return rows[0]?.id ?? null;
}
