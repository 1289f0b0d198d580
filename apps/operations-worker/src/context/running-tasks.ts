/** Why running work has to stop before its end. */
export type StopReason =
  /** The ledger says that this worker no longer owns it: cancelled, timed out, or taken over. */
  | { readonly kind: "lost"; readonly force: boolean }
  /** The worker is shutting down and the time for draining is over. */
  | { readonly kind: "drain" };

/** One operation or import that this worker runs. */
export interface RunningTask {
  /** Id of the operation, or of the dataset that is imported. */
  readonly id: string;
  readonly epoch: number;
  stop(reason: StopReason): void;
}

/** What this worker runs now. */
export interface RunningTasks {
  add(task: RunningTask): void;
  delete(task: RunningTask): void;
  find(id: string): RunningTask | undefined;
  all(): readonly RunningTask[];
  /** How many were added so far. */
  begun(): number;
  /** True once the worker takes no more work: operations stop after their current phase, imports when the time for draining is over. */
  draining: boolean;
}

export function createRunningTasks(): RunningTasks {
  const tasks = new Map<string, RunningTask>();
  let begun = 0;
  return {
    draining: false,
    add(task) {
      begun++;
      tasks.set(task.id, task);
    },
    begun: () => begun,
    delete(task) {
      if (tasks.get(task.id) === task) tasks.delete(task.id);
    },
    find: (id) => tasks.get(id),
    all: () => [...tasks.values()],
  };
}
