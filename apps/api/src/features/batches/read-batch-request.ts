import {
  batchOperationSchema,
  batchRequestSchema,
  MAX_BATCH_OPERATIONS,
  MAX_FAULTS,
  validateBody,
  type BatchOperationBody,
  type BatchRequest,
} from "@longhaul/contracts";
import { Pacer, SERVER_SLICE_MS, type AllowList, type FaultDetail } from "@longhaul/domain";
import { validationFailed } from "../../http/read-request.ts";

/**
 * Validates the body of a batch and adds defaults: first its own keys, then operation by operation, with pauses for other
 * requests, until enough faults are found.
 * @param types the known operation types
 * @param allowList private networks that callbacks may reach
 */
export function createBatchReader(
  types: readonly string[],
  allowList: AllowList,
): (body: unknown) => Promise<BatchRequest> {
  const whole = batchRequestSchema(allowList);
  const each = batchOperationSchema(types, allowList);
  return async (body) => {
    const checked = validateBody(whole, body);
    const faults: FaultDetail[] = checked.ok ? [] : [...checked.faults];
    const operations: BatchOperationBody[] = [];
    const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
    for (const [idx, item] of operationsOf(checked.ok ? checked.value : body).entries()) {
      if (faults.length > MAX_FAULTS) break;
      await pacer.pause();
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
