import type { ResourceAllocation } from "@longhaul/domain";
import {
  findDataset,
  listDependencies,
  type ClaimedOperation,
  type DatasetRecord,
  type ResourceUsage,
} from "@longhaul/db";
import {
  phaseFingerprints,
  resumeIndex,
  type EarlierPhase,
  type OperationDefinition,
  type PhaseOutput,
} from "@longhaul/operations";
import type { WorkerContext } from "../context.ts";
import type { TaskOutcome } from "../phases/phase-process.ts";
import type { TaskError } from "../phases/protocol.ts";
import { commitResult, type ResultCommit } from "./commit-result.ts";
import type { LogWriter } from "./log-writer.ts";
import type { PhaseRunner } from "./phase-runner.ts";
import { phaseTask } from "./phase-task.ts";
import type { ProgressWriter } from "./progress-writer.ts";
import type { StopReason } from "./running-tasks.ts";
import type { UsageRecord } from "./usage-record.ts";

/** How a run of an operation's phases came to its end. */
export type RunEnd =
  | {
      readonly end: "completed";
      readonly summary: Record<string, unknown>;
      /** The last one. */
      readonly phase: string;
      readonly usage: ResourceUsage;
      /** The end is in the ledger already: it was written with the last phase. */
      readonly isWritten: boolean;
    }
  | { readonly end: "failed"; readonly phase: string; readonly error: TaskError }
  | { readonly end: "crashed"; readonly phase: string; readonly exit: string; readonly isExhausted: boolean }
  | { readonly end: "drained" }
  | { readonly end: "lost" };

/** What a run of phases works with. */
export interface RunParts {
  readonly granted: ResourceAllocation;
  readonly runner: PhaseRunner;
  readonly writer: ProgressWriter;
  readonly usage: UsageRecord;
  readonly logs: LogWriter;
  readonly stopped: () => StopReason | null;
}

/** Runs the phases of a claimed operation from its last valid checkpoint on, committing each. */
export async function runPhases(
  ctx: WorkerContext,
  claimed: ClaimedOperation,
  definition: OperationDefinition,
  parts: RunParts,
): Promise<RunEnd> {
  const { db, config, running } = ctx;
  const { operation } = claimed;
  const owned = { operationId: operation.id, epoch: operation.epoch, leaseMs: config.leaseMs };
  const fingerprints = phaseFingerprints(definition, operation);
  const first = resumeIndex(fingerprints, claimed.checkpoints);
  const kept = claimed.checkpoints.filter((checkpoint) => checkpoint.phaseIdx < first);
  const outputs = kept.map((checkpoint) => checkpoint.output as unknown as PhaseOutput);
  const files = new Map(kept.flatMap((checkpoint) => Object.entries(checkpoint.files)));
  const dataset = operation.datasetId === null ? null : await findDataset(db, operation, operation.datasetId);

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
    ...(definition.furtherDatasetsOf?.(operation.parameters).map(({ datasetId }) => datasetId) ?? []),
    ...(definition.readsSourceDatasets?.(operation.parameters) === true
      ? dependencies.flatMap(({ datasetId }) => datasetId ?? [])
      : []),
  ];
  const found = await Promise.all([...new Set(furtherIds)].map((id) => findDataset(db, operation, id)));
  const furtherDatasets = found.filter((further): further is DatasetRecord => further?.status === "Ready");

  const summary = (): Record<string, unknown> =>
    Object.fromEntries(outputs.flatMap((output) => Object.entries(output.summary ?? {})));
  let started = -1;
  let isWritten = false;

  for (const [phaseIdx, phase] of definition.phases.entries()) {
    if (phaseIdx < first) continue;
    if (running.draining) return { end: "drained" };
    if (started !== phaseIdx && !(await ctx.ledger.write({ ...owned, start: phaseIdx }))) return { end: "lost" };
    // Who was told to stop while no phase ran has nothing else that stops it.
    const stopBefore = parts.stopped();
    if (stopBefore !== null) return stoppedEnd(stopBefore);
    parts.writer.startPhase(phaseIdx);
    const earlier = outputs.map((output, idx): EarlierPhase => ({ name: definition.phases[idx]?.name ?? "", output }));
    const outcome = await parts.runner.run(
      phaseTask(claimed, phaseIdx, {
        resources: parts.granted,
        earlier,
        files: Object.fromEntries(files),
        dataset,
        furtherDatasets,
        dependencies,
      }),
      {
        onProgress: (progress) => parts.writer.report(progress),
        onUsage: (usage) => parts.usage.report(usage),
        onLog: (report) => parts.logs.add(phase.name, report),
      },
    );
    // Who sees that a phase is done finds all that it logged.
    await parts.logs.flush();
    if (outcome.usage !== null) parts.usage.report(outcome.usage);
    parts.usage.endPhase();
    const stop = parts.stopped();
    if (stop !== null) return stoppedEnd(stop);
    if (outcome.outcome !== "done") return phaseEnd(outcome, phase.name);
    if (outcome.result.kind !== "phase") throw new Error("a phase task gave another kind of result");

    parts.writer.endPhase();
    const { output, files: newFiles } = outcome.result;
    outputs.push(output);
    for (const [name, key] of Object.entries(newFiles)) files.set(name, key);
    const isLast = phaseIdx === definition.phases.length - 1;
    const usage = parts.usage.current();
    let after: ResultCommit["after"] = {};
    if (!isLast && !running.draining) after = { start: phaseIdx + 1 };
    // The end in a batch is written with those of others of the batch.
    if (isLast && operation.batchId === null) after = { complete: { summary: summary(), usage } };
    const commit = await commitResult(ctx, {
      owned,
      phase: {
        phaseIdx,
        phaseName: phase.name,
        percentage: parts.writer.percentage(),
        fingerprint: fingerprints[phaseIdx] ?? "",
        usage,
      },
      result: outcome.result,
      after,
    });
    if (commit.outcome === "lost") return { end: "lost" };
    if (commit.outcome === "refused") return { end: "failed", phase: phase.name, error: commit.error };
    isWritten = after.complete !== undefined && !commit.isAlone;
    started = after.start ?? -1;
  }
  return {
    end: "completed",
    summary: summary(),
    phase: definition.phases.at(-1)?.name ?? "",
    usage: parts.usage.current(),
    isWritten,
  };
}

const stoppedEnd = (stop: StopReason): RunEnd => ({ end: stop.kind === "drain" ? "drained" : "lost" });

function phaseEnd(outcome: Exclude<TaskOutcome, { outcome: "done" }>, phase: string): RunEnd {
  if (outcome.outcome === "failed") return { end: "failed", phase, error: outcome.error };
  return { end: "crashed", phase, exit: outcome.exit, isExhausted: outcome.isExhausted };
}
