import type { NewOperation } from "@longhaul/db";
import type { OperationDefinition } from "@longhaul/operations";

/** The field of a new operation that holds the ids, each once, of the datasets that it reads beside its own. */
export function furtherDatasets(
  definition: OperationDefinition,
  parameters: Record<string, unknown>,
): Pick<NewOperation, "furtherDatasetIds"> {
  const named = definition.furtherDatasetsOf?.(parameters) ?? [];
  const ids = [...new Set(named.map(({ datasetId }) => datasetId.toLowerCase()))];
  return ids.length === 0 ? {} : { furtherDatasetIds: ids };
}
