export { compareLedger } from "./compare-ledger.ts";
export { areSessionsShared, createLedgerCheck, SHARED_SESSIONS } from "./ledger-check.ts";
export { migrate } from "./migrate.ts";
export { readLedgerSql, type LedgerSql } from "./ledger-sql.ts";
export { asTenants } from "./tenants/as-tenants.ts";
export { createDb, type Db, type DbOptions, type Sql, type Statement, type Tx } from "./client.ts";
export type { Scope } from "./scope.ts";
export type { ApiKeyRecord, KeyReach } from "./keys/api-key-record.ts";
export { findApiKey, findKnownApiKey, listApiKeys } from "./keys/find-api-key.ts";
export { createApiKey, deleteApiKey, rotateApiKey, touchApiKey } from "./keys/write-api-key.ts";
export { expireAudit, sealAudit, writeAudit, type AuditBody, type AuditWrite } from "./audit/write-audit.ts";
export { findAuditChain, listAudit, type AuditEntry, type AuditFilter } from "./audit/list-audit.ts";
export { dataRefusal, isDataRefusal } from "./data-refusal.ts";
export { outlastFaults, patientDb } from "./outlast-faults.ts";
export { createLockedLane, writePastLocks, type WriteOutcome } from "./write-past-locks.ts";
export { followEvents, type EventHeader } from "./events/follow-events.ts";
export { createRest, type Rest } from "./rest/create-rest.ts";
export { listenForEvents, announceUpload, type EventListener, type EventNotice } from "./bus/listen.ts";
export {
  beginIdempotent,
  deleteExpiredIdempotencyKeys,
  findIdempotent,
  findUploadOfKey,
  storeAnswer,
  type IdempotencyScope,
  type StoredAnswer,
} from "./idempotency.ts";
export type { OperationError, OperationRecord, PhaseRecord, ResourceUsage } from "./operations/operation-record.ts";
export {
  createOperation,
  createOperations,
  type CreatedOperation,
  type FairPlace,
  type NewOperation,
} from "./operations/create-operation.ts";
export { createRetry, type NewRetry } from "./operations/create-retry.ts";
export { findRetries, listRetries } from "./operations/find-retries.ts";
export { purgeResults } from "./operations/purge-results.ts";
export { claimOperations, type ClaimedOperation, type OperationClaim } from "./operations/claim-operations.ts";
export { findAllocations } from "./operations/find-allocations.ts";
export {
  findLivingOperations,
  findOperationState,
  listUnsuccessfulEnds,
  type OperationState,
} from "./operations/operation-state.ts";
export { recordProgress } from "./operations/record-progress.ts";
export {
  advanceOperations,
  type Move,
  type NewArtifact,
  type PhaseOutputs,
  type WrittenCommit,
  type WrittenMove,
  writtenCommit,
  writtenMove,
} from "./operations/advance-operations.ts";
export {
  appendLogEntries,
  writtenLog,
  type LogBatch,
  type NewLogEntry,
  type WrittenLog,
} from "./logs/append-log-entries.ts";
export {
  findLogCounts,
  listLogEntries,
  listLogStates,
  type LogEntry,
  type LogFilter,
  type LogPosition,
  type LogState,
} from "./logs/list-log-entries.ts";
export { listQuotas, setQuotaLimits } from "./quotas/quota-limits.ts";
export { findRoom, listLimits, requireQuota, type QuotaLimit } from "./quotas/require-quota.ts";
export { takeRequests, type RequestLease } from "./quotas/take-requests.ts";
export { deleteOpenStreams, writeOpenStreams, writeStreamOpened, type StreamCount } from "./quotas/open-streams.ts";
export { repairPlaces } from "./queue/repair-places.ts";
export { repairUsage } from "./quotas/repair-usage.ts";
export { releaseHeld } from "./quotas/release-held.ts";
export { quotaExceeded } from "./quotas/quota-refusal.ts";
export { findTenantWeight, setTenantWeights } from "./fair/tenant-weights.ts";
export { setAdmission, turnFairOrder } from "./fair/turn-fair-order.ts";
export { deleteWorker, recordWorker } from "./queue/record-worker.ts";
export { countWork, type WorkCount } from "./queue/count-work.ts";
export { readQueue, type LiveWorker, type QueueFigures } from "./queue/read-queue.ts";
export {
  countWaiting,
  listOpenDependencies,
  listWaitingOperations,
  MOST_COUNTED,
  type WaitingCount,
} from "./queue/list-waiting.ts";
export { forgiveLapse, releaseClaim } from "./leases/leased.ts";
export { giveUpClaim } from "./operations/give-up-claim.ts";
export { isPhaseCommitted } from "./operations/is-phase-committed.ts";
export { completeOperation, type Completion } from "./operations/complete-operation.ts";
export { failOperation } from "./operations/fail-operation.ts";
export { listExecutions, releaseOperation, type EarlierExecution } from "./operations/executions.ts";
export { reclaimOperations } from "./operations/reclaim-operations.ts";
export { timeoutOperations } from "./operations/timeout-operations.ts";
export { cancelOperation, type CancelRequest } from "./operations/cancel-operation.ts";
export { findOperation } from "./operations/find-operation.ts";
export { findStatuses, type StatusRecord, type StatusView, type WantedStatus } from "./operations/find-statuses.ts";
export type { OperationParts, OperationView, WarningRecord } from "./operations/operation-view.ts";
export { listOperations, type OperationList } from "./operations/list-operations.ts";
export type { ListCursor, OperationFilter } from "./search/operation-filter.ts";
export {
  addBatchOperations,
  createBatch,
  type NewBatch,
  type NewBatchOperation,
  type ReadyPlaces,
} from "./batches/create-batch.ts";
export type { BatchCallbacks, BatchRecord } from "./batches/batch-record.ts";
export { findBatch, listBatchOperations, type BatchOperation, type BatchView } from "./batches/find-batch.ts";
export { listBatches, type BatchInShort } from "./batches/list-batches.ts";
export { listDependencies, type Dependency } from "./batches/list-dependencies.ts";
export { listRetryChains, lockBatch, reopenBatch } from "./batches/reopen-batch.ts";
export { freeDependents, listFreeingBatches } from "./batches/free-dependents.ts";
export { cancelBatch } from "./batches/cancel-batch.ts";
export { listFreed } from "./batches/list-freed.ts";
export { listSupersededResults } from "./operations/list-superseded-results.ts";
export {
  expireOperations,
  deleteEmptyBatches,
  deleteExpiredOperations,
  expireDatasetEvents,
} from "./retention/expire-operations.ts";
export { findOrphans } from "./retention/find-orphans.ts";
export { countScopeRows, eraseOwners, eraseRows, listFileOwners, stopScope } from "./retention/erase-rows.ts";
export type { ErasedScope, FileOwner } from "./retention/erase-rows.ts";
export { listNamedBlobs, type NamedBlob } from "./retention/list-named-blobs.ts";
export { indexOperations } from "./search/index-operations.ts";
export { compactCounts } from "./operations/compact-counts.ts";
export { findReadyOperations, listReadyOperations, type ReadyOperation } from "./operations/list-ready-operations.ts";
export { listPastRuns } from "./operations/list-past-runs.ts";
export { findKeptFile } from "./operations/find-kept-file.ts";
export { listCheckpoints } from "./operations/list-checkpoints.ts";
export {
  listPhaseFindings,
  readPhaseResults,
  sizePhaseResults,
  type PhaseFindings,
} from "./operations/phase-findings.ts";
export { findArtifact, listArtifacts, type ArtifactRecord } from "./operations/list-artifacts.ts";
export { type DatasetError, type DatasetRecord } from "./datasets/dataset-record.ts";
export {
  completePreview,
  createPreview,
  deleteAbandonedPreviews,
  deletePreview,
  findPreview,
} from "./datasets/previews.ts";
export {
  completeExport,
  deleteExportsOf,
  deleteOldExports,
  findDatasetFile,
  findExport,
  requestExport,
} from "./datasets/exports.ts";
export { createDataset, type NewDataset } from "./datasets/create-dataset.ts";
export {
  claimDataset,
  completeFile,
  completeImport,
  failImport,
  findWaitingImport,
  listWaitingDatasets,
  recordImportProgress,
  recordSource,
} from "./datasets/import-dataset.ts";
export { findImportState, type ImportState } from "./datasets/import-state.ts";
export type { DerivedDataset } from "./datasets/derived-dataset.ts";
export { findDataset, listDatasets } from "./datasets/find-dataset.ts";
export { cancelImport } from "./datasets/cancel-import.ts";
export { deleteDataset } from "./datasets/delete-dataset.ts";
export {
  findAppendBase,
  findDatasetVersion,
  findNewestVersion,
  findNumberedVersion,
  listDatasetVersions,
  lockDataset,
  restoreVersion,
} from "./datasets/dataset-versions.ts";
export { findEvent, lastEventPosition, listEvents, type EventRecord, type EventSubject } from "./events/list-events.ts";
export { claimDeliveries, type ClaimLimits, type ClaimedDelivery } from "./deliveries/claim-deliveries.ts";
export {
  recordAttempts,
  type AttemptRecord,
  type LanePolicy,
  type RecordedAttempts,
} from "./deliveries/record-attempts.ts";
export { releaseDeliveries } from "./deliveries/release-deliveries.ts";
export { newestDelivery } from "./deliveries/newest-delivery.ts";
export { sweepDeliveries } from "./deliveries/sweep-deliveries.ts";
export { getDeliveryBacklog, type DeliveryBacklog } from "./deliveries/delivery-backlog.ts";
export {
  createSecretBox,
  MAX_PREVIOUS_SECRETS,
  type PreviousSecret,
  type SealedSecret,
  type SecretBox,
} from "./webhooks/secret-box.ts";
export {
  callbackSecretContext,
  findCallbackSecret,
  setCallbackSecret,
  type CallbackSecret,
} from "./webhooks/callback-secrets.ts";
export { deriveProjectKey, deriveProjectSecret, publicKeyText } from "./webhooks/project-keys.ts";
export type { WebhookRecord } from "./webhooks/webhook-record.ts";
export { createWebhook, type WebhookSettings } from "./webhooks/create-webhook.ts";
export { deleteWebhook, findWebhook, listWebhooks, lockWebhook } from "./webhooks/find-webhook.ts";
export { updateWebhook, type WebhookChanges } from "./webhooks/update-webhook.ts";
export { rotateWebhookSecret, type SecretRotation } from "./webhooks/rotate-secret.ts";
export { createWebhookTestEvent } from "./webhooks/create-test-event.ts";
export { listDeliveries, type DeliveryRecord } from "./deliveries/list-deliveries.ts";
export {
  findStagedDelivery,
  listStagedAttempts,
  deliveryStages,
  type StagedAttempt,
  type StagedDelivery,
} from "./deliveries/delivery-stages.ts";
export type { OutboxStage, OutboxStages } from "./outbox-stages.ts";
export type { DeliveryOwner } from "./deliveries/delivery-owner.ts";
export { recoverCallbacks, recoverDeliveries, redeliver } from "./deliveries/redeliver.ts";
export { findMessage, isMessage, type Message } from "./messages/find-message.ts";
export type { NotificationRecord } from "./notification-record.ts";
export { findStagedMessage, messageStages, type StagedMessage } from "./messages/message-stages.ts";
export type { RunOutcome, RunRecord, ScheduleRecord, ScheduleSettings } from "./schedules/schedule-record.ts";
export { createSchedule, readClock } from "./schedules/create-schedule.ts";
export {
  findLastRuns,
  findLiveRun,
  findSchedule,
  listRuns,
  listSchedules,
  lockSchedule,
  type WholeSchedule,
} from "./schedules/find-schedule.ts";
export { deleteSchedule, updateSchedule } from "./schedules/change-schedule.ts";
export { claimDueSchedules, hasRun, moveOn, recordRun, type DueSchedule } from "./schedules/run-schedule.ts";
