import { compactCounts, expireAudit, sealAudit, timeoutOperations } from "@longhaul/db";
import { repeatWork, type RepeatedWork } from "@longhaul/runtime";
import type { ApiContext } from "./context/context.ts";
import { createStartPreparer } from "./features/schedules/prepare-start.ts";
import { runDueSchedules } from "./features/schedules/run-due-schedules.ts";

const EVERY_MS = 1000;
const STREAMS_EVERY_MS = 10_000;
const MOST_TIMED_OUT = 500;
const MOST_FOLDED = 5000;
const MOST_SEALED = 500;
const MOST_EXPIRED = 500;
/** Rounds of sealing between two searches for audit entries that are too old. */
const ROUNDS_BETWEEN_EXPIRIES = 60;

/**
 * Starts what an API process does without a request. Every API process does it; the ledger ensures that no work is done twice.
 * Deadlines and counts are also the workers' work; the API does it too, for when no worker runs.
 */
export function startBackgroundWork(ctx: ApiContext): RepeatedWork {
  const { fleetDb, logger, rest } = ctx;
  const repeat = (work: () => Promise<void>, fault: string): RepeatedWork =>
    repeatWork(EVERY_MS, work, (err) => logger.warn({ err }, fault), rest);
  const prepare = createStartPreparer(ctx);
  const started = [
    repeat(() => timeoutLateOperations(ctx), "deadlines not checked"),
    repeat(() => runDueSchedules(ctx, prepare), "schedules not looked at"),
    repeat(sealAndExpire(ctx), "the audit log was not sealed"),
    repeat(async () => void (await compactCounts(fleetDb, MOST_FOLDED)), "counts not folded"),
    repeatWork(
      STREAMS_EVERY_MS,
      () => ctx.fleetStreams.renew(),
      (err) => logger.warn({ err }, "open streams not renewed"),
    ),
  ];
  return { stop: () => started.forEach((work) => work.stop()) };
}

/** Ends operations that are past their deadline, by the database's clock. */
async function timeoutLateOperations({ fleetDb, logger }: ApiContext): Promise<void> {
  const operationIds = await timeoutOperations(fleetDb, MOST_TIMED_OUT);
  if (operationIds.length > 0) logger.info({ operationIds }, "operations timed out");
}

/** Moves audited calls that have ended to the tenants' chains, and once a minute deletes entries that are too old. */
function sealAndExpire({ fleetDb, config }: ApiContext): () => Promise<void> {
  let round = 0;
  return async () => {
    while ((await sealAudit(fleetDb, MOST_SEALED)) === MOST_SEALED);
    if (round++ % ROUNDS_BETWEEN_EXPIRIES !== 0) return;
    while ((await expireAudit(fleetDb, config.auditRetentionDays, MOST_EXPIRED)) > 0);
  };
}
