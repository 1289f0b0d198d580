import { newExecutionId } from "@longhaul/domain";
import { forgiveLapse, giveUpClaim, outlastFaults, patientDb, type ClaimedOperation } from "@longhaul/db";
import type { JobContext, JobRef } from "@longhaul/queue";
import { meterBlobStore } from "@longhaul/storage";
import { isStoreFault } from "@longhaul/stores";
import type { Room } from "../context/capacity.ts";
import type { OperationInHand } from "../context/claims-ahead.ts";
import type { WorkerContext } from "../context/context.ts";
import type { RunEnd } from "../context/run-end.ts";
import { toTrace } from "../phases/task-error.ts";
import { findRunnable } from "./find-runnable.ts";
import { createPhaseRunner } from "./phase-runner.ts";
import { logEnd } from "./log-end.ts";
import { createLogWriter } from "./log-writer.ts";
import { createProgressWriter } from "./progress-writer.ts";
import { runPhases } from "./run-phases.ts";
import { traceRun } from "./run-trace.ts";
import type { RunningTask } from "../context/running-tasks.ts";
import { reportProgress } from "./report-progress.ts";
import { failRun, settleRun, type RunOutcome } from "./settle-run.ts";
import { settleBroken } from "./settle-broken.ts";
import { createStopSwitch } from "./stop-switch.ts";
import { createUsageRecord } from "./usage-record.ts";

/** What a run has of its job. */
type RunJob = Pick<JobContext, "priority" | "report" | "freePlace">;

/**
 * Runs one operation from its last valid checkpoint to its end, or until it has to stop. Everything that others may
 * rely on is written to the ledger under the claim's epoch; a worker that is killed at any line leaves an operation
 * that the next claim goes on with.
 */
export async function runOperation(
  ctx: WorkerContext,
  { operationId, needs, tenantId }: JobRef<"operations">,
  job: RunJob,
): Promise<RunOutcome> {
  const wanted = needs ?? (await ctx.ledger.findAllocation(operationId));
  if (wanted === null || ctx.running.find(operationId) !== undefined) return { outcome: "unknown" };
  const hand = ctx.claimsAhead.take();
  const room = ctx.capacity.ask(wanted, tenantId);
  const freePlace = (): void => {
    hand.end();
    room.release();
    job.freePlace();
  };
  try {
    if (!hand.mayClaimAhead()) await room.given;
    return ctx.running.draining
      ? { outcome: "unknown" }
      : await runClaimed(ctx, operationId, { room, hand }, { ...job, freePlace });
  } finally {
    hand.end();
    room.release();
  }
}

