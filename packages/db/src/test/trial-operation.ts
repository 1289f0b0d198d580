import { randomUUID } from "node:crypto";
import type { NewOperation } from "../operations/create-operation.ts";
import type { Scope } from "../scope.ts";

/** An operation of one phase, as small as may be, but for what a test is about. */
export const trialOperation = (scope: Scope, changes: Partial<NewOperation> = {}): NewOperation => ({
  id: `op-${randomUUID()}`,
  ...scope,
  type: "Trial",
  name: "Trial",
  priority: "Normal",
  parameters: {},
  timeoutSec: 60,
  cpuUnits: 1,
  memoryGb: 1,
  estimatedLowSec: 1,
  estimatedHighSec: 2,
  createdBy: "ann",
  phases: [{ name: "one", weight: 1 }],
  ...changes,
});
