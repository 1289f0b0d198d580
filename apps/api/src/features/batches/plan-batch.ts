import { MAX_FAULTS, type BatchRequest } from "@longhaul/contracts";
import { createDatasetReader } from "../../context/read-dataset.ts";
import type { DatasetRecord, Scope } from "@longhaul/db";
import {
  jsonPointer,
  DomainError,
  Pacer,
  SERVER_SLICE_MS,
  topologicalOrder,
  type FaultDetail,
  type RetryPolicy,
} from "@longhaul/domain";
import type { OperationDefinition } from "@longhaul/operations";
import type { ApiContext } from "../../context/context.ts";
import { validationFailed } from "../../http/read-request.ts";
import { planOperation, type OperationPlan } from "../operations/plan-operation.ts";
import { readEdges } from "./read-edges.ts";

/** Attempts of an operation of a batch with `retryFailedOperations` that names no policy of its own. */
const DEFAULT_RETRY: RetryPolicy = { maxRetries: 2, retryDelay: 30, backoffMultiplier: 2 };

/** One operation of a batch, ready to be accepted. */
export interface PlannedOperation extends OperationPlan {
  readonly key: string;
  readonly definition: OperationDefinition;
  /** Indexes of the operations that it depends on. */
  readonly dependsOn: readonly number[];
  /** Index of the operation that makes the dataset which this one reads. */
  readonly datasetFrom: number | null;
  readonly retryPolicy: RetryPolicy | null;
}

/** Where a dataset comes from: it is there, or an operation of the batch will make it (out of `from`). */
type Source = { readonly dataset: DatasetRecord } | { readonly madeBy: number; readonly from: DatasetRecord | null };

/** Judges a batch as a whole: keys, edges, every operation's parameters, and how data flows. @throws DomainError with all faults */
export async function planBatch(ctx: ApiContext, scope: Scope, body: BatchRequest): Promise<PlannedOperation[]> {
  const pacer = new Pacer({ sliceMs: SERVER_SLICE_MS });
  const { keys, dependsOn } = readEdges(body.operations);
  await pacer.pause();
  const order = topologicalOrder(dependsOn);
  if (order === null) throw new Error("a cycle was not found");
  const datasets = createDatasetReader(ctx, scope);
  const planned: PlannedOperation[] = [];
  const gives: (Source | null)[] = [];
  const faultsAt: FaultDetail[][] = body.operations.map(() => []);
  let found = 0;
  for (const idx of order) {
    if (found > MAX_FAULTS) break;
    await pacer.pause();
    const request = body.operations[idx];
    const definition = ctx.registry.find(request?.operationType ?? "");
    if (request === undefined || definition === undefined) throw new Error(`no operation type at ${idx}`);
    const dependencies = dependsOn[idx] ?? [];
    const source = inheritedSource(dependencies, gives);
    const pointer = ["operations", idx, "parameters"];
    try {
      const plan = await planOperation(ctx, scope, {
        definition,
        parameters: request.parameters,
        priority: request.priority,
        path: pointer,
        datasets,
        inBatch: {
          hasDependencies: dependencies.length > 0,
          comes: source !== null && source !== "ambiguous",
          records: source === null || source === "ambiguous" ? null : sourceRecords(source),
        },
      });
      if (plan.dataset === null && definition.needsDataset && source === "ambiguous") {
        const names = dependencies.map((dependency) => `"${keys[dependency]}"`).join(", ");
        faultsAt[idx]?.push({
          pointer: jsonPointer([...pointer, "datasetId"]),
          detail: `is required: the dependencies ${names} give different datasets`,
        });
      }
      const inherited = plan.dataset === null && definition.needsDataset && source !== "ambiguous" ? source : null;
      const input: Source | null = plan.dataset === null ? inherited : { dataset: plan.dataset };
      gives[idx] = definition.givesDataset === true ? { madeBy: idx, from: sourceDataset(input) } : input;
      planned[idx] = {
        ...plan,
        dataset: input !== null && "dataset" in input ? input.dataset : plan.dataset,
        key: keys[idx] ?? "",
        definition,
        dependsOn: dependencies,
        datasetFrom: input !== null && "madeBy" in input ? input.madeBy : null,
        retryPolicy: request.retryPolicy ?? (body.failurePolicy.retryFailedOperations ? DEFAULT_RETRY : null),
      };
    } catch (err) {
      if (!(err instanceof DomainError) || err.code !== "validation_failed") throw err;
      faultsAt[idx]?.push(...err.errors);
      found += err.errors.length;
      gives[idx] = { madeBy: idx, from: null }; // its dependents don't report this fault again
    }
  }
  const faults = faultsAt.flat();
  if (faults.length > 0) throw validationFailed(faults);
  return planned;
}

/** The one source among those of the dependencies; null when none gives a dataset. */
function inheritedSource(
  dependencies: readonly number[],
  gives: readonly (Source | null)[],
): Source | "ambiguous" | null {
  const different = new Map<string | number, Source>();
  for (const dependency of dependencies) {
    const source = gives[dependency] ?? null;
    if (source !== null) different.set("dataset" in source ? source.dataset.id : source.madeBy, source);
  }
  if (different.size > 1) return "ambiguous";
  return different.values().next().value ?? null;
}

const sourceDataset = (source: Source | null): DatasetRecord | null => {
  if (source === null) return null;
  return "dataset" in source ? source.dataset : source.from;
};

const sourceRecords = (source: Source): number | null => sourceDataset(source)?.events ?? null;
