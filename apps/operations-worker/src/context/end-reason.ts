import type { OperationError, OperationState } from "@longhaul/db";

/** Why an operation ended as it did, in one line for people who look at its job. */
export function endReason({
  status,
  error,
  cancellation,
}: Pick<OperationState, "status" | "error" | "cancellation">): string {
  if (status === "Cancelled") {
    const { cancelledBy, phase, reason } = cancellation ?? {};
    return `Cancelled by ${cancelledBy ?? "longhaul"}${inPhase(phase)}: ${reason ?? "no reason was given"}`;
  }
  return error === null ? status : `${status}${inPhase(error.phase)}: ${errorText(error)}`;
}

/** An error with its code. */
export const errorText = ({ code, message }: OperationError): string => `${message} (${code})`;

const inPhase = (phase: string | undefined): string => (phase === undefined ? "" : ` in phase "${phase}"`);
