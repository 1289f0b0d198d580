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
      text: `SELECT o.id, o.operation_key AS "operationKey", o.type, o.name, o.status, o.parameters, o.dataset_id AS "datasetId",
  d.name AS "datasetName", o.started_at AS "startedAt", o.ended_at AS "endedAt",
  coalesce((SELECT json_agg(json_build_object('name', p.name, 'output', c.output, 'files', c.files) ORDER BY c.phase_idx)
    FROM checkpoints c JOIN phases p ON p.operation_id = c.operation_id AND p.idx = c.phase_idx WHERE c.operation_id = o.id), '[]') AS phases
FROM (
  SELECT e.depends_on_id AS id, 0 AS kind, d.batch_position AS place FROM batch_edges e JOIN operations d ON d.id = e.depends_on_id WHERE e.operation_id = $1
  UNION ALL
  SELECT f.id, 1, f.place::integer FROM unnest($4::text[]) WITH ORDINALITY AS f (id, place)
) wanted JOIN operations o ON o.id = wanted.id AND o.tenant_id = $2 AND o.project_id = $3
LEFT JOIN datasets d ON d.id = o.dataset_id
ORDER BY wanted.kind, wanted.place`,
    },
    [of.operationId, of.tenantId, of.projectId, further],
  );
  return rows;
}
