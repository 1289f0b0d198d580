import type { BatchView } from "@longhaul/db";

/** A text that changes with the batch and with each of its operations, whose versions only grow. */
export function batchTag({ batch, operations }: BatchView): string {
  return `${batch.version}-${operations.length}-${operations.reduce((sum, operation) => sum + operation.version, 0)}`;
}
