import type { ResourceAllocation } from "@longhaul/domain";
import { PhaseError, type OperationDefinition } from "@longhaul/operations";
import type { WorkerContext } from "../context/context.ts";
import type { TaskHooks, TaskOutcome, TaskRun } from "../phases/phase-process.ts";
import type { Task } from "../phases/protocol.ts";
import { processFolder } from "../phases/process-folder.ts";
import { runTask } from "../phases/run-task.ts";
import { toTaskError } from "../phases/task-error.ts";

/** Runs the tasks of one piece of work, one after another. */
export interface PhaseRunner {
  run(task: Task, hooks: TaskHooks): Promise<TaskOutcome>;
  /** Asks the running task to stop; without one, nothing happens. */
  abort(): void;
  /** Ends the running task now; of an inline one only its signal. Without one, nothing happens. */
  kill(): void;
  /** Gives the process back; what comes after that does nothing. */
  release(): void;
}

/** What a runner is for. */
export interface RunnerClaim {
  readonly tenantId: string;
  readonly resources: ResourceAllocation;
  readonly isolation: OperationDefinition["isolation"];
}

/** A runner as the work wants it: a process of its own, or this one. */
export function createPhaseRunner(ctx: WorkerContext, claim: RunnerClaim): PhaseRunner {
  return claim.isolation === "inline" ? inlineRunner(ctx) : childRunner(ctx, claim);
}

function childRunner({ pool }: WorkerContext, { tenantId, resources }: RunnerClaim): PhaseRunner {
  const phaseProcess = pool.acquire(tenantId, resources);
  let current: TaskRun | null = null;
  let isReleased = false;
  return {
    async run(task, hooks) {
      current = phaseProcess.run(task, hooks);
      return current.outcome;
    },
    abort: () => current?.abort(),
    kill: () => current?.kill(),
    release() {
      if (!isReleased) pool.release(phaseProcess);
      isReleased = true;
    },
  };
}

function inlineRunner({ registry, storage, config }: WorkerContext): PhaseRunner {
  const abort = new AbortController();
  const scratchDir = processFolder(config.scratchDir, "inline");
  const stop = (): void => abort.abort(new PhaseError("aborted", "the worker stopped this task"));
  return {
    async run(task, hooks) {
      try {
        const result = await runTask(task, {
          loadRegistry: async () => registry,
          storage,
          scratchDir,
          signal: abort.signal,
          onProgress: hooks.onProgress,
          onLog: hooks.onLog,
        });
        return { outcome: "done", result, usage: null };
      } catch (err) {
        return { outcome: "failed", error: toTaskError(err), usage: null };
      }
    },
    abort: stop,
    kill: stop,
    release: () => undefined,
  };
}
