import { storableJson, UnstorableValueError } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { insertDerivedDataset, type DerivedDataset } from "../datasets/derived-dataset.ts";
import type { ResourceUsage } from "./operation-record.ts";

/** A downloadable file that a phase made; its bytes are in storage already. */
export interface NewArtifact {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly type: string;
  readonly format: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly storageKey: string;
  readonly description?: string;
}

/** Longest JSON of a phase's output: every answer about results reads it whole. What is larger belongs into a file. */
const MAX_OUTPUT_CHARACTERS = 64_000_000;

/** A phase's output, to be applied once. */
export interface PhaseCommit {
  readonly operationId: string;
  readonly epoch: number;
  readonly leaseMs: number;
  readonly phaseIdx: number;
  readonly phaseName: string;
  readonly percentage: number;
  readonly fingerprint: string;
  readonly output: Record<string, unknown>;
  readonly files: Record<string, string>;
  readonly artifacts: readonly NewArtifact[];
  /** A dataset that the phase made; the output names it as `outputDatasetId`. */
  readonly dataset?: DerivedDataset;
  readonly recordsProcessed?: number;
  readonly detail: Record<string, unknown>;
  readonly usage?: ResourceUsage;
}

const STATEMENT = {
  name: "commit-phase",
  text: `WITH o AS (
  UPDATE operations SET lease_until = now() + $3 * interval '1 millisecond', version = version + 1,
    progress = greatest(progress, $5::int), event_seq = event_seq + 1, usage = coalesce($12, usage),
    processed_records = coalesce($9, processed_records), total_records = greatest(total_records, $9),
    last_progress_event = greatest(last_progress_event, $5::int), last_progress_at = now(),
    phases_completed = 1 + (SELECT count(*) FROM phases WHERE operation_id = $1 AND idx < $4 AND status = 'Completed')
  WHERE id = $1 AND epoch = $2 AND status = 'Running'
    AND EXISTS (SELECT 1 FROM phases WHERE operation_id = $1 AND idx = $4 AND status = 'Running')
  RETURNING *
), p AS (
  UPDATE phases SET status = 'Completed', ended_at = now(), progress = 100, records_processed = $9, detail = $10
  FROM o WHERE operation_id = o.id AND idx = $4
), c AS (
  INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files)
  SELECT o.id, $4, $2, $6, $7, $8 FROM o
  ON CONFLICT (operation_id, phase_idx) DO UPDATE
    SET epoch = excluded.epoch, fingerprint = excluded.fingerprint, output = excluded.output, files = excluded.files, committed_at = now()
), stale AS (
  DELETE FROM artifacts a USING o WHERE a.operation_id = o.id AND a.phase_idx >= $4
), a AS (
  INSERT INTO artifacts (id, tenant_id, project_id, operation_id, phase_idx, name, file_name, type, format, media_type,
    size_bytes, sha256, storage_key, description)
  SELECT n.id, o.tenant_id, o.project_id, o.id, $4, n.name, n."fileName", n.type, n.format, n."mediaType",
    n."sizeBytes", n.sha256, n."storageKey", n.description
  FROM o, jsonb_to_recordset($11::jsonb) AS n (id uuid, name text, "fileName" text, type text, format text, "mediaType" text,
    "sizeBytes" bigint, sha256 text, "storageKey" text, description text)
), d AS (
  ${insertDerivedDataset("$14")}
)
SELECT append_operation_event(o.*::operations, 'operation.phase.completed',
  jsonb_build_object('phase', jsonb_build_object('phaseName', $13::text, 'status', 'Completed', 'recordsProcessed', $9::bigint))) FROM o`,
};

/**
 * Applies a phase's output once: checkpoint, artifacts, the dataset that it made, phase and progress, event. Only the owner of the epoch can,
 * and only while the phase is Running.
 * @returns false when the caller no longer owns the operation, or the phase was committed already
 */
export async function commitPhase(sql: Sql, commit: PhaseCommit): Promise<boolean> {
  const { rowCount } = await sql.query(STATEMENT, [
    commit.operationId,
    commit.epoch,
    commit.leaseMs,
    commit.phaseIdx,
    commit.percentage,
    commit.fingerprint,
    outputJson(commit.output),
    commit.files,
    commit.recordsProcessed ?? null,
    commit.detail,
    storableJson(commit.artifacts),
    commit.usage ?? null,
    commit.phaseName,
    storableJson(commit.dataset ?? {}),
  ]);
  return rowCount === 1;
}

function outputJson(output: Record<string, unknown>): string {
  const json = storableJson(output);
  if (json.length <= MAX_OUTPUT_CHARACTERS) return json;
  const size = `${(json.length / 1e6).toFixed(1)} MB, more than ${MAX_OUTPUT_CHARACTERS / 1e6} MB`;
  throw new UnstorableValueError(new Error(`the output is ${size}; large results belong into files`));
}
