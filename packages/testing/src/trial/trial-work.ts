import { randomUUID } from "node:crypto";
import type { NewOperation, Scope } from "@longhaul/db";

/** The minimal fields of an operation with one phase. A test adds what it needs. */
export const trialWork = {
  type: "Trial",
  name: "Trial",
  priority: "Normal",
  parameters: {},
  timeoutSec: 3600,
  cpuUnits: 1,
  memoryGb: 1,
  estimatedLowSec: 1,
  estimatedHighSec: 2,
  phases: [{ name: "Only", weight: 1 }],
} as const satisfies Partial<NewOperation>;

/** A minimal operation with a new id. */
export const trialOperation = (scope: Scope, changes: Partial<NewOperation> = {}): NewOperation => ({
  id: `op-${randomUUID()}`,
  ...scope,
  ...trialWork,
  createdBy: "ann",
  ...changes,
});
