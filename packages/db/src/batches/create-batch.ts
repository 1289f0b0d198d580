import {
  NO_QUOTAS,
  storableJson,
  Pacer,
  SERVER_SLICE_MS,
  type FailurePolicy,
  type QuotaDefaults,
} from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { FairPlace, NewOperation } from "../operations/create-operation.ts";
import { givenColumns, givenOf, insertOperations } from "../operations/insert-operations.ts";
import { requireRoomForOperations } from "../quotas/require-quota.ts";
import type { Scope } from "../scope.ts";
import type { BatchCallbacks } from "./batch-record.ts";

/** An operation of a batch. */
export interface NewBatchOperation extends Omit<NewOperation, "tenantId" | "projectId" | "createdBy"> {
  readonly operationKey: string;
  /** Ids of the operations of the batch that must have completed first. */
  readonly dependsOn: readonly string[];
  /** The operation of the batch whose output dataset it reads, when it reads one. */
  readonly datasetFrom?: string;
  /** Place in the batch, from 0. */
  readonly position: number;
  /** For one that stands in another's place. */
  readonly retryOf?: { readonly operationId: string; readonly rootId: string; readonly retryNumber: number };
}

/** A batch to be accepted. */
export interface NewBatch extends Scope {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly failurePolicy: FailurePolicy;
  readonly callbacks?: BatchCallbacks;
  readonly createdBy: string;
  readonly operations: readonly NewBatchOperation[];
}

const CREATE_BATCH = {
  name: "create-batch",
  text: `INSERT INTO batches (id, tenant_id, project_id, name, description, status, failure_policy, callbacks, total_count, created_by, event_seq)
VALUES ($1, $2, $3, $4, $5, 'Initiated', $6, $7, $8, $9, 1) RETURNING created_at`,
};

const ADD_OPERATIONS = {
  name: "add-batch-operations",
  text: `WITH given AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS g (${givenColumns({
    operationKey: "text",
    blocked: "boolean",
    datasetFrom: "text",
    position: "integer",
    retryOf: "jsonb",
  })})
), placed AS MATERIALIZED (
  SELECT f.* FROM (SELECT array_agg(g.id ORDER BY g.position) AS ids, array_agg(b.tenant_id) AS tenants,
      array_agg(g.priority ORDER BY g.position) AS priorities,
      array_agg(fair_cost(g."cpuUnits", g."estimatedLowSec", g."estimatedHighSec") ORDER BY g.position) AS costs
    FROM given g CROSS JOIN batches b WHERE b.id = $1 AND NOT g.blocked) g,
    fair_tags(g.ids, g.tenants, g.priorities, g.costs) f
), o AS (
  ${insertOperations(
    {
      tenantId: "b.tenant_id",
      projectId: "b.project_id",
      createdBy: "$3",
      timeoutAt: `CASE WHEN NOT g.blocked THEN now() + g."timeoutSec" * interval '1 second' END`,
      fairTag: "coalesce(f.tag, 0)",
      blocked: "g.blocked",
      batchId: "b.id",
      operationKey: `g."operationKey"`,
      datasetFrom: `g."datasetFrom"`,
      batchPosition: "g.position",
      retryOf: `g."retryOf"->>'operationId'`,
      rootId: `g."retryOf"->>'rootId'`,
      retryNumber: `coalesce((g."retryOf"->>'retryNumber')::int, 0)`,
    },
    "given g LEFT JOIN placed f ON f.id = g.id CROSS JOIN batches b WHERE b.id = $1",
  )}
), p AS (
  INSERT INTO phases (operation_id, tenant_id, idx, name, weight)
  SELECT g.id, (SELECT tenant_id FROM batches WHERE id = $1), phase.ordinal - 1, phase.name, phase.weight
  FROM given g CROSS JOIN LATERAL unnest(g."phaseNames", g."phaseWeights") WITH ORDINALITY AS phase (name, weight, ordinal)
)
SELECT (SELECT json_agg(f) FROM placed f) AS placed,
  append_events(array_agg(o.*::operations ORDER BY o.batch_position), array_agg('operation.created'::text)) FROM o`,
};

