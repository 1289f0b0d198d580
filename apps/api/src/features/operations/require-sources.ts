import { findDatasetVersion, type Scope } from "@longhaul/db";
import { jsonPointer, type FaultDetail } from "@longhaul/domain";
import type { OperationDefinition } from "@longhaul/operations";
import type { ApiContext } from "../../context/context.ts";
import { validationFailed } from "../../http/read-request.ts";

import type { DatasetReader } from "../../context/read-dataset.ts";
import { refuseParameters } from "./refuse-parameters.ts";

/** The parameter by which types name operations whose results they work on. */
const PARAMETER = "sourceOperationIds";

/** Refuses an operation that works on others' results and has none, or names some that aren't there or didn't complete, or whose datasets its parameters can't be applied to. */
export async function requireSources(
  ctx: ApiContext,
  scope: Scope,
  request: {
    readonly definition: OperationDefinition;
    readonly parameters: Record<string, unknown>;
    readonly path: readonly (string | number)[];
    readonly hasDependencies: boolean;
    readonly datasets: DatasetReader;
  },
): Promise<void> {
  const { definition, path } = request;
  const sources = definition.sourceOperationsOf?.(request.parameters) ?? [];
  const faults: FaultDetail[] = [];
  const versionIds = new Set<string>();
  if (sources.length === 0) {
    if (definition.needsSources !== true || request.hasDependencies) return;
    faults.push({
      pointer: jsonPointer([...path, PARAMETER]),
      detail: "is required: ids of completed operations of this project; in a batch, dependencies do as well",
    });
  } else {
    const ids = sources.map(({ operationId }) => operationId);
    const { rows } = await ctx.db.query<{ id: string; status: string; datasetId: string | null }>(
      'SELECT id, status, dataset_id AS "datasetId" FROM operations WHERE id = ANY($1) AND tenant_id = $2 AND project_id = $3',
      [ids, scope.tenantId, scope.projectId],
    );
    for (const { datasetId } of rows) if (datasetId !== null) versionIds.add(datasetId);
    const statusOf = new Map(rows.map((row) => [row.id, row.status]));
    for (const source of sources) {
      const status = statusOf.get(source.operationId);
      if (status === "Completed") continue;
      const detail =
        status === undefined ? "names no operation of this project" : `names an operation that is ${status}`;
      faults.push({ pointer: jsonPointer([...path, ...source.at]), detail });
    }
  }
  if (faults.length > 0) throw validationFailed(faults);
  if (definition.readsSourceDatasets?.(request.parameters) !== true) return;
  for (const versionId of versionIds) {
    const version = await findDatasetVersion(ctx.db, scope, versionId);
    // What was deleted since is named as such.
    refuseParameters(
      definition,
      request.parameters,
      version ?? (await request.datasets.ready(versionId, [...path, "datasetId"])),
      path,
    );
  }
}
