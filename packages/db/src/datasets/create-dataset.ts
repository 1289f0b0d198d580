import { NO_QUOTAS } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import { requireQuota } from "../quotas/require-quota.ts";
import type { Scope } from "../scope.ts";
import { DATASET_COLUMNS, toDatasetRecord, type DatasetChange, type DatasetRecord } from "./dataset-record.ts";

/** A file that waits to be imported: an upload whose bytes are in storage, or one that is to be had from a URL first. */
export interface NewDataset extends Scope {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly mapping: Readonly<Record<string, string | readonly string[] | null>>;
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly sourceKey: string;
  readonly sourceUrl?: string;
  readonly createdBy: string;
  /** What it was made from. */
  readonly lineage?: Readonly<Record<string, unknown>>;
  /** The dataset that it is a later version of; absent for a first version. */
  readonly versionOf?: { readonly datasetId: string; readonly version: number; readonly change: DatasetChange };
}

/**
 * Accepts an upload: from here on it will be imported, whatever happens to the process that received it. Where there may be a
 * quota, give it a transaction.
 * @throws DomainError `quota_exceeded` when there is no room for it; of a file that is still to be had, for none at all
 */
export async function createDataset(sql: Sql, dataset: NewDataset, defaults = NO_QUOTAS): Promise<DatasetRecord> {
  const { tenantId, projectId, sizeBytes } = dataset;
  const claim = { tenantId, projectId, quota: "datasetBytes", wanted: sizeBytes ?? 1, defaults } as const;
  if (sizeBytes === undefined) await requireQuota(sql, claim, "before");
  const { rows } = await sql.query<Record<string, unknown>>(
    `INSERT INTO datasets (id, tenant_id, project_id, name, status, file_name, mapping, size_bytes, sha256, source_key, created_by, lineage, source_url,
       version_of, version, change, kind)
     VALUES ($1, $2, $3, $4, 'Importing', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING ${DATASET_COLUMNS}`,
    [
      dataset.id,
      dataset.tenantId,
      dataset.projectId,
      dataset.name,
      dataset.fileName,
      dataset.mapping,
      dataset.sizeBytes ?? null,
      dataset.sha256 ?? null,
      dataset.sourceKey,
      dataset.createdBy,
      dataset.lineage ?? null,
      dataset.sourceUrl ?? null,
      dataset.versionOf?.datasetId ?? null,
      dataset.versionOf?.version ?? 1,
      dataset.versionOf?.change ?? null,
      dataset.versionOf === undefined ? "log" : "version",
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("insert returned no row");
  if (sizeBytes !== undefined) await requireQuota(sql, claim, "written");
  return toDatasetRecord(row);
}
