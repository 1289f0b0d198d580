import type { Request, Response } from "express";
import { findLiveRun, findSchedule, readClock, recordRun, type Tx } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { absoluteUrl } from "../../answers/absolute-url.ts";
import { notFound, pathParameter, principalOf, scopeOf } from "../../http/request-scope.ts";
import { answeredBefore, inTransaction, runIdempotent, type KeyHonored } from "../../answers/run-idempotent.ts";
import { lockOne } from "./change-schedule.ts";
import { createStartPreparer } from "./prepare-start.ts";
import { presentRun } from "./present-schedule.ts";
import { requestedStart } from "./requested-start.ts";

/** POST …/async/schedules/{scheduleId}/run: starts it once, paused or not; its ticks come as they would have (202). */
export function runNow(ctx: ApiContext) {
  const prepare = createStartPreparer(ctx);
  return async (req: Request, res: Response): Promise<KeyHonored> => {
    const scope = scopeOf(req);
    const before = await answeredBefore(ctx, req, res, scope);
    if (before !== null) return before;
    const schedule = await findSchedule(ctx.db, scope, pathParameter(req, "scheduleId"));
    if (schedule === null) throw notFound();
    const start = await prepare(scope, requestedStart(schedule), principalOf(req).subject);
    const work = inTransaction(ctx, async (tx) => {
      const { id, overlap, version } = await lockOne(tx, req);
      if (version !== schedule.version)
        throw new DomainError("not_yet", "the schedule was changed in the meantime; repeat the request");
      if (overlap === "skip") await refuseOverlap(tx, id);
      const { ids, handOver } = await start.accept(tx);
      const scheduledFor = await readClock(tx);
      const run = await recordRun(tx, id, { trigger: "Manual", status: "Started", scheduledFor, ...ids });
      const answer = presentRun(scope, run);
      const path = answer.trackingUrl ?? "";
      const headers = { Location: path, "Operation-Location": absoluteUrl(ctx, req, path), "Retry-After": "2" };
      const body = JSON.stringify(answer);
      return { result: handOver, answer: { statusCode: 202, headers, body } };
    });
    const started = await runIdempotent(ctx, req, res, scope, work);
    await started.result?.();
    return started;
  };
}

async function refuseOverlap(tx: Tx, scheduleId: string): Promise<void> {
  const live = await findLiveRun(tx, scheduleId);
  if (live === null) return;
  throw new DomainError(
    "not_yet",
    `${live} of this schedule has not ended, and its overlap is skip; repeat the request then`,
    {
      details: { runningId: live, retryAfterSec: 10 },
    },
  );
}
