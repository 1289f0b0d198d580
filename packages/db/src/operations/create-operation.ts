import { NO_QUOTAS, storableJson, type Priority, type QuotaDefaults, type RetryPolicy } from "@longhaul/domain";
import { inboxText, type AuditBody } from "../audit/write-audit.ts";
import type { Sql } from "../client.ts";
import { quotaExceeded, type QuotaRefusal } from "../quotas/quota-refusal.ts";
import { withLockLimit } from "../write-past-locks.ts";
import { givenColumns, givenOf, insertOperations, OWN, OWN_COLUMNS } from "./insert-operations.ts";
import type { OperationCallbacks } from "./operation-record.ts";

/** An operation to be accepted. */
export interface NewOperation {
  readonly id: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  readonly priority: Priority;
  /** Completed by the type's defaults. */
  readonly parameters: Record<string, unknown>;
  /** JSON pointers into `parameters`: what the defaults put there. */
  readonly defaulted?: readonly string[];
  readonly callbacks?: OperationCallbacks;
  readonly notifications?: Record<string, unknown>;
  readonly retryPolicy?: RetryPolicy;
  readonly timeoutSec: number;
  readonly cpuUnits: number;
  readonly memoryGb: number;
  readonly estimatedLowSec: number;
  readonly estimatedHighSec: number;
  readonly estimatedCost?: number;
  readonly datasetId?: string;
  /** Datasets that it reads beside that, each once. */
  readonly furtherDatasetIds?: readonly string[];
  readonly inputRecords?: number;
  readonly createdBy: string;
  readonly phases: readonly { readonly name: string; readonly weight: number }[];
  /** The call that asked for it, as it ends once this is written: both are written, or neither. */
  readonly note?: { readonly id: string; readonly body: AuditBody };
}

const STATEMENT = {
  name: "create-operations",
  text: `WITH given AS (
  SELECT g.* FROM jsonb_to_recordset(${withLockLimit("$1::jsonb", "$3")}) AS g (${givenColumns({
    ...OWN_COLUMNS,
    noteId: "uuid",
    note: "text",
  })})
  LEFT JOIN LATERAL (SELECT true AS is_ready FROM datasets d WHERE d.id = g."datasetId" AND d.tenant_id = g."tenantId"
    AND d.project_id = g."projectId" AND d.status = 'Ready' AND d.kind = 'log' AND d.deleted_at IS NULL LIMIT 1) d ON true
  WHERE (g."datasetId" IS NULL OR d.is_ready) AND (g."furtherDatasetIds" IS NULL OR cardinality(g."furtherDatasetIds") =
    (SELECT count(*) FROM datasets f WHERE f.id = ANY (g."furtherDatasetIds") AND f.tenant_id = g."tenantId"
      AND f.project_id = g."projectId" AND f.status = 'Ready' AND f.kind = 'log' AND f.deleted_at IS NULL))
), judged AS MATERIALIZED (
  SELECT a.* FROM (SELECT array_agg(id) AS ids, array_agg("tenantId") AS tenants, array_agg("projectId") AS projects,
    array_agg("cpuUnits") AS cpus FROM given) g,
    admit_operations(g.ids, g.tenants, g.projects, g.cpus, $2) a
), placed AS MATERIALIZED (
  SELECT f.* FROM (SELECT array_agg(id) AS ids, array_agg("tenantId") AS tenants, array_agg(priority) AS priorities,
    array_agg(fair_cost("cpuUnits", "estimatedLowSec", "estimatedHighSec")) AS costs
    FROM given WHERE id IN (SELECT j.id FROM judged j WHERE j.refusal IS NULL)) g,
    fair_tags(g.ids, g.tenants, g.priorities, g.costs) f
), o AS (
  ${insertOperations(
    {
      ...OWN,
      fairTag: "f.tag",
    },
    "given g JOIN placed f ON f.id = g.id",
  )}
), p AS (
  INSERT INTO phases (operation_id, tenant_id, idx, name, weight)
  SELECT g.id, g."tenantId", phase.ordinal - 1, phase.name, phase.weight
  FROM given g JOIN placed f ON f.id = g.id
    CROSS JOIN LATERAL unnest(g."phaseNames", g."phaseWeights") WITH ORDINALITY AS phase (name, weight, ordinal)
), noted AS (
  INSERT INTO audit_inbox (id, tenant_id, body, has_ended)
  SELECT g."noteId", g."tenantId", g.note, true FROM given g JOIN placed f ON f.id = g.id WHERE g."noteId" IS NOT NULL
), told AS (
  SELECT append_events(array_agg(o.*::operations), array_agg('operation.created'::text)) FROM o
)
SELECT o.id, NULL::jsonb AS refusal, o.created_at AS "createdAt", o.timeout_at AS "timeoutAt", o.fair_tag AS "fairTag", f.is_admitted AS "isAdmitted"
FROM o JOIN placed f ON f.id = o.id, told
UNION ALL SELECT id, refusal, NULL, NULL, NULL, NULL FROM judged WHERE refusal IS NOT NULL`,
};

