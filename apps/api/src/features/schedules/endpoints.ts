import { runListQuerySchema, scheduleListQuerySchema, scheduleQuerySchema } from "@longhaul/contracts";
import { PROJECT, defineEndpoint, type Endpoint } from "../../endpoints/define-endpoint.ts";
import { deleteScheduleRoute, patchSchedule, setScheduleStatus } from "./change-schedule.ts";
import { createScheduleRoute } from "./create-schedule.ts";
import { getSchedule, listRunsRoute, listSchedulesRoute } from "./find-schedules.ts";
import { runNow } from "./run-now.ts";

const tag = "Schedules";
const ALL = `${PROJECT}/async/schedules`;
const ONE = `${ALL}/{scheduleId}`;
const schedule = {
  200: { description: "the schedule as it is then", schema: "Schedule", headers: ["ETag"] },
} as const;
const changed = {
  tag,
  method: "post",
  permission: "operate",
  headers: ["If-Match"],
  answers: schedule,
  faults: ["precondition_failed"],
} as const;

/** Endpoints of schedules and their runs. */
export const SCHEDULE_ENDPOINTS: readonly Endpoint[] = [
  defineEndpoint({
    method: "post",
    path: ALL,
    id: "createSchedule",
    permission: "operate",
    tag,
    summary: "Start an operation or a batch again and again, by a cron expression and a time zone",
    description:
      "What it starts is judged now, as by POST …/async/operation or POST …/async/batch, and again at each run. Each tick is dealt with once, however many processes there are.",
    rawBody: "ScheduleRequest",
    answers: { 201: { description: "kept", schema: "Schedule", headers: ["Location", "ETag"] } },
    faults: ["conflict", "not_yet", "unprocessable"],
    handle: createScheduleRoute,
  }),
  defineEndpoint({
    method: "get",
    path: ALL,
    id: "listSchedules",
    permission: "read",
    tag,
    summary: "List schedules with their last and next runs, newest first",
    description: "Without what they start, which may be large.",
    query: scheduleListQuerySchema,
    answers: { 200: { description: "one page", schema: "ScheduleList" } },
    handle: listSchedulesRoute,
  }),
  defineEndpoint({
    method: "get",
    path: ONE,
    id: "getSchedule",
    permission: "read",
    tag,
    summary: "One schedule: what it starts, its last run and its next ones",
    description: "`next` is the number of next runs to list, with the changes of clocks that are known now.",
    query: scheduleQuerySchema,
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the schedule", schema: "Schedule", headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
    handle: getSchedule,
  }),
  defineEndpoint({
    method: "patch",
    path: ONE,
    id: "changeSchedule",
    permission: "operate",
    tag,
    summary: "Change a schedule; another time for its runs counts from now",
    description: "What is absent stays as it is; `operation` and `batch` replace each other whole.",
    headers: ["If-Match"],
    rawBody: "SchedulePatch",
    answers: schedule,
    faults: ["precondition_failed", "conflict", "not_yet", "unprocessable"],
    handle: patchSchedule,
  }),
  defineEndpoint({
    method: "delete",
    path: ONE,
    id: "deleteSchedule",
    permission: "operate",
    tag,
    summary: "Delete a schedule and its history; what it started goes on; answers what it was",
    description: "Operations and batches that it started are not touched.",
    headers: ["If-Match"],
    answers: { 200: { description: "the schedule as it was", schema: "Schedule" } },
    faults: ["precondition_failed"],
    handle: deleteScheduleRoute,
  }),
  defineEndpoint({
    ...changed,
    path: `${ONE}/pause`,
    id: "pauseSchedule",
    summary: "Let no tick run until it is resumed",
    description: "Pausing what is paused changes nothing. It can still be started by hand.",
    handle: (ctx) => setScheduleStatus(ctx, "Paused"),
  }),
  defineEndpoint({
    ...changed,
    path: `${ONE}/resume`,
    id: "resumeSchedule",
    summary: "Let ticks run from now on; those of the pause are not made up for",
    description: "Its next run is the next tick from now. Resuming what is active changes nothing.",
    handle: (ctx) => setScheduleStatus(ctx, "Active"),
  }),
  defineEndpoint({
    method: "post",
    path: `${ONE}/run`,
    id: "runSchedule",
    permission: "operate",
    tag,
    summary: "Start it once now, paused or not; its ticks come as they would have",
    description: "Refused with 409 `not_yet` while an earlier run goes on, where `overlap` is `skip`.",
    headers: ["If-Match"],
    answers: {
      202: {
        description: "started",
        schema: "ScheduleRun",
        headers: ["Location", "Operation-Location", "Retry-After"],
      },
    },
    faults: ["precondition_failed", "conflict", "not_yet", "unprocessable"],
    handle: runNow,
  }),
  defineEndpoint({
    method: "get",
    path: `${ONE}/runs`,
    id: "listScheduleRuns",
    permission: "read",
    tag,
    summary: "Its last thousand runs with their operations or batches, and why others were skipped or refused",
    description:
      "Started: with the id of what was accepted. Skipped: missed while the service was away, or an earlier run had not ended. Failed: refused, with the code and pointers that POST would have answered.",
    query: runListQuerySchema,
    answers: { 200: { description: "one page, newest first", schema: "ScheduleRunList" } },
    handle: listRunsRoute,
  }),
];
