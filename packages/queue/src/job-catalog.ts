import { queueRank, type Priority, type ResourceAllocation } from "@longhaul/domain";
import { QueueError } from "./queue-error.ts";
import { shownText } from "./shown-text.ts";

/** What says which work a job is; the ledger says everything else. */
export type JobRefByQueue = {
  /**
   * Run an operation; `epoch` is the ledger's fencing epoch at the time of dispatch. `needs`, which the ledger never changes, tells
   * whether a worker has room for it before that asks the ledger, and `tenantId` whether it has room for a guest.
   */
  operations: {
    readonly operationId: string;
    readonly epoch: number;
    readonly needs?: ResourceAllocation;
    readonly tenantId?: string;
  };
  /** Ask the ledger whether `operationId` may start, `dependsOnId` being one of the operations that it waits for. */
  gates: { readonly batchId: string; readonly operationId: string; readonly dependsOnId: string };
  /** Convert an uploaded dataset. */
  datasets: { readonly datasetId: string; readonly epoch: number };
};

/** What a job carries for people who look at a dashboard; nothing of ours reads it. */
export type JobLabelsByQueue = {
  operations: {
    readonly operationType: string;
    readonly operationName: string;
    readonly priority: Priority;
    readonly tenantId: string;
    readonly projectId: string;
    readonly batchId?: string;
  };
  gates: {
    readonly operationType: string;
    readonly operationName: string;
    readonly dependsOnType: string;
    readonly dependsOnName: string;
    readonly tenantId: string;
    readonly projectId: string;
  };
  datasets: { readonly datasetName: string; readonly tenantId: string; readonly projectId: string };
};

export type QueueName = keyof JobRefByQueue;
export type JobRef<Name extends QueueName> = JobRefByQueue[Name];
/** A job as it is added. */
export type JobData<Name extends QueueName> = JobRefByQueue[Name] & JobLabelsByQueue[Name];

type JobDefinition<Name extends QueueName> = {
  /** What dashboards call the job: an operation's type, or what stands for it. */
  readonly jobName: (labels: JobLabelsByQueue[Name]) => string;
  /** The id of a job for this work: the same work twice is one job. */
  readonly jobId: (ref: JobRef<Name>) => string;
  /** Reads what the store holds; throws `invalid-job` when it isn't ours. */
  readonly parse: (data: unknown) => JobRef<Name>;
};

/** Every queue, its data and its ids. */
export const jobCatalog = {
  operations: {
    jobName: ({ operationType }) => operationType,
    jobId: ({ operationId, epoch }) => `${operationId}-${epoch}`,
    parse: (data): JobRef<"operations"> => {
      const needs = needsIn(fieldIn(data, "needs"));
      const tenantId = fieldIn(data, "tenantId");
      return {
        operationId: textIn(data, "operationId"),
        epoch: integerIn(data, "epoch"),
        ...(needs === null ? {} : { needs }),
        ...(typeof tenantId === "string" ? { tenantId } : {}),
      };
    },
  },
  gates: {
    jobName: ({ dependsOnType }) => `after ${dependsOnType}`,
    jobId: ({ operationId, dependsOnId }) => `${operationId}-after-${dependsOnId}`,
    parse: (data) => ({
      batchId: textIn(data, "batchId"),
      operationId: textIn(data, "operationId"),
      dependsOnId: textIn(data, "dependsOnId"),
    }),
  },
  datasets: {
    jobName: () => "DatasetImport",
    jobId: ({ datasetId, epoch }) => `${datasetId}-${epoch}`,
    parse: (data) => ({ datasetId: textIn(data, "datasetId"), epoch: integerIn(data, "epoch") }),
  },
} satisfies { [Name in QueueName]: JobDefinition<Name> };

/** The names of all queues. */
export const queueNames: readonly QueueName[] = ["operations", "gates", "datasets"];

/** The catalog's entry, typed for a queue name that is itself generic. */
export function jobDefinition<Name extends QueueName>(queueName: Name): JobDefinition<Name> {
  const definitions: { readonly [Each in QueueName]: JobDefinition<Each> } = jobCatalog;
  return definitions[queueName];
}

