import { NO_QUOTAS, storableJson } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { requireRoomForOperations } from "../quotas/require-quota.ts";
import type { CreatedOperation, NewOperation } from "./create-operation.ts";
import { givenColumns, givenOf, insertOperations, OWN, OWN_COLUMNS } from "./insert-operations.ts";

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
  text: `WITH given AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS g (${givenColumns({
    ...OWN_COLUMNS,
    retryOf: "text",
    rootId: "text",
    retryNumber: "integer",
    preservedPhases: "integer",
    progress: "integer",
    retry: "jsonb",
    inBatch: "jsonb",
  })})
), placed AS MATERIALIZED (
  SELECT f.* FROM given g, fair_tags(ARRAY[g.id], ARRAY[g."tenantId"], ARRAY[g.priority],
    ARRAY[fair_cost(g."cpuUnits", g."estimatedLowSec", g."estimatedHighSec")]) f
), o AS (
  ${insertOperations(
    {
      ...OWN,
      fairTag: "placed.tag",
      currentPhase: `g."phaseNames"[g."preservedPhases" + 1]`,
      retryOf: `g."retryOf"`,
      rootId: `g."rootId"`,
      retryNumber: `g."retryNumber"`,
      retry: "g.retry",
      progress: "g.progress",
      lastProgressEvent: "g.progress",
      phasesCompleted: `g."preservedPhases"`,
      batchId: `g."inBatch"->>'batchId'`,
      operationKey: `g."inBatch"->>'operationKey'`,
      batchPosition: `(g."inBatch"->>'position')::integer`,
    },
    "given g, placed",
  )}
), p AS (
  INSERT INTO phases (operation_id, tenant_id, idx, name, weight, status, started_at, ended_at, progress, records_processed, detail)
  SELECT g.id, g."tenantId", phase.ordinal - 1, phase.name, phase.weight, coalesce(kept.status, 'Pending'), kept.started_at, kept.ended_at,
    coalesce(kept.progress, 0), kept.records_processed, kept.detail
  FROM given g CROSS JOIN unnest(g."phaseNames", g."phaseWeights") WITH ORDINALITY AS phase (name, weight, ordinal)
  LEFT JOIN phases kept ON kept.operation_id = $2 AND kept.idx = phase.ordinal - 1 AND kept.idx < $3::int
), c AS (
  INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files, committed_at)
  SELECT o.id, kept.phase_idx, 0, kept.fingerprint, kept.output, kept.files, kept.committed_at
  FROM o JOIN checkpoints kept ON kept.operation_id = $2 AND kept.phase_idx < $3::int
), e AS (
  INSERT INTO batch_edges (operation_id, depends_on_id, batch_id)
  SELECT o.id, edge.depends_on_id, edge.batch_id FROM o JOIN batch_edges edge ON edge.operation_id = $2
), a AS (
  INSERT INTO artifacts (id, tenant_id, project_id, operation_id, phase_idx, name, file_name, type, format, media_type,
    size_bytes, sha256, storage_key, description, created_at)
  SELECT gen_random_uuid(), kept.tenant_id, kept.project_id, o.id, kept.phase_idx, kept.name, kept.file_name, kept.type, kept.format,
    kept.media_type, kept.size_bytes, kept.sha256, kept.storage_key, kept.description, kept.created_at
  FROM o JOIN artifacts kept ON kept.operation_id = $2 AND kept.phase_idx < $3::int
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
  const { note: _note, ...given } = retry;
  const { rows } = await sql.query<CreatedOperation>(STATEMENT, [
    storableJson([givenOf(given)]),
    retry.retryOf,
    retry.preservedPhases,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("insert returned no row");
  await requireRoomForOperations(sql, retry, room, "written");
  return row;
}
