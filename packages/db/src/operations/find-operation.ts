import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { OPERATION_COLUMNS, toOperationRecord } from "./operation-record.ts";
import {
  BESIDE,
  DATASETS,
  HAS_DATASETS,
  LOG_COUNTS,
  PHASES,
  readBeside,
  readPhases,
  type BesideRow,
  type OperationParts,
  type OperationView,
} from "./operation-view.ts";

const STATEMENT = {
  name: "find-operation",
  text: `SELECT ${OPERATION_COLUMNS}, ${BESIDE}, ${PHASES} AS phases, CASE WHEN ${HAS_DATASETS} THEN ${DATASETS} END AS read
FROM operations o ${LOG_COUNTS} WHERE o.id = $1 AND o.tenant_id = $2 AND o.project_id = $3`,
};

/** Finds an operation of a project with all its columns and its phases; null when there is none. */
export async function findOperation(sql: Sql, scope: Scope, operationId: string): Promise<OperationView | null> {
  const { rows } = await sql.query<
    BesideRow & { readonly phases: unknown; readonly read: OperationParts["datasets"] | null }
  >(STATEMENT, [operationId, scope.tenantId, scope.projectId]);
  const [row] = rows;
  if (row === undefined) return null;
  const { now, warningCount, stats, told, warnings, phases, read, ...columns } = row;
  return {
    ...readBeside({ now, warningCount, stats, told, warnings }),
    operation: toOperationRecord(columns),
    phases: readPhases(phases),
    datasets: read ?? [],
  };
}
