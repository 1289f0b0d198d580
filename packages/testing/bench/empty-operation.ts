import type { NewOperation, Scope } from "@longhaul/db";
import { trialOperation } from "../src/trial/trial-work.ts";

/** An operation for the ledger alone: no worker knows its type. */
export function emptyOperation(scope: Scope): NewOperation {
  return trialOperation(scope, {
    type: "Bench",
    name: "Bench",
    createdBy: "bench",
    phases: [1, 2, 3, 4].map((number) => ({ name: `Phase ${number}`, weight: 1 })),
  });
}
