/** Why a running operation has to stop before its end. */
export type StopReason =
  /** The ledger says that this worker no longer owns it: cancelled, timed out, or taken over. */
  | { readonly kind: "lost"; readonly force: boolean }
  /** The worker is shutting down and the time for draining is over. */
  | { readonly kind: "drain" };

/** One operation that this worker runs. */
export interface RunningTask {
  readonly operationId: string;
  readonly epoch: number;
  stop(reason: StopReason): void;
}

/** The operations that this worker runs now. */
export interface RunningTasks {
  add(task: RunningTask): void;
  delete(task: RunningTask): void;
  find(operationId: string): RunningTask | undefined;
  all(): readonly RunningTask[];
  /** True once the worker takes no more work: operations stop after their current phase. */
  draining: boolean;
}

export function createRunningTasks(): RunningTasks {
  const tasks = new Map<string, RunningTask>();
  return {
    draining: false,
    add: (task) => void tasks.set(task.operationId, task),
    delete(task) {
      if (tasks.get(task.operationId) === task) tasks.delete(task.operationId);
    },
    find: (operationId) => tasks.get(operationId),
    all: () => [...tasks.values()],
  };
}
