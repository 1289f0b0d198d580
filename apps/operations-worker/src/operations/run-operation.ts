import { newExecutionId, queueRank, retryDelaySec, type ResourceAllocation } from "@longhaul/domain";
import {
  claimOperation,
  commitPhase,
  completeOperation,
  failOperation,
  findAllocation,
  findDataset,
  releaseOperation,
  startPhase,
  type ClaimedOperation,
  type DatasetRecord,
  type OperationError,
} from "@longhaul/db";
import { phaseFingerprints, resumeIndex, type EarlierPhase, type OperationDefinition, type PhaseOutput } from "@longhaul/operations";
import type { WorkerContext } from "../context.ts";
import type { TaskOutcome } from "../phases/child-process.ts";
import type { PhaseTask } from "../phases/protocol.ts";
import { createPhaseRunner, type PhaseRunner } from "./phase-runner.ts";
import { createProgressWriter } from "./progress-writer.ts";
import type { RunningTask, StopReason } from "./running-tasks.ts";
import { createUsageRecord } from "./usage-record.ts";

/**
 * Runs one operation from its last valid checkpoint to its end, or until it has to stop. Everything that others may
 * rely on is written to the ledger under the claim's epoch; a worker that is killed at any line leaves an operation
 * that the next claim goes on with.
 */
export async function runOperation(ctx: WorkerContext, operationId: string): Promise<void> {
  const wanted = await findAllocation(ctx.db, operationId);
  if (wanted === null || ctx.running.find(operationId) !== undefined) return;
  const { granted, release } = await ctx.capacity.take(wanted);
  try {
    if (!ctx.running.draining) await runClaimed(ctx, operationId, granted);
  } finally {
    release();
  }
}

async function runClaimed(ctx: WorkerContext, operationId: string, granted: ResourceAllocation): Promise<void> {
  const { db, config } = ctx;
  const claimed = await claimOperation(db, { operationId, executionId: newExecutionId(), workerNode: config.workerName, leaseMs: config.leaseMs });
  if (claimed === null) return;
  const { operation } = claimed;
  const logger = ctx.logger.child("operation", { operationId, epoch: operation.epoch });
  const owned = { operationId, epoch: operation.epoch };
  logger.info({ type: operation.type }, "operation claimed");

  const definition = ctx.registry.find(operation.type);
  const refusal = await findRefusal(ctx, claimed, definition);
  if (refusal !== null || definition === undefined) {
    await failOperation(db, { ...owned, error: refusal ?? { code: "unknown_operation_type", message: `no worker knows the type ${operation.type}` } });
    return;
  }

  const usage = createUsageRecord(operation.usage, granted.cpuUnits);
  const runner = createPhaseRunner(ctx, definition, granted);
  let stopped: StopReason | null = null;
  let graceTimer: NodeJS.Timeout | undefined;
  const task: RunningTask = {
    ...owned,
    stop(reason) {
      if (stopped === null) runner.abort();
      stopped ??= reason;
      const force = reason.kind === "drain" || reason.force;
      if (force) runner.kill();
      else graceTimer ??= setTimeout(() => runner.kill(), config.cancelGraceMs);
    },
  };
  const writer = createProgressWriter({
    db,
    ...owned,
    leaseMs: config.leaseMs,
    weights: definition.phases.map((phase) => phase.weight),
    usage,
    onLost: () => task.stop({ kind: "lost", force: false }),
    onError: (err) => logger.warn({ err }, "progress not recorded"),
  });
  ctx.running.add(task);
  try {
    const end = await runPhases(ctx, claimed, definition, { granted, runner, writer, usage, stopped: () => stopped });
    await writer.stop();
    await settle(ctx, claimed, end, logger);
  } finally {
    clearTimeout(graceTimer);
    await writer.stop();
    ctx.running.delete(task);
    runner.release();
  }
}

