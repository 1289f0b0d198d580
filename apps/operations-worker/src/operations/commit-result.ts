import { commitPhase, dataRefusal, isPhaseCommitted, type Db, type PhaseCommit } from "@longhaul/db";
import type { PhaseTaskResult, TaskError } from "../phases/protocol.ts";
import { toTrace } from "../phases/task-error.ts";

/** What became of a phase's result. */
export type CommitOutcome =
  | { readonly outcome: "committed" }
  /** The operation is somebody else's by now, or has ended. */
  | { readonly outcome: "lost" }
  /** The ledger can't hold it, and couldn't on another attempt either. */
  | { readonly outcome: "refused"; readonly error: TaskError };

/** Writes what a phase made to the ledger. */
export async function commitResult(
  db: Db,
  {
    result,
    ...phase
  }: Omit<PhaseCommit, "output" | "files" | "artifacts" | "detail"> & { readonly result: PhaseTaskResult },
): Promise<CommitOutcome> {
  const { output, files, artifacts, dataset } = result;
  try {
    const isCommitted = await commitPhase(db, {
      ...phase,
      output: { ...output },
      files,
      artifacts,
      ...(dataset === null ? {} : { dataset }),
      ...(output.recordsProcessed === undefined ? {} : { recordsProcessed: output.recordsProcessed }),
      detail: output.detail ?? {},
    });
    // Not committed now: perhaps it was before, when the database failed to answer.
    return { outcome: isCommitted || (await isPhaseCommitted(db, phase)) ? "committed" : "lost" };
  } catch (err) {
    const error = notStorable(err, `the result of phase "${phase.phaseName}"`);
    if (error === null) throw err;
    return { outcome: "refused", error };
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
