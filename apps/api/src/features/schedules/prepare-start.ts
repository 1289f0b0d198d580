import { operationRequestSchema, type OperationRequest, type ScheduledRequest } from "@longhaul/contracts";
import { createBatch, createOperation, type NewOperation, type Scope, type Tx } from "@longhaul/db";
import { DomainError, newOperationId } from "@longhaul/domain";
import type { ApiContext } from "../../context/context.ts";
import { validationFailed } from "../../http/read-request.ts";
import { newBatch } from "../batches/new-batch.ts";
import { planBatch } from "../batches/plan-batch.ts";
import { queueFlows } from "../operations/queue-flows.ts";
import { createBatchReader } from "../batches/read-batch-request.ts";
import { newOperationFields } from "../operations/new-operation-fields.ts";
import { planOperation } from "../operations/plan-operation.ts";
import { readOperationRequest } from "../operations/read-operation-request.ts";

/** An operation or a batch that was judged and may be accepted. */
export interface PreparedStart {
  /** Datasets that it names, each once. */
  readonly datasetIds: readonly string[];
  /** Writes it, within the transaction that records the run. @throws DomainError where a dataset has changed since */
  accept(tx: Tx): Promise<AcceptedStart>;
}

/** What was started. */
export interface AcceptedStart {
  readonly ids: { readonly operationId: string } | { readonly batchId: string };
  /** Hands it to the queue, once it is committed; what fails here the reconciler makes up for. */
  readonly handOver: () => Promise<void>;
}

/**
 * Judges what a schedule is to start, as POST …/async/operation and POST …/async/batch do.
 * @throws DomainError with pointers below `/operation` or `/batch`
 */
export type PrepareStart = (scope: Scope, request: ScheduledRequest, createdBy: string) => Promise<PreparedStart>;

export function createStartPreparer(ctx: ApiContext): PrepareStart {
  const schema = operationRequestSchema(ctx.registry.types, ctx.config.allowList);
  const readBatch = createBatchReader(ctx.registry.types, ctx.config.allowList);
  return async (scope, request, createdBy) =>
    request.operation === undefined
      ? within("/batch", async () => prepareBatch(scope, request.batch, createdBy))
      : within("/operation", async () => {
          const body = readOperationRequest(request.operation, schema, ctx.registry);
          return prepareOperation(scope, body, createdBy);
        });

  async function prepareOperation(scope: Scope, body: OperationRequest, createdBy: string): Promise<PreparedStart> {
    const { operationName: name, operationType: type, priority, parameters } = body;
    const definition = ctx.registry.find(type);
    if (definition === undefined) throw new DomainError("validation_failed", `no operation type ${type}`);
    const plan = await planOperation(ctx, scope, { definition, parameters, priority });
    const fields = newOperationFields(body, plan, definition);
    return {
      datasetIds: namedDatasets([fields]),
      async accept(tx) {
        const id = newOperationId();
        const operation = { id, ...scope, ...fields, createdBy };
        const created = await createOperation(tx, operation, ctx.config.quotas);
        if (created === null) throw new DomainError("not_yet", "a dataset changed in the meantime; repeat the request");
        return {
          ids: { operationId: id },
          handOver: async () =>
            ctx.admissions.admit({ ...scope, ...created, ...plan.resources, id, name, type, priority }),
        };
      },
    };
  }

  async function prepareBatch(scope: Scope, request: unknown, createdBy: string): Promise<PreparedStart> {
    const body = await readBatch(request);
    const plan = await planBatch(ctx, scope, body);
    return {
      datasetIds: namedDatasets(newBatch(scope, body, plan, createdBy).operations),
      async accept(tx) {
        const batch = newBatch(scope, body, plan, createdBy);
        const { places } = await createBatch(tx, batch, ctx.config.quotas);
        return {
          ids: { batchId: batch.id },
          handOver: async () => queueFlows(ctx, { ...scope, batchId: batch.id }, batch.operations, places),
        };
      },
    };
  }
}

function namedDatasets(operations: readonly Pick<NewOperation, "datasetId" | "furtherDatasetIds">[]): string[] {
  const named = operations.flatMap(({ datasetId, furtherDatasetIds = [] }) => [datasetId, ...furtherDatasetIds]);
  return [...new Set(named.filter((id) => id !== undefined))];
}

/** Faults of a part of a body, as faults of the whole. */
async function within<T>(pointer: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (err) {
    if (!(err instanceof DomainError)) throw err;
    const errors = err.errors.map((fault) => ({ ...fault, pointer: `${pointer}${fault.pointer}` }));
    if (err.code === "validation_failed" && errors.length > 0) throw validationFailed(errors);
    throw new DomainError(err.code, err.message, { errors, details: err.details, cause: err });
  }
}
