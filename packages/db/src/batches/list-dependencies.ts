import type { Sql } from "../client.ts";

/** An operation whose results another one works on. */
export interface Dependency {
  readonly id: string;
  readonly operationKey: string | null;
  readonly type: string;
  readonly name: string;
  readonly status: string;
  readonly parameters: Record<string, unknown>;
  readonly datasetId: string | null;
  readonly datasetName: string | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly phases: readonly {
    readonly name: string;
    readonly output: Record<string, unknown>;
    readonly files: Record<string, string>;
  }[];
}

/**
 * What an operation depends on in its batch, in the order of the batch, and further operations of its project by id, in
 * the order given. Those that are not of the project are left out.
 */
export async function listDependencies(
  sql: Sql,
  of: { readonly operationId: string; readonly tenantId: string; readonly projectId: string },
  further: readonly string[],
): Promise<Dependency[]> {
  const { rows } = await sql.query<Dependency>(
    {
      name: "list-dependencies",
      // Each is looked up by its key, whatever the planner believes of tables that a batch has just filled.
      text: `SELECT o.id, o.operation_key AS "operationKey", o.type, o.name, o.status, o.parameters, o.dataset_id AS "datasetId",
  (SELECT d.name FROM datasets d WHERE d.id = o.dataset_id) AS "datasetName", o.started_at AS "startedAt", o.ended_at AS "endedAt",
  coalesce((SELECT json_agg(json_build_object('name', (SELECT p.name FROM phases p WHERE p.operation_id = c.operation_id AND p.idx = c.phase_idx),
      'output', c.output, 'files', c.files) ORDER BY c.phase_idx)
    FROM checkpoints c WHERE c.operation_id = o.id), '[]') AS phases
FROM (
  SELECT e.depends_on_id AS id, 0 AS kind, (SELECT d.batch_position FROM operations d WHERE d.id = e.depends_on_id) AS place
  FROM batch_edges e WHERE e.operation_id = $1
  UNION ALL
  SELECT f.id, 1, f.place::integer FROM unnest($4::text[]) WITH ORDINALITY AS f (id, place)
) wanted CROSS JOIN LATERAL (SELECT * FROM operations o WHERE o.id = wanted.id OFFSET 0) o
WHERE o.tenant_id = $2 AND o.project_id = $3
ORDER BY wanted.kind, wanted.place`,
    },
    [of.operationId, of.tenantId, of.projectId, further],
  );
  return rows;
}
