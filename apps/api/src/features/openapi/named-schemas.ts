import {
  batchCancelledSchema,
  batchEventSchema,
  batchOperationSchema,
  batchRequestSchema,
  batchSchema,
  callbackSigningSchema,
  cancelSchema,
  datasetListSchema,
  datasetMappingSchema,
  datasetNameSchema,
  datasetPreviewSchema,
  datasetRemapSchema,
  datasetRowsSchema,
  datasetSchema,
  deliveryListSchema,
  deliverySchema,
  logEntrySchema,
  logsSchema,
  operationAcceptedSchema,
  operationCancelledSchema,
  operationEventSchema,
  operationListSchema,
  operationRequestSchema,
  operationResultsSchema,
  operationStatusSchema,
  operationTypesSchema,
  pingSchema,
  problemSchema,
  recoverSchema,
  recoveredSchema,
  retryAcceptedSchema,
  retrySchema,
  rotateSecretSchema,
  secretRotatedSchema,
  signingKeysSchema,
  startPageSchema,
  WEBHOOK_EVENTS,
  webhookCreatedSchema,
  webhookListSchema,
  webhookPatchSchema,
  webhookRequestSchema,
  webhookSchema,
  webhookTestEventSchema,
} from "@longhaul/contracts";
import type { AllowList } from "@longhaul/domain";
import type { OperationRegistry } from "@longhaul/operations";
import Joi from "joi";
import { filterableTypes } from "../webhooks/webhook-types.ts";

/** What this deployment's deliveries may reach isn't part of the document. */
const ANY_DEPLOYMENT: AllowList = [];

/** The schemas of bodies and answers by the name that the document gives them: the very ones that the API judges by. */
export function namedSchemas(registry: OperationRegistry) {
  return {
    BatchCancelled: batchCancelledSchema,
    BatchEvent: batchEventSchema,
    BatchRequest: batchRequestSchema(ANY_DEPLOYMENT, batchOperationSchema(registry.types, ANY_DEPLOYMENT)),
    Batch: batchSchema,
    CallbackSigning: callbackSigningSchema,
    CancelRequest: cancelSchema,
    DatasetList: datasetListSchema,
    DatasetPreview: datasetPreviewSchema,
    DatasetRemap: datasetRemapSchema,
    DatasetRows: datasetRowsSchema,
    DatasetUpload: Joi.object({
      file: Joi.binary()
        .required()
        .description(
          "the event log: CSV, XES, MXML, JSON, JSON Lines or OCEL 2.0 (each also as .gz), Parquet, an Excel workbook (.xlsx), or a ZIP archive of them; told by its content",
        ),
      name: datasetNameSchema,
      mapping: datasetMappingSchema.description("which column is what; what is absent is detected"),
    }),
    Dataset: datasetSchema,
    DeliveryList: deliveryListSchema,
    Delivery: deliverySchema,
    LogEntry: logEntrySchema,
    Logs: logsSchema,
    OperationAccepted: operationAcceptedSchema,
    OperationCancelled: operationCancelledSchema,
    OperationEvent: operationEventSchema(WEBHOOK_EVENTS),
    OperationList: operationListSchema,
    OperationRequest: operationRequestSchema(registry.types, ANY_DEPLOYMENT),
    OperationResults: operationResultsSchema,
    OperationStatus: operationStatusSchema,
    OperationTypes: operationTypesSchema,
    Ping: pingSchema,
    Problem: problemSchema,
    RecoverRequest: recoverSchema,
    Recovered: recoveredSchema,
    RetryAccepted: retryAcceptedSchema,
    RetryRequest: retrySchema,
    RotateSecretRequest: rotateSecretSchema,
    SecretRotated: secretRotatedSchema,
    SigningKeys: signingKeysSchema,
    StartPage: startPageSchema,
    WebhookCreated: webhookCreatedSchema,
    WebhookList: webhookListSchema,
    WebhookPatch: webhookPatchSchema(filterableTypes(registry), ANY_DEPLOYMENT),
    WebhookRequest: webhookRequestSchema(filterableTypes(registry), ANY_DEPLOYMENT),
    Webhook: webhookSchema,
    WebhookTestEvent: webhookTestEventSchema,
  } satisfies Record<string, Joi.Schema>;
}

export type SchemaName = keyof ReturnType<typeof namedSchemas>;