/** How a run of an operation's phases came to its end. */
type RunEnd =
  | { readonly end: "completed"; readonly summary: Record<string, unknown>; readonly usage: ReturnType<ReturnType<typeof createUsageRecord>["current"]> }
  | { readonly end: "failed"; readonly error: OperationError; readonly retryable: boolean }
  | { readonly end: "crashed"; readonly phase: string; readonly exit: string }
  | { readonly end: "drained" }
  | { readonly end: "lost" };

interface RunParts {
  readonly granted: ResourceAllocation;
  readonly runner: PhaseRunner;
  readonly writer: ReturnType<typeof createProgressWriter>;
  readonly usage: ReturnType<typeof createUsageRecord>;
  readonly stopped: () => StopReason | null;
}

async function runPhases(ctx: WorkerContext, claimed: ClaimedOperation, definition: OperationDefinition, parts: RunParts): Promise<RunEnd> {
  const { db, config, running } = ctx;
  const { operation } = claimed;
  const owned = { operationId: operation.id, epoch: operation.epoch, leaseMs: config.leaseMs };
  const fingerprints = phaseFingerprints(definition, operation);
  const first = resumeIndex(fingerprints, claimed.checkpoints);
  const kept = claimed.checkpoints.filter((checkpoint) => checkpoint.phaseIdx < first);
  const outputs = kept.map((checkpoint) => checkpoint.output as unknown as PhaseOutput);
  const files: Record<string, string> = Object.assign({}, ...kept.map((checkpoint) => checkpoint.files));
  const dataset = operation.datasetId === null ? null : await findDataset(db, operation, operation.datasetId);

  for (const [phaseIdx, phase] of definition.phases.entries()) {
    if (phaseIdx < first) continue;
    if (running.draining) return { end: "drained" };
    if (!(await startPhase(db, { ...owned, phaseIdx }))) return { end: "lost" };
    parts.writer.startPhase(phaseIdx);
    const earlier = outputs.map((output, idx): EarlierPhase => ({ name: definition.phases[idx]?.name ?? "", output }));
    const outcome = await parts.runner.run(phaseTask(claimed, phaseIdx, { resources: parts.granted, earlier, files, dataset }), {
      onProgress: (progress) => parts.writer.report(progress),
      onUsage: (usage) => parts.usage.report(usage),
    });
    if (outcome.usage !== null) parts.usage.report(outcome.usage);
    parts.usage.endPhase();
    const stop = parts.stopped();
    if (stop !== null) return { end: stop.kind === "drain" ? "drained" : "lost" };
    if (outcome.outcome !== "done") return phaseEnd(outcome, phase.name);
    if (outcome.result.kind !== "phase") throw new Error("a phase task gave another kind of result");

    parts.writer.endPhase();
    const { output, artifacts, files: newFiles } = outcome.result;
    const usage = parts.usage.current();
    const committed = await commitPhase(db, {
      ...owned,
      phaseIdx,
      phaseName: phase.name,
      percentage: parts.writer.percentage(),
      fingerprint: fingerprints[phaseIdx] ?? "",
      output: { ...output },
      files: newFiles,
      artifacts,
      ...(output.recordsProcessed === undefined ? {} : { recordsProcessed: output.recordsProcessed }),
      detail: output.detail ?? {},
      ...(usage === undefined ? {} : { usage }),
    });
    if (!committed) return { end: "lost" };
    outputs.push(output);
    Object.assign(files, newFiles);
  }
  return { end: "completed", summary: Object.assign({}, ...outputs.map((output) => output.summary ?? {})), usage: parts.usage.current() };
}

function phaseEnd(outcome: Exclude<TaskOutcome, { outcome: "done" }>, phase: string): RunEnd {
  if (outcome.outcome === "died") return { end: "crashed", phase, exit: outcome.exit };
  const { code, message, retryable } = outcome.error;
  return { end: "failed", error: { code, message, phase }, retryable };
}