async function runClaimed(
  ctx: WorkerContext,
  operationId: string,
  { room, hand }: { readonly room: Room; readonly hand: OperationInHand },
  { priority, report, freePlace }: RunJob,
): Promise<RunOutcome> {
  const { db, config } = ctx;
  const { granted } = room;
  let claimBytes = 0;
  const claimed = await claim(ctx, operationId, room, (bytes) => (claimBytes += bytes));
  if (claimed === null) return { outcome: "unknown" };
  const { operation } = claimed;
  const trace = traceRun(ctx.tracer, { ...operation, attempt: operation.attempt + 1 }, config.workerName);
  const logger = ctx.logger.child("operation", { operationId, epoch: operation.epoch, ...trace.fields });
  const owned = { operationId, epoch: operation.epoch };
  logger.info({ type: operation.type }, "operation claimed");
  ctx.counted.claimed(operation.type);

  const runnable = await findRunnable(ctx, claimed);
  if (runnable.refusal !== null) {
    ctx.counted.ended(operation.type, "refused");
    trace.end("refused");
    return failRun(ctx, operation, runnable.refusal);
  }
  const { definition } = runnable;
  const unplaced = await waitForRoom(ctx, { operationId, epoch: operation.epoch, priority }, { room, hand });
  if (unplaced !== null) {
    ctx.counted.ended(operation.type, unplaced.end);
    trace.end(unplaced.end);
    return settleRun(ctx, claimed, unplaced, logger);
  }

  const usage = createUsageRecord(operation.usage, granted.cpuUnits);
  usage.addNetworkBytes(claimBytes);
  let wasCutOff = false;
  const noteFault = (err: unknown, what: string): void => {
    wasCutOff ||= isStoreFault(err);
    logger.warn({ err }, what);
  };
  // What an epoch guards may be done twice. Nobody needs it any more once the run has to stop or its time is over.
  const patience = {
    isOver: () => stopSwitch.stopped() !== null || (operation.timeoutAt?.getTime() ?? Infinity) < Date.now(),
    onFault: (err: unknown) => noteFault(err, "the ledger doesn't answer"),
  };
  const metered = db.measured(usage.addNetworkBytes);
  const own: WorkerContext = {
    ...ctx,
    db: patientDb(metered, patience),
    storage: meterBlobStore(ctx.storage, usage.addNetworkBytes),
    ledger: {
      ...ctx.ledger,
      write: async (move) => outlastFaults(db, async () => ctx.ledger.write(move, usage.addNetworkBytes), patience),
    },
  };
  const logs = createLogWriter({
    ...owned,
    attempt: operation.attempt + 1,
    write: async (batch) => outlastFaults(db, async () => ctx.ledger.log(batch, usage.addNetworkBytes), patience),
    onError: (err) => noteFault(err, "log entries not recorded"),
  });
  const { tenantId } = operation;
  const runner = createPhaseRunner(own, { tenantId, resources: granted, isolation: definition.isolation });
  const stopSwitch = createStopSwitch(runner, config.cancelGraceMs);
  const task: RunningTask = { id: operationId, epoch: operation.epoch, stop: (reason) => stopSwitch.stop(reason) };
  const ledgerWriter = createProgressWriter({
    db: metered,
    ...owned,
    leaseMs: config.leaseMs,
    weights: definition.phases.map((phase) => phase.weight),
    usage,
    onLost: () => stopSwitch.stop({ kind: "lost", force: false }),
    onError: (err) => noteFault(err, "progress not recorded"),
  });
  const writer = reportProgress(ledgerWriter, report, definition);
  ctx.running.add(task);
  const begunAt = performance.now();
  try {
    const end = await runPhases(own, claimed, definition, {
      granted,
      runner,
      writer,
      usage,
      logs,
      trace,
      stopped: () => stopSwitch.stopped(),
      // The next operation begins while the end of this one is written, which another worker may have to do once more.
      onPhasesDone() {
        hand.ran(performance.now() - begunAt);
        runner.release();
        freePlace();
      },
    });
    await writer.stop();
    logEnd(logs, end);
    ctx.counted.ended(operation.type, end.end);
    trace.end(end.end);
    await logs.flush();
    const outcome = await settleRun(own, claimed, end, logger);
    if (wasCutOff) await forgiveLapse(db, "operations", { id: operationId, epoch: owned.epoch });
    if (outcome.outcome === "failed") report.log(outcome.reason);
    return outcome;
  } catch (err) {
    ctx.counted.ended(operation.type, "interrupted");
    trace.end("interrupted");
    logs.note("error", null, "the run was interrupted", toTrace(err));
    await logs.flush();
    return await settleBroken(ctx, claimed, err, logger);
  } finally {
    stopSwitch.end();
    await writer.stop();
    ctx.running.delete(task);
    runner.release();
  }
}

/** Waits until a claimed operation may run. @returns null, or how it ended instead */
async function waitForRoom(
  { running }: WorkerContext,
  {
    operationId: id,
    epoch,
    priority,
  }: { readonly operationId: string; readonly epoch: number; readonly priority: number },
  { room, hand }: { readonly room: Room; readonly hand: OperationInHand },
): Promise<RunEnd | null> {
  if (room.isGiven()) return null;
  let task: RunningTask | undefined;
  const wait = await hand.waitForRoom(room, (stop) => {
    task = { id, epoch, stop: ({ kind }) => stop(kind === "drain" ? "drained" : "lost") };
    running.add(task);
  });
  if (task !== undefined) running.delete(task);
  if (wait === "given") return null;
  return wait === "late" ? { end: wait, priority } : { end: wait };
}

/**
 * Claims the operation. A claim whose answer was lost is given up again once the ledger answers, so that its lease doesn't
 * run out. The job doesn't wait for that: another worker may be able to run it.
 */
async function claim(
  { db, ledger, config, running, logger }: WorkerContext,
  operationId: string,
  room: Room,
  onBytes: (bytes: number) => void,
): Promise<ClaimedOperation | null> {
  const executionId = newExecutionId();
  const { workerName: workerNode, leaseMs } = config;
  try {
    // What waits for room begins no phase.
    const request = { operationId, executionId, workerNode, leaseMs, begins: room.isGiven() };
    return await ledger.claim(request, { isBeside: room.isBeside(), onBytes });
  } catch (err) {
    if (isStoreFault(err)) {
      const lapsesAt = Date.now() + leaseMs;
      outlastFaults(db, async () => giveUpClaim(db, { operationId, executionId }), {
        isOver: () => running.draining || Date.now() > lapsesAt,
      }).catch((fault: unknown) => logger.warn({ err: fault, operationId }, "a claim wasn't given up"));
    }
    throw err;
  }
}
