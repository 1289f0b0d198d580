import type { OperationRegistry } from "@longhaul/operations";
import { ABOUT_ENDPOINTS } from "./features/about/endpoints.ts";
import { AUDIT_ENDPOINTS } from "./features/audit/endpoints.ts";
import { BATCH_ENDPOINTS } from "./features/batches/endpoints.ts";
import { CASE_ENDPOINTS } from "./features/cases/endpoints.ts";
import { DATASET_ENDPOINTS } from "./features/datasets/endpoints.ts";
import { DOWNLOAD_ENDPOINTS } from "./features/downloads/endpoints.ts";
import { API_KEY_ENDPOINTS } from "./features/keys/endpoints.ts";
import { LIVE_ENDPOINTS } from "./features/live/endpoints.ts";
import { LOG_ENDPOINTS } from "./features/logs/endpoints.ts";
import { LLMS_ENDPOINT, OPENAPI_ENDPOINTS } from "./features/openapi/endpoints.ts";
import { operationEndpoints } from "./features/operations/endpoints.ts";
import { QUOTA_ENDPOINTS } from "./features/quotas/endpoints.ts";
import { SCHEDULE_ENDPOINTS } from "./features/schedules/endpoints.ts";
import { SERVICE_ENDPOINTS } from "./features/service/endpoints.ts";
import { WEBHOOK_ENDPOINTS } from "./features/webhooks/endpoints.ts";
import { filterableTypes } from "./endpoints/webhook-types.ts";
import type { Endpoint } from "./endpoints/define-endpoint.ts";

/** All endpoints, in the order of the contract. The most requested come first, because the router tries one after another. */
export function listEndpoints(registry: OperationRegistry): readonly Endpoint[] {
  return [
    ...operationEndpoints(filterableTypes(registry)),
    ...CASE_ENDPOINTS,
    ...LOG_ENDPOINTS,
    ...LIVE_ENDPOINTS,
    ...BATCH_ENDPOINTS,
    ...SCHEDULE_ENDPOINTS,
    ...DATASET_ENDPOINTS,
    ...DOWNLOAD_ENDPOINTS,
    ...WEBHOOK_ENDPOINTS,
    ...API_KEY_ENDPOINTS,
    ...AUDIT_ENDPOINTS,
    ...QUOTA_ENDPOINTS,
    ...ABOUT_ENDPOINTS,
    LLMS_ENDPOINT,
    ...SERVICE_ENDPOINTS,
    ...OPENAPI_ENDPOINTS,
  ];
}
