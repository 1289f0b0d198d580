import { trialWork } from "../src/trial/trial-work.ts";
import { randomUUID } from "node:crypto";
import type { NewOperation, Scope } from "@longhaul/db";

/** An operation for the ledger alone: no worker knows its type. */
export function emptyOperation(scope: Scope): NewOperation {
  return {
    ...scope,
    id: `op-${randomUUID()}`,
    ...trialWork,
    type: "Bench",
    name: "Bench",
    createdBy: "bench",
    phases: [1, 2, 3, 4].map((number) => ({ name: `Phase ${number}`, weight: 1 })),
  };
}
