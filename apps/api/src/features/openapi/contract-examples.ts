import { BATCH_EXAMPLES } from "./contract-examples/batch-examples.ts";
import type { ContractExample } from "./contract-examples/contract-example.ts";
import { OPERATION_EXAMPLES } from "./contract-examples/operation-examples.ts";
import { RESULTS_EXAMPLES } from "./contract-examples/results-examples.ts";
import { RETRY_EXAMPLES } from "./contract-examples/retry-examples.ts";
import { WEBHOOK_EXAMPLES } from "./contract-examples/webhook-examples.ts";

/**
 * All examples of the document that the API was built from. Ids of tenant and project stand where it has `{tenantId}` and
 * `{projectId}`, and a GUID for its `dataset-1`.
 */
export const CONTRACT_EXAMPLES: readonly ContractExample[] = [
  ...OPERATION_EXAMPLES,
  ...RESULTS_EXAMPLES,
  ...WEBHOOK_EXAMPLES,
  ...RETRY_EXAMPLES,
  ...BATCH_EXAMPLES,
];