/** The place of an operation that is ready to run. */
export interface FairPlace {
  /** Where it stands among those of its priority: the lower, the sooner. */
  readonly fairTag: number;
  /** Whether the queue takes it now; else the reconciler admits it when its turn comes near. */
  readonly isAdmitted: boolean;
}

/** When an accepted operation was created, by the database's clock, its deadline and its place. */
export interface CreatedOperation extends FairPlace {
  readonly createdAt: Date;
  readonly timeoutAt: Date;
}

/** What became of operations, by their ids. What is in neither was left out: one of its datasets is not (any more) a ready one of its project, or not its current version. */
export interface CreatedOperations {
  readonly created: ReadonlyMap<string, CreatedOperation>;
  /** Those for which there was no room. */
  readonly refused: ReadonlyMap<string, QuotaRefusal>;
}

/**
 * Accepts operations in one statement: their rows, their phases, the events and their deliveries, and the calls that asked for them. Of
 * those that are left out or refused nothing is written.
 * @param defaults limits of those tenants and projects that have none of their own
 * @param lockMs longest wait for locks, such as that of a tenant's quota, also of what follows in the transaction; 0 for as long as a
 * statement may take
 */
export async function createOperations(
  sql: Sql,
  operations: readonly NewOperation[],
  defaults: QuotaDefaults = NO_QUOTAS,
  lockMs = 0,
): Promise<CreatedOperations> {
  const given = operations.map(({ note, ...operation }) => ({
    ...givenOf(operation),
    ...(note === undefined ? {} : { noteId: note.id, note: inboxText(note.body) }),
  }));
  const { rows } = await sql.query<
    ({ refusal: null } & CreatedOperation & { id: string }) | { id: string; refusal: QuotaRefusal }
  >(STATEMENT, [storableJson(given), defaults, String(lockMs)]);
  return {
    created: new Map(rows.flatMap((row) => (row.refusal === null ? [[row.id, toCreated(row)] as const] : []))),
    refused: new Map(rows.flatMap(({ id, refusal }) => (refusal === null ? [] : [[id, refusal] as const]))),
  };
}

const toCreated = ({ createdAt, timeoutAt, fairTag, isAdmitted }: CreatedOperation): CreatedOperation => ({
  createdAt,
  timeoutAt,
  fairTag,
  isAdmitted,
});

/**
 * Accepts one operation, as `createOperations` does.
 * @returns null when that left it out
 * @throws DomainError `quota_exceeded` when there is no room for it
 */
export async function createOperation(
  sql: Sql,
  operation: NewOperation,
  defaults?: QuotaDefaults,
): Promise<CreatedOperation | null> {
  const { created, refused } = await createOperations(sql, [operation], defaults);
  const refusal = refused.get(operation.id);
  if (refusal !== undefined) throw quotaExceeded(refusal);
  return created.get(operation.id) ?? null;
}
