import type { Request, Response } from "express";
import {
  schedulePatchSchema,
  type ScheduleAnswer,
  type ScheduledRequest,
  type SchedulePatch,
} from "@longhaul/contracts";
import {
  deleteSchedule,
  findLastRuns,
  lockSchedule,
  readClock,
  updateSchedule,
  type ScheduleSettings,
  type Sql,
  type Tx,
  type WholeSchedule,
} from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import { requireMatch } from "../../http/etag.ts";
import { readBody } from "../../http/read-request.ts";
import { notFound, pathParameter, principalOf, scopeOf } from "../../http/request-scope.ts";
import { inTransaction, runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { noteChange } from "../../context/note-change.ts";
import { NEXT_RUNS, nextRunAfter } from "./create-schedule.ts";
import { createStartPreparer } from "./prepare-start.ts";
import { presentSchedule } from "./present-schedule.ts";

/** PATCH …/async/schedules/{scheduleId}. Another time for its runs counts from now. */
export function patchSchedule(ctx: ApiContext) {
  const prepare = createStartPreparer(ctx);
  const schema = schedulePatchSchema();
  return async (req: Request, res: Response): Promise<void> => {
    const scope = scopeOf(req);
    const patch = readBody(req, schema);
    const request = requestOf(patch);
    const start = request === null ? null : await prepare(scope, request, principalOf(req).subject);
    const { datasetIds } = start ?? {};
    const changed = await ctx.db.withTransaction(async (tx) => {
      const schedule = await lockOne(tx, req);
      const before = await present(tx, schedule);
      const settings = { ...schedule, ...changesOf(patch), ...(datasetIds === undefined ? {} : { datasetIds }) };
      const isMoved = settings.cron !== schedule.cron || settings.timeZone !== schedule.timeZone;
      const nextRunAt = nextRunAfter(settings, await readClock(tx));
      const next = schedule.status === "Paused" ? null : isMoved ? nextRunAt : schedule.nextRunAt;
      return { before, ...(await write(tx, { ...settings, nextRunAt: next })) };
    });
    noteChange(res, changed.before, changed.answer);
    res.setHeader("ETag", `"${changed.schedule.version}"`);
    res.json(changed.answer);
  };
}

/** POST …/async/schedules/{scheduleId}/pause and …/resume: ticks of the time between never run. Repeating either changes nothing. */
export function setScheduleStatus(ctx: ApiContext, status: WholeSchedule["status"]) {
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const work = inTransaction(ctx, async (tx) => {
      const schedule = await lockOne(tx, req);
      const before = await present(tx, schedule);
      const nextRunAt = status === "Paused" ? null : nextRunAfter(schedule, await readClock(tx));
      const { schedule: changed, answer } =
        schedule.status === status ? { schedule, answer: before } : await write(tx, { ...schedule, status, nextRunAt });
      noteChange(res, before, answer);
      const headers = { ETag: `"${changed.version}"` };
      const body = JSON.stringify(answer);
      return { result: null, answer: { statusCode: 200, headers, body } };
    });
    return runIdempotent(ctx, req, res, scopeOf(req), work);
  };
}

/** DELETE …/async/schedules/{scheduleId}: it and its history are gone, what it started goes on; answers what it was. */
export function deleteScheduleRoute(ctx: ApiContext) {
  return async (req: Request, res: Response): Promise<void> => {
    const answer = await ctx.db.withTransaction(async (tx) => {
      const schedule = await lockOne(tx, req);
      const was = await present(tx, schedule);
      await deleteSchedule(tx, schedule, schedule.id);
      return was;
    });
    noteChange(res, answer, null);
    res.json(answer);
  };
}

/** The schedule of a path, if it is as the client knows it; nobody else changes or runs it before the transaction ends. */
export async function lockOne(tx: Tx, req: Request): Promise<WholeSchedule> {
  const schedule = await lockSchedule(tx, scopeOf(req), pathParameter(req, "scheduleId"));
  if (schedule === null) throw notFound();
  requireMatch(req, String(schedule.version));
  return schedule;
}

async function present(sql: Sql, schedule: WholeSchedule): Promise<ScheduleAnswer> {
  const lastRun = (await findLastRuns(sql, [schedule.id])).get(schedule.id) ?? null;
  return presentSchedule(schedule, lastRun, NEXT_RUNS);
}

async function write(tx: Tx, schedule: WholeSchedule) {
  const written = await updateSchedule(tx, schedule.id, schedule);
  return { schedule: written, answer: await present(tx, { ...written, request: schedule.request }) };
}

function requestOf({ operation, batch }: SchedulePatch): ScheduledRequest | null {
  if (operation !== undefined) return { operation };
  return batch === undefined ? null : { batch };
}

function changesOf(patch: SchedulePatch): Partial<ScheduleSettings> {
  const { scheduleName, scheduleDescription, cron, timeZone, catchUp, overlap, operation, batch } = patch;
  const request = operation ?? batch;
  return {
    ...(scheduleName === undefined ? {} : { name: scheduleName }),
    ...(scheduleDescription === undefined ? {} : { description: scheduleDescription }),
    ...(cron === undefined ? {} : { cron }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(catchUp === undefined ? {} : { catchUp }),
    ...(overlap === undefined ? {} : { overlap }),
    ...(request === undefined ? {} : { request, starts: operation === undefined ? "Batch" : "Operation" }),
  };
}
