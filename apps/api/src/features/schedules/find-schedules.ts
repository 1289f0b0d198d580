import type { Request, Response } from "express";
import type { ScheduleListQuery, RunListQuery } from "@longhaul/contracts";
import { findLastRuns, findSchedule, listRuns, listSchedules } from "@longhaul/db";
import type { ApiContext } from "../../context/context.ts";
import type { Given } from "../../endpoints/define-endpoint.ts";
import { answeredNotModified } from "../../http/etag.ts";
import { pageOf } from "../../http/page-of.ts";
import { notFound, pathParameter, scopeOf } from "../../http/request-scope.ts";
import { presentListedSchedule, presentRun, presentSchedule } from "./present-schedule.ts";

/** GET …/async/schedules: one page, newest first. */
export function listSchedulesRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<ScheduleListQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const { paging, wanted } = pageOf(query);
    const { schedules, hasNextPage } = await listSchedules(ctx.db, scope, wanted);
    const ids = schedules.map(({ id }) => id);
    const lastRuns = await findLastRuns(ctx.db, ids);
    const items = schedules.map((schedule) => presentListedSchedule(schedule, lastRuns.get(schedule.id) ?? null));
    res.json({ schedules: items, ...paging, hasNextPage });
  };
}

/** GET …/async/schedules/{scheduleId}. */
export function getSchedule(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<{ readonly next: number }>): Promise<void> => {
    const scope = scopeOf(req);
    const { next } = query;
    const schedule = await findSchedule(ctx.db, scope, pathParameter(req, "scheduleId"));
    if (schedule === null) throw notFound();
    const lastRun = (await findLastRuns(ctx.db, [schedule.id])).get(schedule.id) ?? null;
    const runs = `${schedule.nextRunAt?.getTime() ?? 0}-${lastRun?.number ?? 0}-${next}`;
    if (answeredNotModified(req, res, `${schedule.version}.${runs}`)) return;
    res.json(presentSchedule(schedule, lastRun, next));
  };
}

/** GET …/async/schedules/{scheduleId}/runs: one page of its history, newest first. */
export function listRunsRoute(ctx: ApiContext) {
  return async (req: Request, res: Response, { query }: Given<RunListQuery>): Promise<void> => {
    const scope = scopeOf(req);
    const { paging, wanted } = pageOf(query);
    const schedule = await findSchedule(ctx.db, scope, pathParameter(req, "scheduleId"));
    if (schedule === null) throw notFound();
    const { runs, hasNextPage } = await listRuns(ctx.db, schedule.id, wanted);
    res.json({ runs: runs.map((run) => presentRun(scope, run)), ...paging, hasNextPage });
  };
}
