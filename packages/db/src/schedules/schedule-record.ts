import type { CatchUp, FaultDetail } from "@longhaul/domain";
import type { Scope } from "../scope.ts";

/** What a client says of a schedule. */
export interface ScheduleSettings {
  readonly name: string;
  readonly description: string | null;
  readonly cron: string;
  readonly timeZone: string;
  readonly catchUp: CatchUp;
  readonly overlap: "allow" | "skip";
  readonly starts: "Operation" | "Batch";
  /** A body of POST operation or POST batch. */
  readonly request: Readonly<Record<string, unknown>>;
  /** Datasets that the request names. */
  readonly datasetIds: readonly string[];
}

/** A schedule without what it starts, which may be large. */
export interface ScheduleRecord extends Scope, Omit<ScheduleSettings, "request"> {
  readonly id: string;
  readonly status: "Active" | "Paused";
  readonly nextRunAt: Date | null;
  readonly epoch: number;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Outcome of a tick, or of a manual start. */
export interface RunOutcome {
  readonly trigger: "Schedule" | "Manual";
  readonly status: "Started" | "Skipped" | "Failed";
  readonly scheduledFor: Date;
  readonly until?: Date;
  readonly operationId?: string;
  readonly batchId?: string;
  readonly reason?: string;
  readonly detail?: string;
  readonly errors?: readonly FaultDetail[];
}

/** A run of a schedule's history. */
export interface RunRecord {
  readonly scheduleId: string;
  readonly number: number;
  readonly trigger: RunOutcome["trigger"];
  readonly status: RunOutcome["status"];
  readonly scheduledFor: Date;
  readonly until: Date | null;
  readonly operationId: string | null;
  readonly batchId: string | null;
  readonly reason: string | null;
  readonly detail: string | null;
  readonly errors: readonly FaultDetail[] | null;
  readonly createdAt: Date;
}

/** Columns of a `ScheduleRecord` from `schedules s`. */
export const SCHEDULE_COLUMNS = `s.id, s.tenant_id AS "tenantId", s.project_id AS "projectId", s.name, s.description, s.cron,
  s.time_zone AS "timeZone", s.catch_up AS "catchUp", s.overlap, s.starts, s.dataset_ids AS "datasetIds", s.status, s.next_run_at AS "nextRunAt", s.epoch, s.version,
  s.created_by AS "createdBy", s.created_at AS "createdAt", s.updated_at AS "updatedAt"`;

/** Columns of a `RunRecord` from `schedule_runs r`. */
export const RUN_COLUMNS = `r.schedule_id AS "scheduleId", r.number, r.trigger, r.status, r.scheduled_for AS "scheduledFor", r.until,
  r.operation_id AS "operationId", r.batch_id AS "batchId", r.reason, r.detail, r.errors, r.created_at AS "createdAt"`;
