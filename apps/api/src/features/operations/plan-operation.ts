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
  /** JSON pointers into `parameters`: what defaults put there. */
  readonly defaulted: readonly string[];
  readonly dataset: DatasetRecord | null;
  /** The datasets that it reads beside that. */
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
  wish: {
    readonly definition: OperationDefinition;
    readonly parameters: unknown;
    readonly priority: Priority;
    readonly resources?: Partial<ResourceAllocation>;
    /** Path of the parameters within the body; `parameters` when left out. */
    readonly at?: readonly (string | number)[];
    readonly datasets?: DatasetReader;
    /** In a batch: whether it depends on others, and whether a dataset comes from them, of how many records. */
    readonly inBatch?: { readonly hasDependencies: boolean; readonly comes: boolean; readonly records: number | null };
  },
): Promise<OperationPlan> {
  const { definition, priority, inBatch, at = ["parameters"] } = wish;
  const datasets = wish.datasets ?? createDatasetReader(ctx, scope);
  const parameters = accepted(validateBody<Record<string, unknown>>(definition.parameters, wish.parameters, at));
  const datasetId = definition.datasetOf(parameters);
  const idAt = [...at, "datasetId"];
  const dataset = datasetId === null ? null : await datasets.ready(datasetId, idAt);
  if (dataset !== null) requireKind(dataset, "log", idAt);
  if (dataset === null && definition.needsDataset && inBatch?.comes !== true) {
    const why = inBatch?.hasDependencies === true ? "; none of its dependencies gives one" : "";
    throw datasetFault(idAt, `is required: the dataset to work on, as answered by POST …/datasets${why}`);
  }
  if (dataset !== null) refuseParameters(definition, parameters, dataset, at);
  await refuseContents(definition, parameters, dataset, at);
  const further: DatasetRecord[] = [];
  for (const named of definition.furtherDatasetsOf?.(parameters) ?? []) {
    const found = await datasets.ready(named.datasetId, [...at, ...named.at]);
    requireKind(found, named.kind ?? "log", [...at, ...named.at]);
    further.push(found);
  }
  refuseFurther(definition, parameters, { further, dataset }, at);
  const hasDependencies = inBatch?.hasDependencies === true;
  await requireSources(ctx, scope, { definition, parameters, at, hasDependencies, datasets });
  const records = dataset?.events ?? inBatch?.records ?? null;
  const resources = { ...allocateResources(records, priority), ...wish.resources };
  const estimate = estimateDuration(
    await ctx.pastRuns.of(definition.type),
    records,
    definition.estimate({ records, parameters }),
  );
  return {
    parameters,
    defaulted: pointersAdded(wish.parameters ?? {}, parameters),
    dataset,
    further,
    resources,
    estimate,
    estimatedCost: allocationCost(resources, estimate.highSec, ctx.config.tariff),
  };
}
