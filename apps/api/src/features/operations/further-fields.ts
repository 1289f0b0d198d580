import type { NewOperation } from "@longhaul/db";
import type { OperationPlan } from "./plan-operation.ts";

/** The fields of a new operation that hold the versions, each once, of the datasets that it reads beside its own. */
export function furtherFields({ further }: Pick<OperationPlan, "further">): Pick<NewOperation, "furtherDatasetIds"> {
  const ids = [...new Set(further.map(({ id }) => id))];
  return ids.length === 0 ? {} : { furtherDatasetIds: ids };
}
