import { IS_MESSAGE, MESSAGE_ATTEMPTS, MESSAGE_STATUS, type NotificationRecord } from "../notification-record.ts";
import { toPhaseRecord, type OperationRecord, type PhaseRecord } from "./operation-record.ts";

/** What is told of an operation beside its row. `now` is the database's clock. */
export interface OperationParts {
  readonly phases: readonly PhaseRecord[];
  /** Deliveries to the operation's own callbacks; null when it has none. */
  readonly callbackStats: CallbackStats | null;
  /** The messages to people about its end, with their results; null before its end, and when none were requested. */
  readonly notifications: readonly NotificationRecord[] | null;
  /** The last ten warnings of its log, oldest first. */
  readonly warnings: readonly WarningRecord[];
  readonly warningCount: number;
  /** The dataset versions that it reads: its own dataset first, then others. Deleted versions are left out. */
  readonly datasets: readonly ReadVersion[];
  readonly now: Date;
}

/** An operation with all that is told of it. */
export interface OperationView extends OperationParts {
  readonly operation: OperationRecord;
}

/** A version of a dataset. */
interface ReadVersion {
  readonly datasetId: string;
  readonly datasetVersion: number;
}

/** A warning of the log. */
export interface WarningRecord {
  readonly phase: string | null;
  readonly message: string;
  readonly time: Date;
}

interface CallbackStats {
  readonly progressSent: number;
  readonly lastProgressAt: Date | null;
  readonly successful: number;
  readonly failed: number;
}

/** Counts of the log of the operation `o`, as `l`. */
export const LOG_COUNTS = "LEFT JOIN LATERAL (SELECT warn FROM log_counts WHERE operation_id = o.id) l ON true";

/** Columns that tell what is beside the row of the operation `o`, with `LOG_COUNTS` joined. */
export const BESIDE = `now() AS now, coalesce(l.warn, 0) AS "warningCount",
  CASE WHEN o.callbacks IS NOT NULL THEN (SELECT json_build_object(
      'progressSent', count(*) FILTER (WHERE destination = 'callback:onProgress' AND status = 'Delivered'),
      'lastProgressAt', max(ended_at) FILTER (WHERE destination = 'callback:onProgress' AND status = 'Delivered'),
      'successful', count(*) FILTER (WHERE status = 'Delivered'),
      'failed', count(*) FILTER (WHERE status = 'Failed'))
    FROM deliveries WHERE operation_id = o.id AND destination LIKE 'callback:%') END AS stats,
  CASE WHEN o.notifications IS NOT NULL THEN (SELECT json_agg(json_build_object('kind', destination,
      'status', ${MESSAGE_STATUS}, 'attempts', ${MESSAGE_ATTEMPTS}, 'lastError', last_error,
      'sentAt', CASE WHEN status = 'Delivered' THEN ended_at END) ORDER BY destination)
    FROM deliveries WHERE operation_id = o.id AND ${IS_MESSAGE}) END AS told,
  CASE WHEN l.warn > 0 THEN (SELECT json_agg(json_build_object('phase', phase, 'message', message, 'time', logged_at)
      ORDER BY epoch, number) FROM (
    SELECT phase, message, logged_at, epoch, number FROM log_entries WHERE operation_id = o.id AND level = 'warn'
    ORDER BY epoch DESC, number DESC LIMIT 10) last) END AS warnings`;

/** The phases of the operation `o`, as JSON. */
export const PHASES = `(SELECT json_agg(p ORDER BY p.idx) FROM (SELECT idx, name, weight, status, started_at, ended_at, progress,
    records_processed, detail FROM phases WHERE operation_id = o.id) p)`;

/** The versions of datasets that the operation `o` reads, as JSON. */
export const DATASETS = `(SELECT json_agg(json_build_object('datasetId', dataset_id, 'datasetVersion', version)
    ORDER BY id IS DISTINCT FROM o.dataset_id, dataset_id) FROM datasets WHERE id = ANY (array_append(o.further_dataset_ids, o.dataset_id)))`;
export const HAS_DATASETS = "coalesce(o.dataset_id, o.further_dataset_ids[1]) IS NOT NULL";

const toDate = (value: unknown): Date | null => (typeof value === "string" ? new Date(value) : null);

/** Converts phases from `json_agg`, which gives times as texts. */
export function readPhases(json: unknown): PhaseRecord[] {
  const rows = (json ?? []) as Record<string, unknown>[];
  return rows.map((row) =>
    toPhaseRecord({ ...row, started_at: toDate(row["started_at"]), ended_at: toDate(row["ended_at"]) }),
  );
}

/** A row of `BESIDE`. */
export interface BesideRow {
  readonly now: Date;
  readonly warningCount: number;
  readonly stats: (Omit<CallbackStats, "lastProgressAt"> & { readonly lastProgressAt: string | null }) | null;
  readonly told: readonly (Omit<NotificationRecord, "sentAt"> & { readonly sentAt: string | null })[] | null;
  readonly warnings: readonly (Omit<WarningRecord, "time"> & { readonly time: string })[] | null;
}

const NO_WARNINGS: readonly WarningRecord[] = [];

/** Reads a row of `BESIDE`. */
export const readBeside = ({
  now,
  warningCount,
  stats,
  told,
  warnings,
}: BesideRow): Omit<OperationParts, "phases" | "datasets"> => ({
  now,
  warningCount,
  callbackStats: stats === null ? null : { ...stats, lastProgressAt: toDate(stats.lastProgressAt) },
  notifications: told === null ? null : told.map((item) => ({ ...item, sentAt: toDate(item.sentAt) })),
  warnings: warnings === null ? NO_WARNINGS : warnings.map((warning) => ({ ...warning, time: new Date(warning.time) })),
});
