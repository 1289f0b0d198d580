import type { ResourceAllocation } from "@longhaul/domain";
import { findDatasetVersion, listDependencies, type ClaimedOperation, type DatasetRecord, type Db } from "@longhaul/db";
import {
  phaseFingerprints,
  resumeIndex,
  type EarlierPhase,
  type OperationDefinition,
  type PhaseOutput,
} from "@longhaul/operations";
import type { WorkerContext } from "../context/context.ts";
import type { TaskOutcome } from "../phases/phase-process.ts";
import type { LogWriter } from "./log-writer.ts";
import type { PhaseRunner } from "./phase-runner.ts";
import { createPhaseMoves, type PhaseMoves } from "./phase-moves.ts";
import { phaseTask, type PhaseInput } from "./phase-task.ts";
import type { ProgressWriter } from "./progress-writer.ts";
import type { RunTrace } from "./run-trace.ts";
import type { StopReason } from "../context/running-tasks.ts";
import type { UsageRecord } from "./usage-record.ts";
import type { RunEnd } from "../context/run-end.ts";

/** What a run of phases works with. */
export interface RunParts {
  readonly granted: ResourceAllocation;
  readonly runner: PhaseRunner;
  readonly writer: ProgressWriter;
  readonly usage: UsageRecord;
  readonly logs: LogWriter;
  readonly trace: RunTrace;
  readonly stopped: () => StopReason | null;
  /** Called when no phase is left to run and little is left to be written. */
  readonly onPhasesDone: () => void;
}

/** Runs the phases of a claimed operation from its last valid checkpoint on, and commits each. */
export async function runPhases(
  ctx: WorkerContext,
  claimed: ClaimedOperation,
  definition: OperationDefinition,
  parts: RunParts,
): Promise<RunEnd> {
  const { id: operationId, epoch } = claimed.operation;
  const owned = { operationId, epoch, leaseMs: ctx.config.leaseMs };
  const moves = createPhaseMoves(ctx, owned, () => parts.runner.kill());
  let end: RunEnd;
  try {
    end = await runAll(ctx, claimed, definition, { ...parts, moves });
  } finally {
    await moves.settled();
  }
  const fault = moves.fault();
  if (fault?.kind === "lost") return { end: "lost" };
  if (fault !== null) return { end: "failed", phase: fault.phase, error: fault.error };
  return end.end === "completed" ? { ...end, isWritten: moves.isEndWritten() } : end;
}

