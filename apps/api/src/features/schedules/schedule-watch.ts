import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import type { ApiContext } from "../../context/context.ts";
import { createStartPreparer } from "./prepare-start.ts";
import { runDueSchedules } from "./run-due-schedules.ts";

const INTERVAL_MS = 1000;

/**
 * Runs due schedules, by the database's clock. Every API process does, because it validates what a schedule starts like a request.
 * The ledger ensures that each tick runs once.
 */
export function startScheduleWatch(ctx: ApiContext): RepeatedWork {
  const prepare = createStartPreparer(ctx);
  return repeatWork(
    INTERVAL_MS,
    async () => runDueSchedules(ctx, prepare),
    (err) => ctx.logger.warn({ err }, "schedules not looked at"),
    ctx.rest,
  );
}
