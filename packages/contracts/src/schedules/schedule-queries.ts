import Joi from "joi";
import { pageQuery } from "../request-parts.ts";

export const SCHEDULE_STATUSES = ["Active", "Paused"] as const;
export type ScheduleStatus = (typeof SCHEDULE_STATUSES)[number];

/** Started: its operation or batch was accepted. Skipped: it was missed, or another was still running. Failed: it was refused. */
export const RUN_STATUSES = ["Started", "Skipped", "Failed"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** Query of GET …/async/schedules. */
export interface ScheduleListQuery {
  readonly status?: ScheduleStatus;
  readonly page: number;
  readonly pageSize: number;
}

export const scheduleListQuerySchema = Joi.object<ScheduleListQuery>({
  status: Joi.string()
    .valid(...SCHEDULE_STATUSES)
    .insensitive(),
  ...pageQuery,
});

/** Query of GET …/async/schedules/{scheduleId}: how many of the next runs to list. */
export const scheduleQuerySchema = Joi.object<{ readonly next: number }>({
  next: Joi.number().integer().min(0).max(20).default(5),
});

/** Query of GET …/async/schedules/{scheduleId}/runs. */
export interface RunListQuery {
  readonly status?: RunStatus;
  readonly page: number;
  readonly pageSize: number;
}

export const runListQuerySchema = Joi.object<RunListQuery>({
  status: Joi.string()
    .valid(...RUN_STATUSES)
    .insensitive(),
  ...pageQuery,
});
