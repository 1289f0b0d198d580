import { jsonPointer } from "@longhaul/contracts";
import type { DatasetRecord } from "@longhaul/db";
import type { OperationDefinition } from "@longhaul/operations";
import { validationFailed } from "../../http/read-request.ts";

/**
 * Refuses parameters that can't be applied to a dataset: they name what it hasn't, or would leave nothing of it.
 * @param at - path of the parameters within the body
 * @throws DomainError with pointers
 */
export function refuseParameters(
  definition: OperationDefinition,
  parameters: Record<string, unknown>,
  dataset: DatasetRecord,
  at: readonly (string | number)[],
): void {
  const { events, cases, timeStart, timeEnd, columns, detected } = dataset;
  const activityNames = detected?.["activityNames"];
  const names = columns?.map(({ name }) => String(name)) ?? null;
  const faults = definition.judgeDataset?.(parameters, {
    events,
    cases,
    timeStart,
    timeEnd,
    isTimed: names === null ? null : names.includes("timestamp"),
    columns: names,
    activityNames: Array.isArray(activityNames) ? activityNames.map(String) : null,
  });
  if (faults === undefined || faults.length === 0) return;
  throw validationFailed(
    faults.map((fault) => ({
      pointer: jsonPointer([...at, ...fault.at]),
      detail: `${fault.detail} (dataset ${dataset.id})`,
    })),
  );
}
