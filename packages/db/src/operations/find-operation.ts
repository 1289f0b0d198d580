import { eachOf } from "../each-of.ts";
import type { Sql } from "../client.ts";
import { IS_MESSAGE, MESSAGE_ATTEMPTS, MESSAGE_STATUS, type NotificationRecord } from "../notification-record.ts";
import type { Scope } from "../scope.ts";
import {
  OPERATION_COLUMNS,
  toOperationRecord,
  toPhaseRecord,
  type OperationRecord,
  type PhaseRecord,
} from "./operation-record.ts";

/** The data of a status answer. `now` is the database's clock. */
export interface OperationView {
  readonly operation: OperationRecord;
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

export interface CallbackStats {
  readonly progressSent: number;
  readonly lastProgressAt: Date | null;
  readonly successful: number;
  readonly failed: number;
}

const STATEMENT = {
  name: "find-operations",
  text: `SELECT w.place, ${OPERATION_COLUMNS}, now() AS now, p.phases, c.stats,
  CASE WHEN o.notifications IS NOT NULL THEN (SELECT json_agg(json_build_object('kind', destination,
    'status', ${MESSAGE_STATUS}, 'attempts', ${MESSAGE_ATTEMPTS}, 'lastError', last_error,
    'sentAt', CASE WHEN status = 'Delivered' THEN ended_at END) ORDER BY destination)
    FROM deliveries WHERE operation_id = o.id AND ${IS_MESSAGE}) END AS told,
  coalesce(l.warn, 0) AS "warningCount", l.warnings,
  CASE WHEN coalesce(o.dataset_id, o.further_dataset_ids[1]) IS NOT NULL THEN (SELECT json_agg(json_build_object('datasetId', dataset_id,
    'datasetVersion', version) ORDER BY id IS DISTINCT FROM o.dataset_id, dataset_id)
    FROM datasets WHERE id = ANY (array_append(o.further_dataset_ids, o.dataset_id))) END AS read
FROM ${eachOf("$1::text[]", "$2::uuid[]", "$3::uuid[]")} WITH ORDINALITY AS w (id, tenant_id, project_id, place)
CROSS JOIN LATERAL (SELECT * FROM operations WHERE id = w.id AND tenant_id = w.tenant_id AND project_id = w.project_id LIMIT 1) o
CROSS JOIN LATERAL (SELECT json_agg(json_build_object('idx', idx, 'name', name, 'weight', weight, 'status', status,
    'started_at', started_at, 'ended_at', ended_at, 'progress', progress, 'records_processed', records_processed,
    'detail', detail) ORDER BY idx) AS phases FROM phases WHERE operation_id = o.id) p
LEFT JOIN LATERAL (SELECT json_build_object(
    'progressSent', count(*) FILTER (WHERE destination = 'callback:onProgress' AND status = 'Delivered'),
    'lastProgressAt', max(ended_at) FILTER (WHERE destination = 'callback:onProgress' AND status = 'Delivered'),
    'successful', count(*) FILTER (WHERE status = 'Delivered'),
    'failed', count(*) FILTER (WHERE status = 'Failed')) AS stats
  FROM deliveries WHERE operation_id = o.id AND destination LIKE 'callback:%') c ON o.callbacks IS NOT NULL
LEFT JOIN LATERAL (SELECT n.warn, CASE WHEN n.warn > 0 THEN (SELECT json_agg(json_build_object('phase', phase,
    'message', message, 'time', logged_at) ORDER BY epoch, number) FROM (
    SELECT phase, message, logged_at, epoch, number FROM log_entries WHERE operation_id = o.id AND level = 'warn'
    ORDER BY epoch DESC, number DESC LIMIT 10) last) END AS warnings
  FROM log_counts n WHERE n.operation_id = o.id) l ON true`,
};

const toDate = (value: unknown): Date | null => (typeof value === "string" ? new Date(value) : null);

/** Converts phases from `json_agg`, which gives times as texts. */
export function readPhases(json: unknown): PhaseRecord[] {
  const rows = (json ?? []) as Record<string, unknown>[];
  return rows.map((row) =>
    toPhaseRecord({ ...row, started_at: toDate(row["started_at"]), ended_at: toDate(row["ended_at"]) }),
  );
}

/** Finds operations with their phases, in the given order; null for an operation that isn't in its project. */
export async function findOperations(
  sql: Sql,
  wanted: readonly { readonly scope: Scope; readonly operationId: string }[],
): Promise<(OperationView | null)[]> {
  const { rows } = await sql.query<Record<string, unknown> & { place: number }>(STATEMENT, [
    wanted.map(({ operationId }) => operationId),
    wanted.map(({ scope }) => scope.tenantId),
    wanted.map(({ scope }) => scope.projectId),
  ]);
  const views: (OperationView | null)[] = wanted.map(() => null);
  for (const { place, ...row } of rows) views[place - 1] = toView(row);
  return views;
}

/** Finds an operation of a project with its phases; null when there is none. */
export async function findOperation(sql: Sql, scope: Scope, operationId: string): Promise<OperationView | null> {
  const [view = null] = await findOperations(sql, [{ scope, operationId }]);
  return view;
}

function toView({
  now,
  phases,
  stats,
  told,
  warnings,
  warningCount,
  read,
  ...columns
}: Record<string, unknown>): OperationView {
  const counts = stats as (Omit<CallbackStats, "lastProgressAt"> & { lastProgressAt: string | null }) | null;
  const messages = told as (Omit<NotificationRecord, "sentAt"> & { sentAt: string | null })[] | null;
  return {
    operation: toOperationRecord(columns),
    phases: readPhases(phases),
    callbackStats: counts === null ? null : { ...counts, lastProgressAt: toDate(counts.lastProgressAt) },
    notifications: messages === null ? null : messages.map((item) => ({ ...item, sentAt: toDate(item.sentAt) })),
    warnings: ((warnings ?? []) as (Omit<WarningRecord, "time"> & { time: string })[]).map((warning) => ({
      ...warning,
      time: new Date(warning.time),
    })),
    warningCount: Number(warningCount),
    datasets: (read ?? []) as readonly ReadVersion[],
    now: now as Date,
  };
}
