import { accepted } from "../../http/read-request.ts";
import { validateBody } from "@longhaul/contracts";
import type { DatasetRecord, Scope } from "@longhaul/db";
import {
  allocateResources,
  allocationCost,
  estimateDuration,
  pointersAdded,
  type DurationEstimate,
  type Priority,
  type ResourceAllocation,
} from "@longhaul/domain";
import type { OperationDefinition } from "@longhaul/operations";
import type { ApiContext } from "../../context/context.ts";
import { createDatasetReader, datasetFault, requireKind, type DatasetReader } from "../../context/read-dataset.ts";
import { refuseContents, refuseFurther, refuseParameters } from "./refuse-parameters.ts";
import { requireSources } from "./require-sources.ts";

/** What an operation will be run with, and how long that should take. */
export interface OperationPlan {
  readonly parameters: Record<string, unknown>;
  /** JSON pointers to the values that defaults added to `parameters`. */
  readonly defaulted: readonly string[];
  readonly dataset: DatasetRecord | null;
  /** Further datasets that it reads. */
  readonly further: readonly DatasetRecord[];
  readonly resources: ResourceAllocation;
  readonly estimate: DurationEstimate;
  /** US dollars, for the upper end of the estimate. */
  readonly estimatedCost: number;
}

/** Judges an operation's parameters and its dataset, allocates resources and estimates. @throws DomainError with pointers */
export async function planOperation(
  ctx: ApiContext,
  scope: Scope,
  request: {
    readonly definition: OperationDefinition;
    readonly parameters: unknown;
    readonly priority: Priority;
    readonly resources?: Partial<ResourceAllocation>;
    /** Path of the parameters in the body; default `parameters`. */
    readonly path?: readonly (string | number)[];
    readonly datasets?: DatasetReader;
    /** In a batch: whether it depends on other operations, whether they produce its dataset, and with how many records. */
    readonly inBatch?: { readonly hasDependencies: boolean; readonly comes: boolean; readonly records: number | null };
  },
): Promise<OperationPlan> {
  const { definition, priority, inBatch, path = ["parameters"] } = request;
  const datasets = request.datasets ?? createDatasetReader(ctx, scope);
  const parameters = accepted(validateBody<Record<string, unknown>>(definition.parameters, request.parameters, path));
  const datasetId = definition.datasetOf(parameters);
  const idPath = [...path, "datasetId"];
  const dataset = datasetId === null ? null : await datasets.ready(datasetId, idPath);
  if (dataset !== null) requireKind(dataset, "log", idPath);
  if (dataset === null && definition.needsDataset && inBatch?.comes !== true) {
    const why = inBatch?.hasDependencies === true ? "; none of its dependencies gives one" : "";
    throw datasetFault(idPath, `is required: the dataset to work on, as answered by POST …/datasets${why}`);
  }
  if (dataset !== null) refuseParameters(definition, parameters, dataset, path);
  await refuseContents(definition, parameters, dataset, path);
  const further: DatasetRecord[] = [];
  for (const named of definition.furtherDatasetsOf?.(parameters) ?? []) {
    const found = await datasets.ready(named.datasetId, [...path, ...named.at]);
    requireKind(found, named.kind ?? "log", [...path, ...named.at]);
    further.push(found);
  }
  refuseFurther(definition, parameters, { further, dataset }, path);
  const hasDependencies = inBatch?.hasDependencies === true;
  await requireSources(ctx, scope, { definition, parameters, path, hasDependencies, datasets });
  const records = dataset?.events ?? inBatch?.records ?? null;
  const resources = { ...allocateResources(records, priority), ...request.resources };
  const estimate = estimateDuration(
    await ctx.pastRuns.of(definition.type),
    records,
    definition.estimate({ records, parameters }),
  );
  return {
    parameters,
    defaulted: pointersAdded(request.parameters ?? {}, parameters),
    dataset,
    further,
    resources,
    estimate,
    estimatedCost: allocationCost(resources, estimate.highSec, ctx.config.tariff),
  };
}