/** The job that runs an operation, from its row in the ledger. */
export function operationJob(
  operation: Omit<JobLabelsByQueue["operations"], "operationType" | "operationName" | "batchId"> & {
    readonly id: string;
    readonly epoch: number;
    readonly type: string;
    readonly name: string;
    readonly batchId?: string | null;
    readonly cpuUnits?: number;
    readonly memoryGb?: number;
  },
): JobData<"operations"> {
  const { id, epoch, type, name, priority, tenantId, projectId, batchId = null, cpuUnits, memoryGb } = operation;
  const labels = { operationType: type, operationName: name, priority, tenantId, projectId };
  return {
    operationId: id,
    epoch,
    ...labels,
    ...(cpuUnits === undefined || memoryGb === undefined ? {} : { needs: { cpuUnits, memoryGb } }),
    ...(batchId === null ? {} : { batchId }),
  };
}

/** The same for one that is ready to run, with its rank by its place in the fair order. */
export const readyJob = (
  operation: Parameters<typeof operationJob>[0] & { readonly fairTag: number },
): { readonly data: JobData<"operations">; readonly priority: number } => ({
  data: operationJob(operation),
  priority: queueRank(operation.priority, operation.fairTag),
});

/** The gate between an operation of a batch and one that it waits for. */
export function gateJob(
  batchId: string,
  operation: {
    readonly id: string;
    readonly type: string;
    readonly name: string;
    readonly tenantId: string;
    readonly projectId: string;
  },
  dependency: { readonly id: string; readonly type: string; readonly name: string },
): JobData<"gates"> {
  return {
    batchId,
    operationId: operation.id,
    dependsOnId: dependency.id,
    operationType: operation.type,
    operationName: operation.name,
    dependsOnType: dependency.type,
    dependsOnName: dependency.name,
    tenantId: operation.tenantId,
    projectId: operation.projectId,
  };
}

/** The job that imports a dataset, from its row in the ledger. */
export function datasetJob(dataset: {
  readonly id: string;
  readonly epoch: number;
  readonly name: string;
  readonly tenantId: string;
  readonly projectId: string;
}): JobData<"datasets"> {
  const { id, epoch, name, tenantId, projectId } = dataset;
  return { datasetId: id, epoch, datasetName: name, tenantId, projectId };
}

/** A job as BullMQ takes it, with texts that either store can keep and a dashboard can show. */
export function toStoredJob<Name extends QueueName>(
  queueName: Name,
  data: JobData<Name>,
): { readonly name: string; readonly data: Readonly<Record<string, unknown>> } {
  const stored = Object.entries(data).map(([key, value]): [string, unknown] => [
    key,
    typeof value === "string" ? shownText(value) : value,
  ]);
  return { name: shownText(jobDefinition(queueName).jobName(data)), data: Object.fromEntries(stored) };
}

function fieldIn(data: unknown, field: string): unknown {
  if (typeof data !== "object" || data === null) return undefined;
  return Object.getOwnPropertyDescriptor(data, field)?.value;
}

/** Jobs of older versions don't tell. */
function needsIn(needs: unknown): ResourceAllocation | null {
  const [cpuUnits, memoryGb] = [fieldIn(needs, "cpuUnits"), fieldIn(needs, "memoryGb")];
  const isAmount = (value: unknown): value is number => typeof value === "number" && value > 0;
  return isAmount(cpuUnits) && isAmount(memoryGb) ? { cpuUnits, memoryGb } : null;
}

function textIn(data: unknown, field: string): string {
  const value = fieldIn(data, field);
  if (typeof value === "string" && value !== "") return value;
  throw new QueueError("invalid-job", `job data needs a text "${field}"`);
}

function integerIn(data: unknown, field: string): number {
  const value = fieldIn(data, field);
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new QueueError("invalid-job", `job data needs an integer "${field}"`);
}
