import { randomUUID } from "node:crypto";
import type { NewOperation, Scope } from "@longhaul/db";

/** An operation for the ledger alone: no worker knows its type. */
export function emptyOperation(scope: Scope): NewOperation {
  return {
    ...scope,
    id: `op-${randomUUID()}`,
    type: "Bench",
    name: "Bench",
    priority: "Normal",
    parameters: {},
    timeoutSec: 3600,
    cpuUnits: 1,
    memoryGb: 1,
    estimatedLowSec: 1,
    estimatedHighSec: 3,
    createdBy: "bench",
    phases: [1, 2, 3, 4].map((number) => ({ name: `Phase ${number}`, weight: 1 })),
  };
}
