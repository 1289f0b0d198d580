import { jsonPointer } from "@longhaul/domain";
import type { DatasetRecord } from "@longhaul/db";
import type { DatasetFacts, OperationDefinition, ParameterFault } from "@longhaul/operations";
import { validationFailed } from "../../http/read-request.ts";

type Path = readonly (string | number)[];

/**
 * Refuses parameters that don't fit the dataset: they name something that it doesn't have, or would leave no case.
 * @param path - path of the parameters within the body
 * @throws DomainError with pointers
 */
export function refuseParameters(
  definition: OperationDefinition,
  parameters: Record<string, unknown>,
  dataset: DatasetRecord,
  path: Path,
): void {
  refuse(definition.judgeDataset?.(parameters, factsOf(dataset)), path, ` (dataset ${dataset.id})`);
}

/**
 * Refuses parameters that name something that a further dataset doesn't have.
 * @param datasets - in the order in which the definition names them, with the operation's own dataset
 * @param path - path of the parameters within the body
 * @throws DomainError with pointers
 */
export function refuseFurther(
  definition: OperationDefinition,
  parameters: Record<string, unknown>,
  { further, dataset }: { readonly further: readonly DatasetRecord[]; readonly dataset: DatasetRecord | null },
  path: Path,
): void {
  const ids = further.map(({ id }) => id).join(", ");
  const own = dataset === null ? null : factsOf(dataset);
  refuse(definition.judgeFurtherDatasets?.(parameters, further.map(factsOf), own), path, ` (dataset ${ids})`);
}

/**
 * Refuses documents in the parameters that can't be read, or that have nothing in common with the dataset.
 * @param path - path of the parameters within the body
 * @throws DomainError with pointers
 */
export async function refuseContents(
  definition: OperationDefinition,
  parameters: Record<string, unknown>,
  dataset: DatasetRecord | null,
  path: Path,
): Promise<void> {
  refuse(await definition.judgeContents?.(parameters, dataset === null ? null : factsOf(dataset)), path, "");
}

function factsOf({ events, cases, timeStart, timeEnd, columns, detected }: DatasetRecord): DatasetFacts {
  const activityNames = detected?.["activityNames"];
  const names = columns?.map(({ name }) => String(name)) ?? null;
  return {
    events,
    cases,
    timeStart,
    timeEnd,
    isTimed: names === null ? null : names.includes("timestamp"),
    columns: names,
    activityNames: Array.isArray(activityNames) ? activityNames.map(String) : null,
  };
}

function refuse(faults: readonly ParameterFault[] | undefined, path: Path, more: string): void {
  if (faults === undefined || faults.length === 0) return;
  throw validationFailed(
    faults.map((fault) => ({ pointer: jsonPointer([...path, ...fault.at]), detail: `${fault.detail}${more}` })),
  );
}
