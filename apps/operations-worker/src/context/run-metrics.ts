import type { OperationRegistry } from "@longhaul/operations";
import type { Metrics } from "@longhaul/runtime";
import type { RunEnd } from "./run-end.ts";

/** The label of all types that this worker doesn't know: customers can't create labels. */
export const OTHER_TYPE = "other";

/** A type as metrics name it. */
export const typeLabel = (registry: Pick<OperationRegistry, "find">, type: string): string =>
  registry.find(type) === undefined ? OTHER_TYPE : type;

/** How a run ended; `refused` before its first phase, `interrupted` by a fault of a store or of the worker. */
export type RunResult = RunEnd["end"] | "refused" | "interrupted";

/** What one worker does, counted. */
export interface RunMetrics {
  claimed(type: string): void;
  ended(type: string, result: RunResult): void;
  phaseRan(type: string, phase: string, tookMs: number): void;
  /** A duty of the reconciler was done for so many. */
  reconciled(duty: string, count: number, tookMs: number): void;
  reconcileFailed(duty: string): void;
  reconcileRound(isWell: boolean, tookMs: number): void;
}

export function createRunMetrics(metrics: Metrics, registry: Pick<OperationRegistry, "find">): RunMetrics {
  const claims = metrics.counter("operation_claims_total", "Runs of operations that this worker began.", ["type"]);
  const ends = metrics.counter("operation_runs_total", "Runs of operations by how they ended.", ["type", "result"]);
  const phases = metrics.histogram("phase_duration_seconds", "Duration of phases that came to an end.", [
    "type",
    "phase",
  ]);
  const duties = metrics.counter("reconciled_total", "What the reconciler saw to, by duty.", ["duty"]);
  const dutyTimes = metrics.histogram("reconcile_duty_duration_seconds", "Duration of the reconciler's duties.", [
    "duty",
  ]);
  const dutyFailures = metrics.counter("reconcile_duty_failures_total", "Duties of the reconciler that failed.", [
    "duty",
  ]);
  const rounds = metrics.counter("reconcile_rounds_total", "Rounds of the reconciler.", ["result"]);
  const roundTimes = metrics.histogram("reconcile_round_duration_seconds", "Duration of the reconciler's rounds.");
  const labelOf = (type: string): string => typeLabel(registry, type);
  return {
    claimed: (type) => claims.inc({ type: labelOf(type) }),
    ended: (type, result) => ends.inc({ type: labelOf(type), result }),
    phaseRan: (type, phase, tookMs) => phases.observe({ type: labelOf(type), phase }, tookMs / 1000),
    reconciled(duty, count, tookMs) {
      duties.inc({ duty }, count);
      dutyTimes.observe({ duty }, tookMs / 1000);
    },
    reconcileFailed: (duty) => dutyFailures.inc({ duty }),
    reconcileRound(isWell, tookMs) {
      rounds.inc({ result: isWell ? "done" : "failed" });
      roundTimes.observe(tookMs / 1000);
    },
  };
}
