import type { ResourceAllocation } from "@longhaul/domain";
import type { OperationDefinition } from "@longhaul/operations";
import { PhaseError } from "@longhaul/operations";
import type { WorkerContext } from "../context.ts";
import type { TaskHooks, TaskOutcome } from "../phases/child-process.ts";
import type { Task } from "../phases/protocol.ts";
import { runTask } from "../phases/run-task.ts";

/** Runs the phases of one operation, one after another. */
export interface PhaseRunner {
  run(task: Task, hooks: TaskHooks): Promise<TaskOutcome>;
  /** Asks the running phase to stop. */
  abort(): void;
  /** Ends the running phase now; of an inline one only its signal. */
  kill(): void;
  release(): void;
}

/** A runner as the definition wants it: a process of its own, or this one. */
export function createPhaseRunner(
  ctx: WorkerContext,
  definition: OperationDefinition | null,
  resources: ResourceAllocation,
): PhaseRunner {
  return definition?.isolation === "inline" ? inlineRunner(ctx) : childRunner(ctx, resources);
}

function childRunner({ pool }: WorkerContext, resources: ResourceAllocation): PhaseRunner {
  const phaseProcess = pool.acquire(resources);
  return {
    run: (task, hooks) => phaseProcess.run(task, hooks),
    abort: () => phaseProcess.abort(),
    kill: () => phaseProcess.kill(),
    release: () => pool.release(phaseProcess),
  };
}

function inlineRunner({ registry, storage, config }: WorkerContext): PhaseRunner {
  const abort = new AbortController();
  return {
    async run(task, hooks) {
      try {
        const result = await runTask(task, {
          registry,
          storage,
          scratchDir: config.scratchDir,
          signal: abort.signal,
          onProgress: hooks.onProgress,
        });
        return { outcome: "done", result, usage: null };
      } catch (err) {
        const message = err instanceof Error ? err.message : String(err);
        const known =
          err instanceof PhaseError
            ? { code: err.code, retryable: err.retryable }
            : { code: "phase_failed", retryable: true };
        return { outcome: "failed", error: { ...known, message }, usage: null };
      }
    },
    abort: () => abort.abort(new PhaseError("aborted", "the worker stopped this task")),
    kill: () => abort.abort(new PhaseError("aborted", "the worker stopped this task")),
    release: () => undefined,
  };
}
