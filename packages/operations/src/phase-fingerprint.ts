import { fingerprint, ownValue } from "@longhaul/domain";
import type { OperationDefinition } from "./definition/define-operation.ts";

/** Fingerprints of all phases for one input: a checkpoint is valid while its phase's fingerprint is the same. */
export function phaseFingerprints(
  definition: OperationDefinition,
  input: { readonly parameters: Record<string, unknown>; readonly datasetId: string | null },
): string[] {
  return definition.phases.map((phase) =>
    fingerprint({
      type: definition.type,
      phase: phase.name,
      version: phase.version,
      parameters: Object.fromEntries(phase.dependsOnParameters.map((name) => [name, ownValue(input.parameters, name)])),
      datasetId: input.datasetId,
    }),
  );
}

/** Index of the first phase that has to run: every phase before it has a checkpoint with its fingerprint. */
export function resumeIndex(
  fingerprints: readonly string[],
  checkpoints: readonly { readonly phaseIdx: number; readonly fingerprint: string }[],
): number {
  const committed = new Map(checkpoints.map((checkpoint) => [checkpoint.phaseIdx, checkpoint.fingerprint]));
  const first = fingerprints.findIndex((expected, idx) => committed.get(idx) !== expected);
  return first === -1 ? fingerprints.length : first;
}
