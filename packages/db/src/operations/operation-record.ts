import type { OperationStatus, PhaseStatus, Priority, RetryPolicy } from "@longhaul/domain";
import { camelRow } from "../camel-row.ts";

/** URLs that an operation's own events go to. */
export interface OperationCallbacks {
  readonly onProgress?: string;
  readonly onCompletion?: string;
  readonly onError?: string;
}

/** Why an operation ended without completing. */
export interface OperationError {
  readonly code: string;
  readonly message: string;
  /** Name of the phase that failed, where one did. */
  readonly phase?: string;
  readonly details?: unknown;
}

/** How an operation was cancelled. */
export interface Cancellation {
  readonly reason?: string;
  readonly cancelledBy: string;
  readonly preservePartialResults: boolean;
  readonly forceTermination: boolean;
  readonly notifyCallbacks: boolean;
  readonly progress: number;
  readonly phase?: string;
}

/** Resource usage as measured by the worker; a key that could not be measured is absent. */
export interface ResourceUsage {
  /** Percent of the allocated CPU units, over the last measuring interval. */
  readonly cpuPercent?: number;
  /** The same, over the whole run so far. */
  readonly averageCpuPercent?: number;
  readonly memoryBytes?: number;
  readonly peakMemoryBytes?: number;
  /** Bytes that the phases wrote to disk. */
  readonly diskBytes?: number;
  /** Bytes that the phases moved to and from storage and the network, and the worker to and from the database for them. */
  readonly networkBytes?: number;
  readonly cpuSeconds?: number;
  /** Over time, of all attempts, oldest first. */
  readonly samples?: readonly UsageSample[];
}

/** Milliseconds since 1970 by the worker's clock; percent of the CPU units since the sample before, where it could be measured; bytes. */
type UsageSample = readonly [at: number, cpuPercent: number | null, memoryBytes: number];

/** One row of `operations`. Times are Dates, counts are numbers. */
export interface OperationRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly type: string;
  readonly name: string;
  readonly description: string | null;
  readonly priority: Priority;
  readonly status: OperationStatus;
  readonly blocked: boolean;
  readonly parameters: Record<string, unknown>;
  /** JSON pointers into `parameters`: what the type's defaults put there; null of what an older release accepted. */
  readonly defaulted: readonly string[] | null;
  readonly callbacks: OperationCallbacks | null;
  readonly notifications: Record<string, unknown> | null;
  readonly retryPolicy: RetryPolicy | null;
  readonly timeoutSec: number;
  readonly timeoutAt: Date | null;
  readonly cpuUnits: number;
  readonly memoryGb: number;
  readonly estimatedLowSec: number;
  readonly estimatedHighSec: number;
  readonly estimatedCost: number | null;
  /** The version of a dataset that it works on. */
  readonly datasetId: string | null;
  /** Versions of the datasets that it reads beside that; none reads as null. */
  readonly furtherDatasetIds: readonly string[] | null;
  readonly inputRecords: number | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly version: number;
  readonly epoch: number;
  readonly executionId: string | null;
  readonly workerNode: string | null;
  /** When its worker took it; null of what an older release claimed. */
  readonly claimedAt: Date | null;
  readonly leaseUntil: Date | null;
  readonly attempt: number;
  readonly crashCount: number;
  readonly nextAttemptAt: Date | null;
  readonly eventSeq: number;
  readonly progress: number;
  readonly totalPhases: number;
  readonly phasesCompleted: number;
  readonly currentPhase: string | null;
  readonly processedRecords: number | null;
  readonly totalRecords: number | null;
  readonly recordsPerMinute: number | null;
  readonly usage: ResourceUsage | null;
  readonly error: OperationError | null;
  readonly cancellation: Cancellation | null;
  readonly batchId: string | null;
  readonly operationKey: string | null;
  readonly retryOf: string | null;
  readonly rootId: string | null;
  readonly retryNumber: number;
  readonly retry: Record<string, unknown> | null;
  readonly summary: Record<string, unknown> | null;
  readonly purgedAt: Date | null;
  /** When retention deleted all but this row. */
  readonly expiredAt: Date | null;
  /** Where it stood in the fair order among those of its priority when it became ready; 0 before that. */
  readonly fairTag: number;
}

/** One row of `phases`. */
export interface PhaseRecord {
  readonly idx: number;
  readonly name: string;
  readonly weight: number;
  readonly status: PhaseStatus;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly progress: number;
  readonly recordsProcessed: number | null;
  /** What the status answer shows of the phase beside the fixed keys. */
  readonly detail: Record<string, unknown> | null;
}

/** Columns of `operations` that make an `OperationRecord`; `o` is the table's alias. */
export const OPERATION_COLUMNS = `o.id, o.tenant_id, o.project_id, o.type, o.name, o.description, o.priority, o.status,
  o.blocked, o.parameters, o.defaulted, o.callbacks, o.notifications, o.retry_policy, o.timeout_sec, o.timeout_at, o.cpu_units,
  o.memory_gb, o.estimated_low_sec, o.estimated_high_sec, o.estimated_cost, o.dataset_id, o.further_dataset_ids, o.input_records,
  o.created_by, o.created_at, o.started_at, o.ended_at, o.version, o.epoch, o.execution_id, o.worker_node, o.claimed_at,
  o.lease_until, o.attempt, o.crash_count, o.next_attempt_at, o.event_seq, o.progress, o.total_phases,
  o.phases_completed, o.current_phase, o.processed_records, o.total_records, o.records_per_minute, o.usage, o.error,
  o.cancellation, o.batch_id, o.operation_key, o.retry_of, o.root_id, o.retry_number, o.retry, o.summary, o.purged_at, o.expired_at, o.fair_tag`;

/** The same for a row among many: without the samples of its usage, up to 2 kB each, which only its own details tell. */
export const LISTED_COLUMNS = OPERATION_COLUMNS.replace("o.usage", "o.usage - 'samples' AS usage");

/** Reads a row of `OPERATION_COLUMNS` or `LISTED_COLUMNS`. */
export const toOperationRecord = (row: Record<string, unknown>): OperationRecord =>
  camelRow(row) as unknown as OperationRecord;

/** Reads a row of `phases`. */
export const toPhaseRecord = (row: Record<string, unknown>): PhaseRecord => camelRow(row) as unknown as PhaseRecord;
