import { randomUUID } from "node:crypto";
import type { NewOperation, Scope } from "@longhaul/db";

/** What an operation of one phase asks of the ledger, as little as may be: a test adds what it is about. */
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

/** Such an operation with an id of its own. */
export const trialOperation = (scope: Scope, changes: Partial<NewOperation> = {}): NewOperation => ({
  id: `op-${randomUUID()}`,
  ...scope,
  ...trialWork,
  createdBy: "ann",
  ...changes,
});