function phaseTask(
  { operation }: ClaimedOperation,
  phaseIdx: number,
  input: { resources: ResourceAllocation; earlier: readonly EarlierPhase[]; files: Record<string, string>; dataset: DatasetRecord | null },
): PhaseTask {
  const { dataset } = input;
  return {
    kind: "phase",
    operationType: operation.type,
    operationId: operation.id,
    operationName: operation.name,
    phaseIdx,
    parameters: operation.parameters,
    resources: input.resources,
    dataset:
      dataset === null
        ? null
        : {
            id: dataset.id,
            name: dataset.name,
            events: dataset.events ?? 0,
            cases: dataset.cases ?? 0,
            activities: dataset.activities ?? 0,
            errorRecords: dataset.errorRecords ?? 0,
            quality: dataset.quality ?? {},
            tableKey: dataset.tableKey ?? "",
          },
    earlier: input.earlier,
    dependencies: [],
    files: { ...input.files },
    storagePrefix: `operations/${operation.tenantId}/${operation.id}/e${operation.epoch}/p${phaseIdx}`,
  };
}

/** Why a claimed operation can't be run at all, or null. */
async function findRefusal(ctx: WorkerContext, { operation }: ClaimedOperation, definition: OperationDefinition | undefined): Promise<OperationError | null> {
  if (operation.crashCount >= ctx.config.crashBudget) {
    return {
      code: "crash_budget_exhausted",
      message: `the operation took down ${operation.crashCount} workers; it was stopped so that others can run`,
      ...(operation.currentPhase === null ? {} : { phase: operation.currentPhase }),
    };
  }
  if (definition === undefined) return { code: "unknown_operation_type", message: `this worker knows no operation type ${operation.type}` };
  if (operation.datasetId === null) {
    return definition.needsDataset ? { code: "dataset_missing", message: "the operation names no dataset" } : null;
  }
  const dataset = await findDataset(ctx.db, operation, operation.datasetId);
  if (dataset?.status === "Ready") return null;
  return { code: "dataset_unavailable", message: `dataset ${operation.datasetId} ${dataset === null ? "was deleted" : `is ${dataset.status}`}` };
}

async function settle(ctx: WorkerContext, { operation }: ClaimedOperation, end: RunEnd, logger: WorkerContext["logger"]): Promise<void> {
  const { db } = ctx;
  const owned = { operationId: operation.id, epoch: operation.epoch };
  switch (end.end) {
    case "completed":
      await completeOperation(db, { ...owned, summary: end.summary, ...(end.usage === undefined ? {} : { usage: end.usage }) });
      logger.info("operation completed");
      return;
    case "lost":
      logger.info("operation no longer owned");
      return;
    case "drained":
      await giveBack(ctx, operation, {});
      logger.info("operation given back by a draining worker");
      return;
    case "crashed":
      logger.warn({ phase: end.phase, exit: end.exit }, "phase process died");
      await giveBack(ctx, operation, { crashed: true });
      return;
    case "failed": {
      const policy = operation.retryPolicy;
      logger.warn({ error: end.error }, "phase failed");
      if (end.retryable && policy !== null && operation.attempt < policy.maxRetries) {
        await giveBack(ctx, operation, { delaySec: retryDelaySec(policy, operation.attempt + 1), attempt: { error: end.error } });
      } else {
        await failOperation(db, { ...owned, error: end.error });
      }
    }
  }
}

async function giveBack(
  ctx: WorkerContext,
  operation: ClaimedOperation["operation"],
  how: { delaySec?: number; attempt?: { error: OperationError }; crashed?: boolean },
): Promise<void> {
  const epoch = await releaseOperation(ctx.db, { operationId: operation.id, epoch: operation.epoch, ...how });
  if (epoch === null) return;
  await ctx.queues
    .add(
      "operations",
      { operationId: operation.id, epoch },
      { priority: queueRank(operation.priority, operation.createdAt), ...(how.delaySec === undefined ? {} : { delayMs: how.delaySec * 1000 }) },
    )
    .catch((err: unknown) => ctx.logger.warn({ err, operationId: operation.id }, "not queued; the reconciler will"));
}
