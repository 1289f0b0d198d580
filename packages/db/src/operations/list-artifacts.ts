import type { Sql } from "../client.ts";
import { camelRow } from "../camel-row.ts";
import type { Scope } from "../scope.ts";

/** A downloadable file of an operation. */
export interface ArtifactRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly operationId: string;
  readonly phaseIdx: number;
  readonly name: string;
  readonly fileName: string;
  readonly type: string;
  readonly format: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly storageKey: string;
  readonly description: string | null;
  readonly createdAt: Date;
}

const COLUMNS = `id, tenant_id, project_id, operation_id, phase_idx, name, file_name, type, format, media_type, size_bytes,
  sha256, storage_key, description, created_at`;

const toArtifact = (row: Record<string, unknown>): ArtifactRecord => camelRow(row) as unknown as ArtifactRecord;

/** Artifacts of an operation in the order in which its phases made them. */
export async function listArtifacts(sql: Sql, scope: Scope, operationId: string): Promise<ArtifactRecord[]> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${COLUMNS} FROM artifacts WHERE operation_id = $1 AND tenant_id = $2 AND project_id = $3 ORDER BY phase_idx, created_at, file_name`,
    [operationId, scope.tenantId, scope.projectId],
  );
  return rows.map(toArtifact);
}

/** One artifact of a tenant, or null. */
export async function findArtifact(sql: Sql, tenantId: string, artifactId: string): Promise<ArtifactRecord | null> {
  const { rows } = await sql.query<Record<string, unknown>>(
    `SELECT ${COLUMNS} FROM artifacts WHERE id = $1 AND tenant_id = $2`,
    [artifactId, tenantId],
  );
  return rows[0] === undefined ? null : toArtifact(rows[0]);
}
