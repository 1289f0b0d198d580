import type { Sql } from "../client.ts";
import type { DatasetCancellation, DatasetError, DatasetStatus } from "./dataset-record.ts";

/** What an import found, in short. */
export interface ImportSummary {
  readonly format: string;
  /** Null of what is no log. */
  readonly events: number | null;
  readonly cases: number | null;
  readonly activities: number | null;
  readonly errorRecords: number | null;
  readonly timeStart: string | null;
  readonly timeEnd: string | null;
}

/** The state of an import, as the holder of its job needs it. */
export interface ImportState {
  readonly status: DatasetStatus;
  readonly isDeleted: boolean;
  readonly epoch: number;
  /** A worker has it, and was heard of lately. */
  readonly isLeased: boolean;
  readonly error: DatasetError | null;
  readonly cancellation: DatasetCancellation | null;
  /** Null until it is Ready. */
  readonly summary: ImportSummary | null;
}

/** Where the import of any tenant's dataset stands, a deleted one's too. @returns null when there is none */
export async function findImportState(sql: Sql, datasetId: string): Promise<ImportState | null> {
  const { rows } = await sql.query<ImportState>(
    {
      name: "find-import-state",
      text: `SELECT status, deleted_at IS NOT NULL AS "isDeleted", epoch, coalesce(lease_until > now(), false) AS "isLeased", error, cancellation,
  CASE WHEN status = 'Ready' THEN json_build_object('format', format, 'events', events, 'cases', cases, 'activities', activities,
    'errorRecords', error_records, 'timeStart', time_start, 'timeEnd', time_end) END AS summary
FROM datasets WHERE id = $1`,
    },
    [datasetId],
  );
  return rows[0] ?? null;
}
