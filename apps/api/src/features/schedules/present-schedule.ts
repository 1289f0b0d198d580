import type { ListedSchedule, ScheduleAnswer, ScheduleRunAnswer } from "@longhaul/contracts";
import type { RunRecord, ScheduleRecord, Scope, WholeSchedule } from "@longhaul/db";
import { nextTicks, timeText, timetableOf } from "@longhaul/domain";
import { batchPath } from "../batches/present-batch.ts";
import { operationPath } from "../operations/present-accepted.ts";
import { requestedStart } from "./requested-start.ts";

/** Where a schedule is. */
export function schedulePath(scope: Scope, scheduleId: string): string {
  return `/api/${scope.tenantId}/${scope.projectId}/async/schedules/${scheduleId}`;
}

/** A schedule as lists have it. */
export function presentListedSchedule(schedule: ScheduleRecord, lastRun: RunRecord | null): ListedSchedule {
  return {
    scheduleId: schedule.id,
    scheduleName: schedule.name,
    ...(schedule.description === null ? {} : { scheduleDescription: schedule.description }),
    status: schedule.status,
    cron: schedule.cron,
    timeZone: schedule.timeZone,
    catchUp: schedule.catchUp,
    overlap: schedule.overlap,
    starts: schedule.starts,
    ...(schedule.nextRunAt === null ? {} : { nextRun: timeText(schedule.nextRunAt) }),
    ...(lastRun === null ? {} : { lastRun: presentRun(schedule, lastRun) }),
    createdBy: schedule.createdBy,
    dateCreated: timeText(schedule.createdAt),
    dateUpdated: timeText(schedule.updatedAt),
  };
}

/** A schedule with what it starts. @param next how many of its next runs to list */
export function presentSchedule(schedule: WholeSchedule, lastRun: RunRecord | null, next: number): ScheduleAnswer {
  return {
    ...presentListedSchedule(schedule, lastRun),
    nextRuns: nextRuns(schedule, next).map((ms) => timeText(new Date(ms))),
    ...requestedStart(schedule),
  };
}

function nextRuns({ cron, timeZone, nextRunAt }: ScheduleRecord, count: number): number[] {
  if (nextRunAt === null || count === 0) return [];
  const first = nextRunAt.getTime();
  return [first, ...nextTicks(timetableOf(cron, timeZone), first, count - 1)];
}

/** One run of a schedule. */
export function presentRun(scope: Scope, run: RunRecord): ScheduleRunAnswer {
  return {
    runNumber: run.number,
    trigger: run.trigger,
    scheduledFor: timeText(run.scheduledFor),
    ...(run.until === null ? {} : { until: timeText(run.until) }),
    dateCreated: timeText(run.createdAt),
    status: run.status,
    ...(run.operationId === null
      ? {}
      : { operationId: run.operationId, trackingUrl: operationPath(scope, run.operationId) }),
    ...(run.batchId === null ? {} : { batchId: run.batchId, trackingUrl: batchPath(scope, run.batchId) }),
    ...(run.reason === null ? {} : { reason: run.reason }),
    ...(run.detail === null ? {} : { detail: run.detail }),
    ...(run.errors === null || run.errors.length === 0 ? {} : { errors: run.errors }),
  };
}
