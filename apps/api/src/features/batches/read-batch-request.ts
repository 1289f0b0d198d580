import {
  batchOperationSchema,
  batchRequestSchema,
  MAX_BATCH_OPERATIONS,
  MAX_FAULTS,
  validateBody,
  type BatchOperationBody,
  type BatchRequest,
} from "@longhaul/contracts";
import { takeTurns, type AllowList, type FaultDetail } from "@longhaul/domain";
import type { Request } from "express";
import { requireJson, validationFailed } from "../../http/read-request.ts";

/**
 * Reads the body of a request for a batch: its own keys first, then operation by operation, each in its turn, until enough
 * faults have been found.
 * @param types the known operation types
 * @param allowList networks that aren't public and that callbacks may reach all the same
 */
export function createBatchReader(
  types: readonly string[],
  allowList: AllowList,
): (req: Request) => Promise<BatchRequest> {
  const whole = batchRequestSchema(allowList);
  const each = batchOperationSchema(types, allowList);
  return async (req) => {
    requireJson(req);
    const body: unknown = req.body;
    const checked = validateBody(whole, body);
    const faults: FaultDetail[] = checked.ok ? [] : [...checked.faults];
    const operations: BatchOperationBody[] = [];
    const turn = takeTurns();
    for (const [idx, item] of operationsOf(checked.ok ? checked.value : body).entries()) {
      if (faults.length > MAX_FAULTS) break;
      await turn();
      const operation = validateBody(each, item, ["operations", idx]);
      if (operation.ok) operations.push(operation.value);
      else faults.push(...operation.faults.filter(({ pointer }) => faults.every((fault) => fault.pointer !== pointer)));
    }
    if (!checked.ok || faults.length > 0) throw validationFailed(faults);
    return { ...checked.value, operations };
  };
}

function operationsOf(body: unknown): readonly unknown[] {
  if (typeof body !== "object" || body === null || !("operations" in body)) return [];
  return Array.isArray(body.operations) ? body.operations.slice(0, MAX_BATCH_OPERATIONS) : [];
}
