import { runListQuerySchema, scheduleListQuerySchema, scheduleQuerySchema } from "@longhaul/contracts";
import { PROJECT, type Endpoint } from "./endpoint.ts";

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
  isIdempotent: true,
  answers: schedule,
  faults: ["precondition_failed"],
} as const;

/** Endpoints of schedules and their runs. */
export const SCHEDULE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "post",
    path: ALL,
    id: "createSchedule",
    permission: "operate",
    tag,
    summary: "Start an operation or a batch again and again, by a cron expression and a time zone",
    body: "ScheduleRequest",
    isIdempotent: true,
    answers: { 201: { description: "kept", schema: "Schedule", headers: ["Location", "ETag"] } },
    faults: ["conflict", "not_yet", "unprocessable"],
  },
  {
    method: "get",
    path: ALL,
    id: "listSchedules",
    permission: "read",
    tag,
    summary: "List schedules with their last and next runs, newest first",
    query: scheduleListQuerySchema,
    answers: { 200: { description: "one page", schema: "ScheduleList" } },
  },
  {
    method: "get",
    path: ONE,
    id: "getSchedule",
    permission: "read",
    tag,
    summary: "One schedule: what it starts, its last run and its next ones",
    query: scheduleQuerySchema,
    headers: ["If-None-Match"],
    answers: {
      200: { description: "the schedule", schema: "Schedule", headers: ["ETag"] },
      304: { description: "nothing has changed", headers: ["ETag"] },
    },
  },
  {
    method: "patch",
    path: ONE,
    id: "changeSchedule",
    permission: "operate",
    tag,
    summary: "Change a schedule; another time for its runs counts from now",
    headers: ["If-Match"],
    body: "SchedulePatch",
    answers: schedule,
    faults: ["precondition_failed", "conflict", "not_yet", "unprocessable"],
  },
  {
    method: "delete",
    path: ONE,
    id: "deleteSchedule",
    permission: "operate",
    tag,
    summary: "Delete a schedule and its history; what it started goes on; answers what it was",
    headers: ["If-Match"],
    answers: { 200: { description: "the schedule as it was", schema: "Schedule" } },
    faults: ["precondition_failed"],
  },
  { ...changed, path: `${ONE}/pause`, id: "pauseSchedule", summary: "Let no tick run until it is resumed" },
  {
    ...changed,
    path: `${ONE}/resume`,
    id: "resumeSchedule",
    summary: "Let ticks run from now on; those of the pause are not made up for",
  },
  {
    method: "post",
    path: `${ONE}/run`,
    id: "runSchedule",
    permission: "operate",
    tag,
    summary: "Start it once now, paused or not; its ticks come as they would have",
    headers: ["If-Match"],
    isIdempotent: true,
    answers: {
      202: {
        description: "started",
        schema: "ScheduleRun",
        headers: ["Location", "Operation-Location", "Retry-After"],
      },
    },
    faults: ["precondition_failed", "conflict", "not_yet", "unprocessable"],
  },
  {
    method: "get",
    path: `${ONE}/runs`,
    id: "listScheduleRuns",
    permission: "read",
    tag,
    summary: "Its last thousand runs with their operations or batches, and why others were skipped or refused",
    query: runListQuerySchema,
    answers: { 200: { description: "one page, newest first", schema: "ScheduleRunList" } },
  },
];
