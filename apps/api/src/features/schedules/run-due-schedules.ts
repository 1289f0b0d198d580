import {
  asTenants,
  claimDueSchedules,
  findLiveRun,
  hasRun,
  moveOn,
  recordRun,
  type DueSchedule,
  type RunOutcome,
  type Tx,
} from "@longhaul/db";
import { DomainError, planTick, timetableOf, type TickPlan } from "@longhaul/domain";
import { isStoreFault } from "@longhaul/stores";
import type { ApiContext } from "../../context/context.ts";
import type { AcceptedStart, PreparedStart, PrepareStart } from "./prepare-start.ts";
import { requestedStart } from "./requested-start.ts";

/** Long enough to judge the largest batch; a process that dies meanwhile delays its ticks by as much. */
const LEASE_MS = 15_000;
const CLAIMED_AT_ONCE = 5;
/** Most faults of a refused run that its history keeps. */
const TOLD_FAULTS = 10;

/**
 * Runs the schedules that are due. A tick's run is recorded in the transaction that starts its operation or batch, and that
 * moves the schedule on to the next tick, guarded by the epoch of the claim: any number of processes may do this at a time,
 * and each may die at any line.
 */
export async function runDueSchedules(ctx: ApiContext, prepare: PrepareStart): Promise<void> {
  let claimed: DueSchedule[] = [];
  do {
    claimed = await claimDueSchedules(ctx.fleetDb, { leaseMs: LEASE_MS, limit: CLAIMED_AT_ONCE });
    for (const schedule of claimed) {
      await asTenants([schedule.tenantId], async () => runDue(ctx, prepare, schedule)).catch((err: unknown) =>
        ctx.logger.warn({ err, scheduleId: schedule.id }, "schedule not run; it is tried again"),
      );
    }
  } while (claimed.length > 0 && !ctx.stopping.signal.aborted);
}

async function runDue(ctx: ApiContext, prepare: PrepareStart, schedule: DueSchedule): Promise<void> {
  const { id, tenantId, projectId, cron, timeZone, catchUp, nextRunAt, now } = schedule;
  const times = { dueMs: nextRunAt.getTime(), nowMs: now.getTime(), catchUp };
  const plan = await planTick(timetableOf(cron, timeZone), times);
  const settled = async (start: PreparedStart | Refusal | null): Promise<AcceptedStart | null> =>
    ctx.db.withTransaction(async (tx) => settle(tx, schedule, plan, start));
  const refused = async (err: unknown): Promise<AcceptedStart | null> => settled(refusalOf(ctx, schedule, err));
  const started =
    plan.run === null
      ? await settled(null)
      : await prepare({ tenantId, projectId }, requestedStart(schedule), schedule.createdBy)
          .then(settled)
          .catch(refused);
  if (started === null) return;
  ctx.logger.info({ scheduleId: id, ...started.ids }, "schedule run started");
  await started.handOver();
}

type Refusal = Required<Pick<RunOutcome, "reason" | "detail" | "errors">>;

/** Writes what becomes of a tick, all or nothing. @returns what was started, if anything was */
async function settle(
  tx: Tx,
  schedule: DueSchedule,
  { run, skipped, next }: TickPlan,
  start: PreparedStart | Refusal | null,
): Promise<AcceptedStart | null> {
  const { id } = schedule;
  if (!(await moveOn(tx, schedule, next === null ? null : new Date(next)))) return null;
  const trigger = "Schedule";
  if (skipped !== null && !(await hasRun(tx, id, new Date(skipped.fromMs)))) {
    const [from, to] = [new Date(skipped.fromMs), new Date(skipped.toMs)];
    const why = { reason: "Missed", detail: "it was due while the service was away" };
    const until = skipped.toMs > skipped.fromMs ? { until: to } : {};
    await recordRun(tx, id, { trigger, status: "Skipped", scheduledFor: from, ...until, ...why });
  }
  if (run === null || start === null) return null;
  const scheduledFor = new Date(run);
  // By a clock that was put back since.
  if (await hasRun(tx, id, scheduledFor)) return null;
  if ("reason" in start) {
    await recordRun(tx, id, { trigger, status: "Failed", scheduledFor, ...start });
    return null;
  }
  const live = schedule.overlap === "skip" ? await findLiveRun(tx, id) : null;
  if (live !== null) {
    const why = { reason: "StillRunning", detail: `${live} had not ended` };
    await recordRun(tx, id, { trigger, status: "Skipped", scheduledFor, ...why });
    return null;
  }
  const accepted = await start.accept(tx);
  await recordRun(tx, id, { trigger, status: "Started", scheduledFor, ...accepted.ids });
  return accepted;
}

/** The reason why a run can't start. @throws the error when it isn't about the run, as when a store is away */
function refusalOf({ logger }: ApiContext, { id }: DueSchedule, err: unknown): Refusal {
  if (err instanceof DomainError)
    return { reason: err.code, detail: err.message, errors: err.errors.slice(0, TOLD_FAULTS) };
  if (isStoreFault(err)) throw err;
  logger.error({ err, scheduleId: id }, "schedule run could not be started");
  return { reason: "internal_error", detail: "it could not be started; the service's log says why", errors: [] };
}
