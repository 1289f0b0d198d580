/** A dataset that an operation made; its table is in storage already. */
export interface DerivedDataset {
  readonly id: string;
  readonly name: string;
  readonly fileName: string;
  readonly tableKey: string;
  readonly tableBytes: number;
  readonly sha256: string;
  readonly columns: readonly Record<string, unknown>[];
  readonly quality: Record<string, unknown>;
  readonly detected: Readonly<Record<string, unknown>>;
  readonly events: number;
  readonly cases: number;
  readonly activities: number;
  /** ISO 8601, UTC. */
  readonly timeStart: string;
  readonly timeEnd: string;
  /** What it was made from and how. */
  readonly lineage: Record<string, unknown>;
}

/**
 * Inserts the dataset of the JSON parameter, if it isn't null, for the operation in `o`. A phase that makes its dataset
 * again, because its own code has changed since, replaces the table of the one that it made before.
 */
export const insertDerivedDataset = (
  parameter: string,
): string => `INSERT INTO datasets (id, tenant_id, project_id, name, status,
    file_name, mapping, size_bytes, sha256, table_key, table_bytes, format, detected, columns, quality, events, cases, activities,
    error_records, time_start, time_end, import_progress, lineage, created_by, ready_at)
  SELECT n.id, o.tenant_id, o.project_id, n.name, 'Ready', n."fileName", '{}', n."tableBytes", n.sha256, n."tableKey", n."tableBytes",
    'parquet', n.detected, n.columns, n.quality, n.events, n.cases, n.activities, 0, n."timeStart", n."timeEnd", 1, n.lineage, o.created_by, now()
  FROM o, jsonb_to_record(${parameter}::jsonb) AS n (id uuid, name text, "fileName" text, "tableKey" text, "tableBytes" bigint,
    sha256 text, detected jsonb, columns jsonb, quality jsonb, events bigint, cases bigint, activities bigint, "timeStart" timestamptz,
    "timeEnd" timestamptz, lineage jsonb)
  WHERE n.id IS NOT NULL
  ON CONFLICT (id) DO UPDATE SET size_bytes = excluded.size_bytes, sha256 = excluded.sha256, table_key = excluded.table_key,
    table_bytes = excluded.table_bytes, detected = excluded.detected, columns = excluded.columns, quality = excluded.quality, events = excluded.events,
    cases = excluded.cases, activities = excluded.activities, time_start = excluded.time_start, time_end = excluded.time_end,
    lineage = excluded.lineage, deleted_at = NULL`;
