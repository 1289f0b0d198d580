import { accepted } from "../../http/read-request.ts";
import { validateBody } from "@longhaul/contracts";
import { findDataset, type DatasetRecord, type Scope } from "@longhaul/db";
import {
  allocateResources,
  allocationCost,
  DomainError,
  estimateDuration,
  type DurationEstimate,
  type Priority,
  type ResourceAllocation,
} from "@longhaul/domain";
import type { OperationDefinition } from "@longhaul/operations";
import type { ApiContext } from "../../context.ts";

/** What an operation will be run with, and how long that should take. */
export interface OperationPlan {
  readonly parameters: Record<string, unknown>;
  readonly dataset: DatasetRecord | null;
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
  },
): Promise<OperationPlan> {
  const { definition, priority } = wish;
  const parameters = accepted(
    validateBody<Record<string, unknown>>(definition.parameters, wish.parameters, ["parameters"]),
  );
  const datasetId = definition.datasetOf(parameters);
  const dataset = datasetId === null ? null : await readyDataset(ctx, scope, datasetId);
  if (dataset === null && definition.needsDataset) {
    throw datasetFault("is required: the dataset to work on, as answered by POST …/datasets");
  }
  const records = dataset?.events ?? null;
  const resources = { ...allocateResources(records, priority), ...wish.resources };
  const estimate = estimateDuration(
    await ctx.pastRuns.of(definition.type),
    records,
    definition.estimate({ records, parameters }),
  );
  return {
    parameters,
    dataset,
    resources,
    estimate,
    estimatedCost: allocationCost(resources, estimate.highSec, ctx.config.tariff),
  };
}

async function readyDataset(ctx: ApiContext, scope: Scope, datasetId: string): Promise<DatasetRecord> {
  const dataset = await findDataset(ctx.db, scope, datasetId);
  if (dataset === null)
    throw datasetFault(`names no dataset of this project (${datasetId}); upload one with POST …/datasets`);
  if (dataset.status === "Importing") {
    throw new DomainError(
      "conflict",
      `dataset ${datasetId} is still being imported; repeat the request when its status is Ready`,
      {
        errors: [{ pointer: "/parameters/datasetId", detail: "is still being imported" }],
        details: { datasetStatus: dataset.status, retryAfterSec: 2 },
      },
    );
  }
  if (dataset.status === "Failed") {
    throw new DomainError(
      "unprocessable",
      `dataset ${datasetId} could not be imported: ${dataset.error?.message ?? "unknown reason"}`,
      {
        errors: [{ pointer: "/parameters/datasetId", detail: "names a dataset that could not be imported" }],
      },
    );
  }
  return dataset;
}

function datasetFault(detail: string): DomainError {
  return new DomainError("validation_failed", `/parameters/datasetId ${detail}`, {
    errors: [{ pointer: "/parameters/datasetId", detail }],
  });
}