async function runAll(
  ctx: WorkerContext,
  claimed: ClaimedOperation,
  definition: OperationDefinition,
  parts: RunParts & { readonly moves: PhaseMoves },
): Promise<RunEnd> {
  const { operation } = claimed;
  const { moves } = parts;
  const fingerprints = phaseFingerprints(definition, operation);
  const first = resumeIndex(fingerprints, claimed.checkpoints);
  const kept = claimed.checkpoints.filter((checkpoint) => checkpoint.phaseIdx < first);
  const outputs = kept.map((checkpoint) => checkpoint.output as unknown as PhaseOutput);
  const files = new Map(kept.flatMap((checkpoint) => Object.entries(checkpoint.files)));
  const inputs = await readInputs(ctx.db, operation, definition);
  const summary = (): Record<string, unknown> =>
    Object.fromEntries(outputs.flatMap((output) => Object.entries(output.summary ?? {})));

  let begun = claimed.isBegun ? 0 : -1;
  const begin = (phaseIdx: number): void => {
    if (begun !== phaseIdx) moves.start(phaseIdx);
    begun = phaseIdx;
  };

  for (const [phaseIdx, phase] of definition.phases.entries()) {
    if (phaseIdx < first) continue;
    if (ctx.running.draining) return { end: "drained" };
    // Between two phases, only this check stops the run.
    const stopBefore = parts.stopped();
    if (stopBefore !== null) return stoppedEnd(stopBefore);
    if (moves.isOver()) return { end: "lost" };
    begin(phaseIdx);
    parts.writer.startPhase(phaseIdx);
    const begunAt = performance.now();
    const earlier = outputs.map((output, idx): EarlierPhase => ({ name: definition.phases[idx]?.name ?? "", output }));
    const outcome = await parts.runner.run(
      phaseTask(claimed, phaseIdx, {
        resources: parts.granted,
        branding: ctx.config.branding,
        earlier,
        files: Object.fromEntries(files),
        ...inputs,
      }),
      {
        onProgress: (progress) => parts.writer.report(progress),
        onUsage: (usage) => parts.usage.report(usage),
        onLog: (report) => parts.logs.add(phase.name, report),
      },
    );
    parts.trace.phase(phase.name, performance.now() - begunAt, outcome.outcome);
    // The log of a phase is complete before the phase is committed.
    await parts.logs.flush();
    if (outcome.usage !== null) parts.usage.report(outcome.usage);
    parts.usage.endPhase();
    if (moves.isOver()) return { end: "lost" };
    const stop = parts.stopped();
    if (stop !== null) return stoppedEnd(stop);
    if (outcome.outcome !== "done") return phaseEnd(outcome, phase.name);
    if (outcome.result.kind !== "phase") throw new Error("a phase task gave another kind of result");

    parts.writer.endPhase();
    const { output, files: newFiles } = outcome.result;
    outputs.push(output);
    for (const [name, key] of Object.entries(newFiles)) files.set(name, key);
    const tookMs = performance.now() - begunAt;
    ctx.counted.phaseRan(operation.type, phase.name, tookMs);
    const usage = parts.usage.current();
    const percentage = parts.writer.percentage();
    const fingerprint = fingerprints[phaseIdx] ?? "";
    moves.commit({ phaseIdx, phaseName: phase.name, percentage, fingerprint, usage }, outcome.result, tookMs);
    const isLast = phaseIdx === definition.phases.length - 1;
    if (isLast) moves.complete({ summary: summary(), usage });
    // Written with the commit.
    if (!isLast && !ctx.running.draining) begin(phaseIdx + 1);
    await moves.withinReach();
  }
  parts.onPhasesDone();
  return {
    end: "completed",
    summary: summary(),
    phase: definition.phases.at(-1)?.name ?? "",
    usage: parts.usage.current(),
    isWritten: false,
  };
}

/** What phases read beside the results of earlier ones. */
async function readInputs(
  db: Db,
  operation: ClaimedOperation["operation"],
  definition: OperationDefinition,
): Promise<Pick<PhaseInput, "dataset" | "furtherDatasets" | "dependencies">> {
  const dataset = operation.datasetId === null ? null : await findDatasetVersion(db, operation, operation.datasetId);
  const sources = definition.sourceOperationsOf?.(operation.parameters) ?? [];
  const readsOthers = definition.needsSources === true || sources.length > 0;
  const dependencies = readsOthers
    ? await listDependencies(
        db,
        { ...operation, operationId: operation.id },
        sources.map(({ operationId }) => operationId),
      )
    : [];
  const furtherIds = [
    ...(operation.furtherDatasetIds ?? []),
    ...(definition.readsSourceDatasets?.(operation.parameters) === true
      ? dependencies.flatMap(({ datasetId }) => datasetId ?? [])
      : []),
  ];
  const found = await Promise.all([...new Set(furtherIds)].map((id) => findDatasetVersion(db, operation, id)));
  const furtherDatasets = found.filter((further): further is DatasetRecord => further?.status === "Ready");
  return { dataset, furtherDatasets, dependencies };
}

const stoppedEnd = (stop: StopReason): RunEnd => ({ end: stop.kind === "drain" ? "drained" : "lost" });

function phaseEnd(outcome: Exclude<TaskOutcome, { outcome: "done" }>, phase: string): RunEnd {
  if (outcome.outcome === "failed") return { end: "failed", phase, error: outcome.error };
  return { end: "crashed", phase, exit: outcome.exit, isExhausted: outcome.isExhausted };
}
