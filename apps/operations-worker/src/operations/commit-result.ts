import { dataRefusal, isPhaseCommitted, type Move, type PhaseOutputs } from "@longhaul/db";
import type { WorkerContext } from "../context.ts";
import type { PhaseTaskResult, TaskError } from "../phases/protocol.ts";
import { toTrace } from "../phases/task-error.ts";

/** What became of a phase's result. */
export type CommitOutcome =
  /** With what follows it, or without where the ledger refused that for what is in it. */
  | { readonly outcome: "committed"; readonly isAlone: boolean }
  /** The operation is somebody else's by now, or has ended. */
  | { readonly outcome: "lost" }
  /** The ledger can't hold it, and couldn't on another attempt either. */
  | { readonly outcome: "refused"; readonly error: TaskError };

/** A phase's result, and what the same write does after it. */
export interface ResultCommit {
  readonly owned: { readonly operationId: string; readonly epoch: number; readonly leaseMs: number };
  readonly phase: Omit<PhaseOutputs, "output" | "files" | "artifacts" | "detail" | "dataset" | "recordsProcessed">;
  readonly result: PhaseTaskResult;
  readonly after: Pick<Move, "start" | "complete">;
}

/** Writes what a phase made to the ledger. */
export async function commitResult(
  ctx: Pick<WorkerContext, "db" | "ledger">,
  { owned, phase, result, after }: ResultCommit,
): Promise<CommitOutcome> {
  const { output, files, artifacts, dataset } = result;
  const commit: PhaseOutputs = {
    ...phase,
    output: { ...output },
    files,
    artifacts,
    ...(dataset === null ? {} : { dataset }),
    ...(output.recordsProcessed === undefined ? {} : { recordsProcessed: output.recordsProcessed }),
    detail: output.detail ?? {},
  };
  try {
    const isCommitted = await ctx.ledger.write({ ...owned, commits: [commit], ...after });
    if (isCommitted) return { outcome: "committed", isAlone: false };
    // Not committed now: perhaps it was before, all of it, when the database failed to answer.
    const wasCommitted = await isPhaseCommitted(ctx.db, { ...owned, phaseIdx: phase.phaseIdx });
    return wasCommitted ? { outcome: "committed", isAlone: false } : { outcome: "lost" };
  } catch (err) {
    const error = notStorable(err, `the result of phase "${phase.phaseName}"`);
    if (error === null) throw err;
    // It may be what follows that was refused.
    if (after.complete === undefined) return { outcome: "refused", error };
    const alone = await commitResult(ctx, { owned, phase, result, after: {} });
    return alone.outcome === "committed" ? { ...alone, isAlone: true } : alone;
  }
}

/** How an operation fails whose ledger entry was refused for what is in it; null when it was for another reason. */
export function notStorable(err: unknown, what: string): TaskError | null {
  const reason = dataRefusal(err);
  if (reason === null) return null;
  return {
    code: "result_not_storable",
    message: `${what} can't be kept in the ledger: ${reason}; another attempt would end in the same way`,
    retryable: false,
    trace: toTrace(err),
  };
}