const ADD_EDGES = {
  name: "add-batch-edges",
  // Tens of thousands of edges between hundreds of operations: each id is sent once, the edges as places in their list.
  text: `WITH ids AS MATERIALIZED (SELECT id, place FROM unnest($2::text[]) WITH ORDINALITY AS i (id, place))
INSERT INTO batch_edges (operation_id, depends_on_id, batch_id)
SELECT dependent.id, dependency.id, $1 FROM unnest($3::integer[], $4::integer[]) AS e (dependent, dependency)
JOIN ids dependent ON dependent.place = e.dependent JOIN ids dependency ON dependency.place = e.dependency`,
};

/** So many are written well within a statement's time limit, also by a busy database. */
const EDGES_AT_ONCE = 10_000;

/** Places of the operations that are ready to run, by their ids. */
export type ReadyPlaces = ReadonlyMap<string, FairPlace>;

/**
 * Accepts a batch: its row, all operations with their phases, the edges, and the events. Give it a transaction.
 * @throws DomainError `quota_exceeded` when there is no room for all its operations
 */
export async function createBatch(
  sql: Sql,
  batch: NewBatch,
  defaults?: QuotaDefaults,
): Promise<{ createdAt: Date; places: ReadyPlaces }> {
  const { rows } = await sql.query<{ created_at: Date }>(CREATE_BATCH, [
    batch.id,
    batch.tenantId,
    batch.projectId,
    batch.name,
    batch.description ?? null,
    batch.failurePolicy,
    batch.callbacks ?? null,
    batch.operations.length,
    batch.createdBy,
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error("insert returned no row");
  const places = await addBatchOperations(sql, batch, batch.operations, defaults);
  await sql.query("SELECT append_batch_event(b, 'batch.created') FROM batches b WHERE b.id = $1", [batch.id]);
  return { createdAt: row.created_at, places };
}

/**
 * Adds operations to a batch; each is blocked as long as it has dependencies that have not completed.
 * @throws DomainError `quota_exceeded` when there is no room for all
 */
export async function addBatchOperations(
  sql: Sql,
  batch: Scope & { readonly id: string; readonly createdBy: string },
  operations: readonly NewBatchOperation[],
  defaults = NO_QUOTAS,
): Promise<ReadyPlaces> {
  const room = { cpuUnits: operations.map((operation) => operation.cpuUnits), defaults };
  await requireRoomForOperations(sql, batch, room, "before");
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  const given: string[] = [];
  for (const { dependsOn, ...operation } of operations) {
    await pacer.pause();
    given.push(storableJson({ ...givenOf(operation), blocked: dependsOn.length > 0 }));
  }
  const { rows } = await sql.query<{ placed: { id: string; tag: number; is_admitted: boolean }[] | null }>(
    ADD_OPERATIONS,
    [batch.id, `[${given.join(",")}]`, batch.createdBy],
  );
  const placeOf = new Map<string, number>();
  const place = (id: string): number => {
    const known = placeOf.get(id) ?? placeOf.size + 1;
    placeOf.set(id, known);
    return known;
  };
  const edges = { dependents: [] as number[], dependencies: [] as number[] };
  for (const { id, dependsOn } of operations) {
    await pacer.pause();
    const dependent = place(id);
    for (const dependency of dependsOn) {
      edges.dependents.push(dependent);
      edges.dependencies.push(place(dependency));
    }
  }
  const ids = [...placeOf.keys()];
  for (let from = 0; from < edges.dependents.length; from += EDGES_AT_ONCE) {
    const part = (places: number[]): string => `{${places.slice(from, from + EDGES_AT_ONCE).join(",")}}`;
    await sql.query(ADD_EDGES, [batch.id, ids, part(edges.dependents), part(edges.dependencies)]);
  }
  await requireRoomForOperations(sql, batch, room, "written");
  const placed = rows[0]?.placed ?? [];
  return new Map(placed.map((each) => [each.id, { fairTag: each.tag, isAdmitted: each.is_admitted }]));
}
