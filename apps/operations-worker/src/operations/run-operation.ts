import { newExecutionId, type ResourceAllocation } from "@longhaul/domain";
import { claimOperation, findAllocation } from "@longhaul/db";
import type { JobReport } from "@longhaul/queue";
import { meterBlobStore } from "@longhaul/storage";
import type { WorkerContext } from "../context.ts";
import { findRefusal } from "./find-refusal.ts";
import { createPhaseRunner } from "./phase-runner.ts";
import { createProgressWriter } from "./progress-writer.ts";
import { runPhases } from "./run-phases.ts";
import type { RunningTask } from "./running-tasks.ts";
import { reportProgress } from "./report-progress.ts";
import { failRun, settleRun, type RunOutcome } from "./settle-run.ts";
import { createStopSwitch } from "./stop-switch.ts";
import { createUsageRecord } from "./usage-record.ts";

/**
 * Runs one operation from its last valid checkpoint to its end, or until it has to stop. Everything that others may
 * rely on is written to the ledger under the claim's epoch; a worker that is killed at any line leaves an operation
 * that the next claim goes on with.
 */
export async function runOperation(ctx: WorkerContext, operationId: string, report: JobReport): Promise<RunOutcome> {
  const wanted = await findAllocation(ctx.db, operationId);
  if (wanted === null || ctx.running.find(operationId) !== undefined) return { outcome: "unknown" };
  const { granted, release } = await ctx.capacity.take(wanted);
  try {
    return ctx.running.draining ? { outcome: "unknown" } : await runClaimed(ctx, operationId, granted, report);
  } finally {
    release();
  }
}

async function runClaimed(
  ctx: WorkerContext,
  operationId: string,
  granted: ResourceAllocation,
  report: JobReport,
): Promise<RunOutcome> {
  const { db, config } = ctx;
  let claimBytes = 0;
  const claimed = await claimOperation(
    db.measured((bytes) => (claimBytes += bytes)),
    {
      operationId,
      executionId: newExecutionId(),
      workerNode: config.workerName,
      leaseMs: config.leaseMs,
    },
  );
  if (claimed === null) return { outcome: "unknown" };
  const { operation } = claimed;
  const logger = ctx.logger.child("operation", { operationId, epoch: operation.epoch });
  const owned = { operationId, epoch: operation.epoch };
  logger.info({ type: operation.type }, "operation claimed");

  const definition = ctx.registry.find(operation.type);
  const refusal = await findRefusal(ctx, claimed, definition);
  if (refusal !== null || definition === undefined) {
    const error = refusal ?? {
      code: "unknown_operation_type",
      message: `no worker knows the type ${operation.type}`,
    };
    return failRun(ctx, operation, error);
  }

  const usage = createUsageRecord(operation.usage, granted.cpuUnits);
  usage.addNetworkBytes(claimBytes);
  const measured: WorkerContext = {
    ...ctx,
    db: db.measured(usage.addNetworkBytes),
    storage: meterBlobStore(ctx.storage, usage.addNetworkBytes),
  };
  const { tenantId } = operation;
  const runner = createPhaseRunner(measured, { tenantId, resources: granted, isolation: definition.isolation });
  const stopSwitch = createStopSwitch(runner, config.cancelGraceMs);
  const task: RunningTask = { id: operationId, epoch: operation.epoch, stop: (reason) => stopSwitch.stop(reason) };
  const ledgerWriter = createProgressWriter({
    db: measured.db,
    ...owned,
    leaseMs: config.leaseMs,
    weights: definition.phases.map((phase) => phase.weight),
    usage,
    onLost: () => stopSwitch.stop({ kind: "lost", force: false }),
    onError: (err) => logger.warn({ err }, "progress not recorded"),
  });
  const writer = reportProgress(ledgerWriter, report, definition);
  ctx.running.add(task);
  try {
    const end = await runPhases(measured, claimed, definition, {
      granted,
      runner,
      writer,
      usage,
      stopped: () => stopSwitch.stopped(),
    });
    await writer.stop();
    const outcome = await settleRun(ctx, claimed, end, logger);
    if (outcome.outcome === "failed") report.log(outcome.reason);
    return outcome;
  } finally {
    stopSwitch.end();
    await writer.stop();
    ctx.running.delete(task);
    runner.release();
  }
}
