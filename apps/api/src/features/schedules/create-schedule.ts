import type { Request, Response } from "express";
import { scheduleRequestSchema, type ScheduleRequest } from "@longhaul/contracts";
import { createSchedule, readClock, type ScheduleSettings } from "@longhaul/db";
import { DomainError, newScheduleId, nextTick, timetableOf } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { readBody } from "../../http/read-request.ts";
import { principalOf, scopeOf } from "../../http/request-scope.ts";
import { answeredBefore, inTransaction, runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { noteChange } from "../../context/note-change.ts";
import { createStartPreparer } from "./prepare-start.ts";
import { presentSchedule, schedulePath } from "./present-schedule.ts";

const MOST_OF_PROJECT = 100;
/** How many next runs an answer has by default. */
export const NEXT_RUNS = 5;

/** POST …/async/schedules: keeps a schedule (201). What it starts is judged now, and again at each run. */
export function createScheduleRoute(ctx: ApiContext) {
  const prepare = createStartPreparer(ctx);
  const schema = scheduleRequestSchema();
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const before = await answeredBefore(ctx, req, res, scope);
    if (before !== null) return before;
    const body = readBody(req, schema);
    const createdBy = principalOf(req).subject;
    const { datasetIds } = await prepare(scope, body, createdBy);
    const settings = settingsOf(body, datasetIds);
    const nextRunAt = nextRunAfter(settings, await readClock(ctx.db));
    const work = inTransaction(ctx, async (tx) => {
      const id = newScheduleId();
      const schedule = await createSchedule(tx, scope, { ...settings, id, nextRunAt, createdBy }, MOST_OF_PROJECT);
      if (schedule === null) {
        throw new DomainError("conflict", `the project has ${MOST_OF_PROJECT} schedules already; delete one first`, {
          details: { limit: MOST_OF_PROJECT },
        });
      }
      const answer = presentSchedule({ ...schedule, request: settings.request }, null, NEXT_RUNS);
      noteChange(res, null, answer);
      return {
        result: null,
        answer: {
          statusCode: 201,
          headers: { Location: schedulePath(scope, id), ETag: `"${schedule.version}"` },
          body: JSON.stringify(answer),
        },
      };
    });
    return runIdempotent(ctx, req, res, scope, work);
  };
}

/** A request as the ledger keeps it. */
function settingsOf(body: ScheduleRequest, datasetIds: readonly string[]): ScheduleSettings {
  return {
    name: body.scheduleName,
    description: body.scheduleDescription ?? null,
    cron: body.cron,
    timeZone: body.timeZone,
    catchUp: body.catchUp,
    overlap: body.overlap,
    starts: body.operation === undefined ? "Batch" : "Operation",
    request: body.operation ?? body.batch,
    datasetIds,
  };
}

/** The first run after a time. */
export function nextRunAfter({ cron, timeZone }: Pick<ScheduleSettings, "cron" | "timeZone">, now: Date): Date {
  const next = nextTick(timetableOf(cron, timeZone), now.getTime());
  if (next === null)
    throw new DomainError("validation_failed", "the cron expression names no time that is still to come");
  return new Date(next);
}
