import { setImmediate } from "node:timers/promises";
import {
  dataRefusal,
  isPhaseCommitted,
  writtenCommit,
  type Move,
  type PhaseOutputs,
  type WrittenCommit,
} from "@longhaul/db";
import type { WorkerContext } from "../context/context.ts";
import type { PhaseTaskResult, TaskError } from "../phases/protocol.ts";
import { toTrace } from "../phases/task-error.ts";

/**
 * The moves of one run, written in their order while the run goes on: what comes while a write is under way becomes one move with
 * what else comes. Where one can't be written, nothing after it is.
 */
export interface PhaseMoves {
  /** A phase begins. */
  start(phaseIdx: number): void;
  /** A phase has its result. @param tookMs what running it again would cost, should the worker die before it is written */
  commit(phase: CommittedPhase, result: PhaseTaskResult, tookMs: number): void;
  /** The operation ends with the phase that was committed last. */
  complete(end: Completion): void;
  /**
   * Resolves at once while what isn't written yet is quickly run again and can't be refused, else when all is written.
   * @throws what the ledger failed with
   */
  withinReach(): Promise<void>;
  /** Resolves when all is written, or can't be. @throws what the ledger failed with */
  settled(): Promise<void>;
  /** Nothing more will be written. */
  isOver(): boolean;
  /** The ledger's refusal, once all is settled; null without one. */
  fault(): MoveFault | null;
  /** Whether the end is in the ledger, which refuses one for what is in it. */
  isEndWritten(): boolean;
}

/** A committed phase, without its result. */
export type CommittedPhase = Pick<PhaseOutputs, "phaseIdx" | "phaseName" | "percentage" | "fingerprint" | "usage">;

export type MoveFault =
  /** The operation is somebody else's by now, or has ended. */
  | { readonly kind: "lost" }
  /** The ledger can't hold a phase's result, and couldn't on another attempt either. */
  | { readonly kind: "refused"; readonly phase: string; readonly error: TaskError };

type Completion = NonNullable<Move["complete"]>;

type Step =
  | { readonly start: number }
  | { readonly commit: WrittenCommit }
  | { readonly refused: MoveFault }
  | { readonly complete: Completion };

/** Phases that took no longer are cheaper to run again than to wait for. */
const MAX_AHEAD_MS = 50;

/** Larger results are waited for. */
const MAX_AHEAD_CHARACTERS = 64_000;

/** @param onFault is called when nothing more can be written: whatever runs does so in vain */
export function createPhaseMoves(
  ctx: Pick<WorkerContext, "db" | "ledger">,
  owned: { readonly operationId: string; readonly epoch: number; readonly leaseMs: number },
  onFault: () => void,
): PhaseMoves {
  let waiting: Step[] = [];
  /** What running again would cost that isn't written yet. */
  let aheadMs = 0;
  let fault: MoveFault | null = null;
  let isBroken = false;
  let isEndWritten = false;
  let isWriting = false;
  let writing: Promise<void> = Promise.resolve();

  const fail = (reason: MoveFault): void => {
    fault = reason;
    onFault();
  };
  const wasWritten = async (steps: readonly Step[]): Promise<boolean> => {
    const phaseIdx = commitsOf(steps).at(-1)?.phaseIdx;
    return phaseIdx !== undefined && isPhaseCommitted(ctx.db, { ...owned, phaseIdx });
  };
  const write = async (steps: readonly Step[]): Promise<void> => {
    const [first] = steps;
    if (fault !== null || first === undefined) return;
    if ("refused" in first) return fail(first.refused);
    try {
      const isOwned = await ctx.ledger.write(toMove(owned, steps));
      // Not written now: perhaps it was before, all of it, when the database failed to answer.
      if (!isOwned && !(await wasWritten(steps))) fail({ kind: "lost" });
      else isEndWritten ||= steps.some((step) => "complete" in step);
    } catch (err) {
      if (dataRefusal(err) === null) throw err;
      // Only one of them may be at fault.
      if (steps.length > 1) for (const step of steps) await write([step]);
      else if ("commit" in first) fail(refusalOf(first.commit.phaseName, err));
    }
  };
  const writeAll = async (): Promise<void> => {
    // Phases that do nothing go together.
    await setImmediate();
    while (waiting.length > 0) {
      const [steps, ahead] = [waiting, aheadMs];
      waiting = [];
      const known = steps.findIndex((step) => "refused" in step);
      await write(known === -1 ? steps : steps.slice(0, known));
      if (known !== -1) await write(steps.slice(known));
      aheadMs -= ahead;
    }
    isWriting = false;
  };
  const add = (step: Step): void => {
    waiting.push(step);
    if (isWriting) return;
    isWriting = true;
    writing = writeAll();
    // Waiting callers get the error; nothing more is written.
    writing.catch(() => {
      isBroken = true;
      onFault();
    });
  };

  return {
    start: (start) => add({ start }),
    commit(phase, { output, files, artifacts, dataset }, tookMs) {
      const outputs: PhaseOutputs = {
        ...phase,
        output: { ...output },
        files,
        artifacts,
        ...(dataset === null ? {} : { dataset }),
        ...(output.recordsProcessed === undefined ? {} : { recordsProcessed: output.recordsProcessed }),
        detail: output.detail ?? {},
      };
      try {
        const commit = writtenCommit(outputs);
        // All else in it is JSON, or this program's own.
        const isSure = dataset === null && Number.isSafeInteger(commit.recordsProcessed ?? 0);
        aheadMs += isSure && commit.json.length <= MAX_AHEAD_CHARACTERS ? tookMs : MAX_AHEAD_MS + 1;
        add({ commit });
      } catch (err) {
        aheadMs += MAX_AHEAD_MS + 1;
        add({ refused: refusalOf(phase.phaseName, err) });
      }
    },
    complete: (complete) => add({ complete }),
    withinReach: async () => (aheadMs > MAX_AHEAD_MS ? writing : undefined),
    settled: async () => writing,
    isOver: () => isBroken || fault !== null,
    fault: () => fault,
    isEndWritten: () => isEndWritten,
  };
}

const commitsOf = (steps: readonly Step[]): WrittenCommit[] =>
  steps.flatMap((step) => ("commit" in step ? step.commit : []));

/** All steps as one move; a phase that starts between two commits is implied by the second. */
function toMove(owned: Pick<Move, "operationId" | "epoch" | "leaseMs">, steps: readonly Step[]): Move {
  const commits = commitsOf(steps);
  const [first, last] = [steps[0], steps.at(-1)];
  return {
    ...owned,
    ...(first !== undefined && "start" in first && commits.length > 0 ? { begin: first.start } : {}),
    ...(commits.length > 0 ? { commits } : {}),
    ...(last !== undefined && "start" in last ? { start: last.start } : {}),
    ...(last !== undefined && "complete" in last ? { complete: last.complete } : {}),
  };
}

/** @throws an error that says nothing against the result */
function refusalOf(phase: string, err: unknown): MoveFault {
  const error = notStorable(err, `the result of phase "${phase}"`);
  if (error === null) throw err;
  return { kind: "refused", phase, error };
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
