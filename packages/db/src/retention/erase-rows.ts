import type { Sql } from "../client.ts";

/** Whose data goes: a tenant's, or that of one project alone. */
export interface ErasedScope {
  readonly tenantId: string;
  /** Null stands for all of the tenant. */
  readonly projectId: string | null;
}

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>;

/** What holds no data of a tenant's but proves what was done with it: the log of calls, which nobody may change. */
const KEPT = ["audit_inbox", "audit_entries", "audit_chains"];

/** Most rows that one statement deletes. */
const CHUNK = 5_000;

/** What belongs to operations, by the column that names them; children first. */
const OF_OPERATIONS = {
  log_entries: "operation_id",
  log_counts: "operation_id",
  phases: "operation_id",
  checkpoints: "operation_id",
  executions: "operation_id",
  artifacts: "operation_id",
  search_places: "operation_id",
  unindexed_operations: "operation_id",
  batch_edges: "operation_id",
  operations: "id",
} as const;

const inScope = (table: string): string => `${table}.tenant_id = $1 AND ($2::uuid IS NULL OR ${table}.project_id = $2)`;

/**
 * Ends everything that could make more: schedules, webhooks, keys, and what is under way, whose workers are told and whose
 * later writes change nothing. Nobody else is told, and no batch goes on: it isn't the end that `end_operations` writes. @returns how many operations and imports were under way
 */
export async function stopScope(sql: Sql, scope: ErasedScope): Promise<number> {
  const values = [scope.tenantId, scope.projectId];
  await sql.query(
    `UPDATE schedules SET status = 'Paused', next_run_at = NULL, epoch = epoch + 1 WHERE ${inScope("schedules")}`,
    values,
  );
  await sql.query(`UPDATE webhooks SET status = 'Paused' WHERE ${inScope("webhooks")}`, values);
  await sql.query(
    `UPDATE api_keys SET expires_at = least(expires_at, now()), previous_until = NULL
     WHERE tenant_id = $1 AND ($2::uuid IS NULL OR projects = ARRAY[$2::uuid])`,
    values,
  );
  const { rows } = await sql.query<{ n: number }>(
    `WITH o AS (
       UPDATE operations SET status = 'Cancelled', ended_at = now(), lease_until = NULL, next_attempt_at = NULL,
         epoch = epoch + 1, version = version + 1, fair_tag = coalesce(held_tag, fair_tag), held_tag = NULL
       WHERE ended_at IS NULL AND ${inScope("operations")}
       RETURNING operations.*
     ), notified AS (
       SELECT pg_notify('longhaul_events', json_build_object('position', 0, 'type', 'operation.cancelled', 'tenantId', tenant_id,
         'projectId', project_id, 'operationId', id, 'epoch', epoch, 'force', true)::text) FROM o
     ), d AS (
       UPDATE datasets SET deleted_at = now(), lease_until = NULL, epoch = epoch + 1
       WHERE status = 'Importing' AND deleted_at IS NULL AND ${inScope("datasets")} RETURNING id
     )
     SELECT (SELECT count(*) FROM o) + (SELECT count(*) FROM d) AS n, (SELECT count(*) FROM notified) AS notified`,
    values,
  );
  return rows[0]?.n ?? 0;
}

/** Something whose files are in storage and whose jobs may be in the queue. */
export interface FileOwner {
  readonly id: string;
  readonly kind: "operations" | "datasets";
  readonly tenantId: string;
  readonly epoch: number;
  /** Operations of the batch that an operation waits for. */
  readonly dependsOn: readonly string[];
}

/** Some operations and datasets of a scope, those whose rows go next. */
export async function listFileOwners(sql: Sql, scope: ErasedScope, limit: number): Promise<FileOwner[]> {
  const { rows } = await sql.query<FileOwner>(
    `(SELECT id, 'operations' AS kind, tenant_id AS "tenantId", epoch,
        ARRAY(SELECT depends_on_id FROM batch_edges e WHERE e.operation_id = operations.id) AS "dependsOn"
      FROM operations WHERE ${inScope("operations")} LIMIT $3)
     UNION ALL
     (SELECT id::text, 'datasets', tenant_id, epoch, '{}' FROM datasets WHERE ${inScope("datasets")} LIMIT $3)
     LIMIT $3`,
    [scope.tenantId, scope.projectId, limit],
  );
  return rows;
}

/** Deletes operations and datasets with all that belongs to them, but for their files. @returns the rows that went */
export async function eraseOwners(sql: Sql, owners: readonly FileOwner[]): Promise<RowCounts> {
  const { rows } = await sql.query<RowCounts>(ERASE_OWNERS, [
    owners.filter(({ kind }) => kind === "operations").map(({ id }) => id),
    owners.filter(({ kind }) => kind === "datasets").map(({ id }) => id),
  ]);
  return rows[0] ?? {};
}

