/**
 * The life of an operation. It is accepted as Initiated; a worker claims it (Running); it ends exactly once.
 *
 * While it is Initiated it may be blocked by dependencies. Once Running it stays Running until it ends: a worker that
 * drains, dies, or waits for an automatic attempt gives up its lease, and the next claim goes on from the checkpoint.
 * Every transition is one compare-and-set in the ledger on the from-state, and those that a worker makes also on its
 * fencing epoch. `runningPhase` is what becomes of a phase that runs when the operation ends before it. The ledger's
 * function `transitions()` says the same to SQL.
 */
export const TRANSITIONS = {
  claim: { from: ["Initiated", "Running"], to: "Running", event: "operation.started", runningPhase: null },
  complete: { from: ["Running"], to: "Completed", event: "operation.completed", runningPhase: null },
  fail: { from: ["Initiated", "Running"], to: "Failed", event: "operation.failed", runningPhase: "Failed" },
  cancel: { from: ["Initiated", "Running"], to: "Cancelled", event: "operation.cancelled", runningPhase: "Cancelled" },
  timeout: { from: ["Initiated", "Running"], to: "Timeout", event: "operation.failed", runningPhase: "Failed" },
} as const;

export type Transition = keyof typeof TRANSITIONS;
export type OperationStatus = "Initiated" | (typeof TRANSITIONS)[Transition]["to"];

/** All statuses of an operation, in the order of its life. */
export const OPERATION_STATUSES = [
  "Initiated",
  "Running",
  "Completed",
  "Failed",
  "Cancelled",
  "Timeout",
] as const satisfies readonly OperationStatus[];

/** How a worker's run of an operation ended where that was not the operation's end: another one goes on with it. */
export const EXECUTION_OUTCOMES = ["GivenBack", "Failed", "ProcessLost", "WorkerLost"] as const;
export type ExecutionOutcome = (typeof EXECUTION_OUTCOMES)[number];

/** Statuses that an operation never leaves. */
const TERMINAL_STATUSES = ["Completed", "Failed", "Cancelled", "Timeout"] as const satisfies readonly OperationStatus[];
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

const terminal: ReadonlySet<string> = new Set(TERMINAL_STATUSES);

/** Whether an operation of this status has ended. */
export function isTerminal(status: OperationStatus): status is TerminalStatus {
  return terminal.has(status);
}

/** Whether a transition is legal from a status. */
export function canTransition(transition: Transition, from: OperationStatus): boolean {
  const allowed: readonly OperationStatus[] = TRANSITIONS[transition].from;
  return allowed.includes(from);
}

/** Statuses of one phase. Skipped: the operation ended before it could start. */
export const PHASE_STATUSES = ["Pending", "Running", "Completed", "Failed", "Cancelled", "Skipped"] as const;
export type PhaseStatus = (typeof PHASE_STATUSES)[number];
