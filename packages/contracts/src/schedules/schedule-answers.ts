import { CATCH_UPS } from "@longhaul/domain";
import Joi from "joi";
import { count, paging, time, words } from "../answer-parts.ts";
import { RUN_STATUSES, SCHEDULE_STATUSES } from "./schedule-queries.ts";
import { OVERLAPS } from "./schedule-request.ts";

/** One run of a schedule, or why there was none. */
export const scheduleRunSchema = Joi.object({
  runNumber: count.required().description("counts the schedule's runs, from 1"),
  trigger: Joi.string().valid("Schedule", "Manual").required(),
  scheduledFor: time.required().description("the tick; of a manual run the time of the request"),
  until: time.description("the last tick, where several were skipped together"),
  dateCreated: time.required().description("when it was started, skipped or refused"),
  status: Joi.string()
    .valid(...RUN_STATUSES)
    .required(),
  operationId: Joi.string(),
  batchId: Joi.string(),
  trackingUrl: Joi.string().description("status of the operation or batch"),
  reason: words.description(
    "why nothing was started: Missed, StillRunning, or the code that POST would have been refused with",
  ),
  detail: words.description("the same in words"),
  errors: Joi.array().items(
    Joi.object({ pointer: Joi.string().allow("").required(), detail: Joi.string().required() }),
  ),
});

const keys = {
  scheduleId: Joi.string()
    .pattern(/^sched-/)
    .required(),
  scheduleName: words.required(),
  scheduleDescription: Joi.string().allow(""),
  status: Joi.string()
    .valid(...SCHEDULE_STATUSES)
    .required(),
  cron: words.required(),
  timeZone: words.required(),
  catchUp: Joi.string()
    .valid(...CATCH_UPS)
    .required(),
  overlap: Joi.string()
    .valid(...OVERLAPS)
    .required(),
  starts: Joi.string().valid("Operation", "Batch").required(),
  nextRun: time.description("absent while it is paused"),
  lastRun: scheduleRunSchema,
  createdBy: words.required(),
  dateCreated: time.required(),
  dateUpdated: time.required(),
};

/** A schedule with what it starts. */
export const scheduleSchema = Joi.object({
  ...keys,
  nextRuns: Joi.array().items(time).required().description("the next runs, as clocks are known to be changed by then"),
  operation: Joi.object().unknown(true).description("a body of POST …/async/operation, as it was given"),
  batch: Joi.object().unknown(true).description("a body of POST …/async/batch, as it was given"),
});

export const scheduleListSchema = Joi.object({ schedules: Joi.array().items(Joi.object(keys)).required(), ...paging });

export const runListSchema = Joi.object({ runs: Joi.array().items(scheduleRunSchema).required(), ...paging });