const ERASE_OWNERS = `WITH events_of AS MATERIALIZED (SELECT position FROM events WHERE operation_id = ANY ($1::text[]) OR dataset_id = ANY ($2::uuid[])),
  deliveries_of AS MATERIALIZED (SELECT id FROM deliveries WHERE event_position IN (SELECT position FROM events_of)),
  ${[
    ...Object.entries(OF_OPERATIONS).map(([table, column]) => deletion(table, `${column} = ANY ($1::text[])`)),
    deletion("delivery_attempts", "delivery_id IN (SELECT id FROM deliveries_of)"),
    deletion("deliveries", "id IN (SELECT id FROM deliveries_of)"),
    deletion("events", "position IN (SELECT position FROM events_of)"),
    deletion("datasets", "id = ANY ($2::uuid[])"),
  ].join(",\n  ")}
SELECT ${[...Object.keys(OF_OPERATIONS), "delivery_attempts", "deliveries", "events", "datasets"]
  .map((table) => `(SELECT count(*) FROM gone_${table}) AS ${table}`)
  .join(", ")}`;

function deletion(table: string, where: string): string {
  return `gone_${table} AS (DELETE FROM ${table} WHERE ${where} RETURNING 1)`;
}

/** What has no tenant of its own and belongs to rows that have one; before these go. */
const CHILDREN = {
  delivery_attempts: `delivery_id IN (SELECT d.id FROM deliveries d WHERE d.tenant_id = $1 AND ($2::uuid IS NULL OR d.project_id = $2))`,
  search_words: `block_id IN (SELECT b.id FROM search_blocks b WHERE b.tenant_id = $1 AND ($2::uuid IS NULL OR b.project_id = $2))`,
  batch_edges: `batch_id IN (SELECT b.id FROM batches b WHERE b.tenant_id = $1 AND ($2::uuid IS NULL OR b.project_id = $2))`,
  schedule_runs: `schedule_id IN (SELECT s.id FROM schedules s WHERE s.tenant_id = $1 AND ($2::uuid IS NULL OR s.project_id = $2))`,
  delivery_lanes: `lane IN (SELECT 'webhook:' || w.id FROM webhooks w WHERE w.tenant_id = $1 AND ($2::uuid IS NULL OR w.project_id = $2))
    OR $2::uuid IS NULL AND starts_with(lane, 'callback:' || $1::uuid || ':')`,
} as const;

/** Each place where a scope may have rows, with the condition that finds them; children before their parents. */
async function listPlaces(sql: Sql, { projectId }: ErasedScope): Promise<(readonly [string, string])[]> {
  // From the catalogue: what a later migration adds is erased, too.
  const { rows } = await sql.query<{ name: string; hasProject: boolean }>(
    `SELECT c.relname AS name, bool_or(a.attname = 'project_id') AS "hasProject"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname IN ('tenant_id', 'project_id')
       AND c.relname <> ALL ($1::text[])
     GROUP BY 1 HAVING bool_or(a.attname = 'tenant_id') ORDER BY 1`,
    [KEPT],
  );
  const own = rows.flatMap(({ name, hasProject }): (readonly [string, string])[] => {
    if (hasProject) return [[name, inScope(name)]];
    return projectId === null ? [[name, "tenant_id = $1 AND $2::uuid IS NULL"]] : [];
  });
  return [...Object.entries(CHILDREN), ...own];
}

/**
 * Deletes all rows of a scope that are left, in every table that names tenants and in those below them. API keys of several projects
 * lose this one. @returns the rows that went
 */
export async function eraseRows(sql: Sql, scope: ErasedScope): Promise<RowCounts> {
  const values = [scope.tenantId, scope.projectId];
  await sql.query(
    `UPDATE api_keys SET projects = array_remove(projects, $2::uuid)
     WHERE tenant_id = $1 AND $2::uuid = ANY (projects) AND cardinality(projects) > 1`,
    values,
  );
  const counts = new Map<string, number>();
  const add = (table: string, n: number): void => {
    if (n > 0) counts.set(table, (counts.get(table) ?? 0) + n);
  };
  // Waits for `index_operations`, which may have read some of the operations while they were there, and adds words at its end.
  await sql.query("SELECT pg_advisory_xact_lock(7210074)");
  const erase = async (table: string, where: string): Promise<void> => {
    const text = `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${CHUNK}))`;
    for (;;) {
      const { rowCount } = await sql.query(text, values);
      if (rowCount === null || rowCount === 0) return;
      add(table, rowCount);
    }
  };
  for (const [table, where] of await listPlaces(sql, scope)) await erase(table, where);
  if (scope.projectId !== null) await erase("api_keys", "tenant_id = $1 AND projects = ARRAY[$2::uuid]");
  return Object.fromEntries(counts);
}

/** The rows of a scope that are there now, by table; tables without any are left out. */
export async function countScopeRows(sql: Sql, scope: ErasedScope): Promise<RowCounts> {
  const counts = new Map<string, number>();
  for (const [table, where] of await listPlaces(sql, scope)) {
    const { rows } = await sql.query<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, [
      scope.tenantId,
      scope.projectId,
    ]);
    const n = rows[0]?.n ?? 0;
    if (n > 0) counts.set(table, n);
  }
  return Object.fromEntries(counts);
}
