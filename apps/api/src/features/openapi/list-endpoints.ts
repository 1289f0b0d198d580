import type { OperationRegistry } from "@longhaul/operations";
import { ABOUT_ENDPOINTS } from "./about-endpoints.ts";
import { API_KEY_ENDPOINTS } from "./api-key-endpoints.ts";
import { AUDIT_ENDPOINTS } from "./audit-endpoints.ts";
import { BATCH_ENDPOINTS } from "./batch-endpoints.ts";
import { DATASET_ENDPOINTS } from "./dataset-endpoints.ts";
import type { Endpoint } from "./endpoint.ts";
import { operationEndpoints } from "./operation-endpoints.ts";
import { QUOTA_ENDPOINTS } from "./quota-endpoints.ts";
import { SCHEDULE_ENDPOINTS } from "./schedule-endpoints.ts";
import { SERVICE_ENDPOINTS } from "./service-endpoints.ts";
import { WEBHOOK_ENDPOINTS } from "./webhook-endpoints.ts";
import { filterableTypes } from "../webhooks/webhook-types.ts";

/** The table of endpoints. */
export function listEndpoints(registry: OperationRegistry): readonly Endpoint[] {
  return [
    ...operationEndpoints(filterableTypes(registry)),
    ...BATCH_ENDPOINTS,
    ...SCHEDULE_ENDPOINTS,
    ...DATASET_ENDPOINTS,
    ...WEBHOOK_ENDPOINTS,
    ...API_KEY_ENDPOINTS,
    ...AUDIT_ENDPOINTS,
    ...QUOTA_ENDPOINTS,
    ...ABOUT_ENDPOINTS,
    ...SERVICE_ENDPOINTS,
  ];
}
