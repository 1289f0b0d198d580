export { AUDIT_OUTCOMES, type AuditOutcome } from "./audit-outcome.ts";
export {
  newBatchId,
  newBatchOperationId,
  newExecutionId,
  newOperationId,
  newScheduleId,
  newWebhookId,
  retryOperationId,
  toGuid,
  uuidOfText,
} from "./ids.ts";
export {
  AGEING_SEC,
  FAIR_LAP,
  FIRST_RANK,
  importRank,
  PRIORITIES,
  queueRank,
  waitingOrder,
  type Priority,
} from "./priority.ts";
export {
  EXECUTION_OUTCOMES,
  OPERATION_STATUSES,
  PHASE_STATUSES,
  TRANSITIONS,
  canTransition,
  isTerminal,
  type ExecutionOutcome,
  type OperationStatus,
  type PhaseStatus,
  type TerminalStatus,
  type Transition,
} from "./operation-status.ts";
export { BATCH_STATUSES, type BatchStatus, type FailurePolicy } from "./batch.ts";
export { operationPercentage, savedPercentage, type PhaseProgress } from "./progress.ts";
export { counted, isSingular } from "./counted.ts";
export { formatsIn, LANGUAGES, type Formats, type Language } from "./language.ts";
export { durationText, estimateText, moneyText, rateText, sizeText, spanText, timeText } from "./words.ts";
export { allowListText, parseAllowList, type AllowList } from "./allow-list.ts";
export { LOOPBACK_ADDRESSES, forbiddenHost, isLoopbackName } from "./forbidden-host.ts";
export { isAllowedAddress } from "./is-allowed-address.ts";
export { DomainError, type DomainErrorCode, type FaultDetail } from "./domain-error.ts";
export {
  MOST_OF_QUOTA,
  NO_QUOTAS,
  parseQuotas,
  QUOTA_LEVELS,
  USUAL_QUOTAS,
  QUOTA_NAMES,
  QUOTAS,
  type Quota,
  type QuotaDefaults,
  type QuotaLevel,
  type QuotaLimits,
} from "./quotas.ts";
export { FILE_KINDS, FILE_KIND_WORDS, fileFormats, fileKindOf, type FileKind } from "./file-kind.ts";
export { jsonPointer } from "./json-pointer.ts";
export { mergePatch } from "./merge-patch.ts";
export { pointersAdded, pointersLeft } from "./pointers-added.ts";
export { Pacer, SERVER_SLICE_MS } from "./pacer.ts";
export { within } from "./within.ts";
export { endOf, readMoment, startOf, type Moment } from "./moment.ts";
export { encodingNames, findEncoding, nearestEncodings } from "./encoding-names.ts";
export { ownValue } from "./own-value.ts";
export { canonicalJson, fingerprint } from "./fingerprint.ts";
export {
  DEFAULT_TARIFF,
  allocateResources,
  allocationCost,
  type ResourceAllocation,
  type Tariff,
} from "./resources.ts";
export { LOG_LEVELS, levelsFrom, type LogLevel } from "./log-level.ts";
export { retryDelaySec, type RetryPolicy } from "./retry-policy.ts";
export { estimateDuration, remainingEstimate, type DurationEstimate, type PastRun } from "./estimate.ts";
export {
  dependencyIndexes,
  findCycle,
  scheduleAlongCriticalPath,
  topologicalOrder,
  type Dependencies,
  type Schedule,
} from "./dag.ts";
export { PREVIEW_ENDS, TextEnds, isLineText } from "./text-ends.ts";
export { CASE_LINES_FILE, CASE_NAMES_FILE, type CaseEventLine, type CaseLine, type CaseNames } from "./case-list.ts";
export { ROW_STATES, previewTailKey, rowListKey, untimedKey, type RowState } from "./dataset-files.ts";
export { UnstorableValueError, isStorableText, storableJson, storableText } from "./storable-text.ts";
export { MAX_CRON_LENGTH, parseCron } from "./schedules/cron.ts";
export { createZoneClock } from "./schedules/zone-clock.ts";
export { nextTick, nextTicks, timetableOf, type Timetable } from "./schedules/ticks.ts";
export { CATCH_UPS, planTick, type CatchUp, type TickPlan } from "./schedules/plan-tick.ts";
export { EXPORT_FORMATS, exportText, type ExportFormat } from "./export-format.ts";
export { shorten } from "./shorten.ts";
export { escapeXml, xmlCharacters } from "./escape-xml.ts";
export { isThai, thaiWordsOf } from "./thai-words.ts";
export { seededRandom, type Random } from "./seeded-random.ts";
