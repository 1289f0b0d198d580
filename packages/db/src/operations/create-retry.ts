import { NO_QUOTAS } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { requireRoomForOperations } from "../quotas/require-quota.ts";
import type { CreatedOperation, NewOperation } from "./create-operation.ts";

/** A retry of an operation that ended without completing. */
export interface NewRetry extends NewOperation {
  readonly retryOf: string;
  /** The first operation of the chain. */
  readonly rootId: string;
  /** 1 for the first retry of the root. */
  readonly retryNumber: number;
  /** How many phases, from the first, are taken over from `retryOf`. */
  readonly preservedPhases: number;
  /** Percentage that the preserved phases stand for. */
  readonly progress: number;
  /** `retryMode`, `retryReason`, `preserveOriginalResults`. */
  readonly retry: Record<string, unknown>;
  /** Where it stands in the place of `retryOf` in a batch. */
  readonly inBatch?: { readonly batchId: string; readonly operationKey: string | null; readonly position: number };
}

const STATEMENT = {
  name: "create-retry",
  text: `WITH placed AS MATERIALIZED (
  SELECT * FROM fair_tags(ARRAY[$1::text], ARRAY[$2::uuid], ARRAY[$7::text], ARRAY[fair_cost($13::float8, $15::int, $16::int)])
), o AS (
  INSERT INTO operations (id, tenant_id, project_id, type, name, description, priority, status, parameters, callbacks,
    notifications, retry_policy, timeout_sec, timeout_at, cpu_units, memory_gb, estimated_low_sec, estimated_high_sec,
    estimated_cost, dataset_id, input_records, created_by, total_phases, current_phase, event_seq,
    retry_of, root_id, retry_number, retry, progress, last_progress_event, phases_completed, batch_id, operation_key, batch_position,
    further_dataset_ids, fair_tag, defaulted)
  SELECT $1, $2, $3, $4, $5, $6, $7, 'Initiated', $8, $9, $10, $11, $12::int, now() + $12::int * interval '1 second', $13, $14,
    $15, $16, $17, $18, $19, $20, cardinality($21::text[]), ($21::text[])[$26::int + 1], 1,
    $23, $24, $25, $27, $28::int, $28::int, $26::int, $29, $30, $31, $32, placed.tag, $33
  FROM placed
  RETURNING *
), p AS (
  INSERT INTO phases (operation_id, tenant_id, idx, name, weight, status, started_at, ended_at, progress, records_processed, detail)
  SELECT o.id, o.tenant_id, phase.ordinal - 1, phase.name, phase.weight, coalesce(kept.status, 'Pending'), kept.started_at, kept.ended_at,
    coalesce(kept.progress, 0), kept.records_processed, kept.detail
  FROM o CROSS JOIN unnest($21::text[], $22::float8[]) WITH ORDINALITY AS phase (name, weight, ordinal)
  LEFT JOIN phases kept ON kept.operation_id = $23 AND kept.idx = phase.ordinal - 1 AND kept.idx < $26::int
), c AS (
  INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files, committed_at)
  SELECT o.id, kept.phase_idx, 0, kept.fingerprint, kept.output, kept.files, kept.committed_at
  FROM o JOIN checkpoints kept ON kept.operation_id = $23 AND kept.phase_idx < $26::int
), e AS (
  INSERT INTO batch_edges (operation_id, depends_on_id, batch_id)
  SELECT o.id, edge.depends_on_id, edge.batch_id FROM o JOIN batch_edges edge ON edge.operation_id = $23
), a AS (
  INSERT INTO artifacts (id, tenant_id, project_id, operation_id, phase_idx, name, file_name, type, format, media_type,
    size_bytes, sha256, storage_key, description, created_at)
  SELECT gen_random_uuid(), kept.tenant_id, kept.project_id, o.id, kept.phase_idx, kept.name, kept.file_name, kept.type, kept.format,
    kept.media_type, kept.size_bytes, kept.sha256, kept.storage_key, kept.description, kept.created_at
  FROM o JOIN artifacts kept ON kept.operation_id = $23 AND kept.phase_idx < $26::int
)
SELECT o.created_at AS "createdAt", o.timeout_at AS "timeoutAt", o.fair_tag AS "fairTag", placed.is_admitted AS "isAdmitted",
  append_events(ARRAY[o.*::operations], ARRAY['operation.created']) AS event_positions FROM o, placed`,
};

/**
 * Accepts a retry with the checkpoints and artifacts that it takes over, and the dependencies whose results it works on. Two live retries of one root are refused by
 * the unique index `operations_live_retry`. Give it a transaction.
 * @throws DomainError `quota_exceeded` when there is no room for it
 */
export async function createRetry(sql: Sql, retry: NewRetry, defaults = NO_QUOTAS): Promise<CreatedOperation> {
  const room = { cpuUnits: [retry.cpuUnits], defaults };
  await requireRoomForOperations(sql, retry, room, "before");
  const { rows } = await sql.query<CreatedOperation>(STATEMENT, [
    retry.id,
    retry.tenantId,
    retry.projectId,
    retry.type,
    retry.name,
    retry.description ?? null,
    retry.priority,
    retry.parameters,
    retry.callbacks ?? null,
    retry.notifications ?? null,
    retry.retryPolicy ?? null,
    retry.timeoutSec,
    retry.cpuUnits,
    retry.memoryGb,
    retry.estimatedLowSec,
    retry.estimatedHighSec,
    retry.estimatedCost ?? null,
    retry.datasetId ?? null,
    retry.inputRecords ?? null,
    retry.createdBy,
    retry.phases.map((phase) => phase.name),
    retry.phases.map((phase) => phase.weight),
    retry.retryOf,
    retry.rootId,
    retry.retryNumber,
    retry.preservedPhases,
    retry.retry,
    retry.progress,
    retry.inBatch?.batchId ?? null,
    retry.inBatch?.operationKey ?? null,
    retry.inBatch?.position ?? null,
    retry.furtherDatasetIds ?? null,
    retry.defaulted ?? null,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("insert returned no row");
  await requireRoomForOperations(sql, retry, room, "written");
  return row;
}
