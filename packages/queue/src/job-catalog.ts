import { QueueError } from "./queue-error.ts";

/** What a job of each queue carries: ids only, never content. The ledger says what is true about them. */
export type JobDataByQueue = {
  /** Run an operation; `epoch` is the ledger's fencing epoch at the time of dispatch. */
  operations: { readonly operationId: string; readonly epoch: number };
  /** Ask the ledger whether `operationId` may start, `dependsOnId` being one of the operations that it waits for. */
  gates: { readonly batchId: string; readonly operationId: string; readonly dependsOnId: string };
  /** Convert an uploaded dataset. */
  datasets: { readonly datasetId: string; readonly epoch: number };
};

export type QueueName = keyof JobDataByQueue;
export type JobData<Name extends QueueName> = JobDataByQueue[Name];

type JobDefinition<Data> = {
  /** What dashboards call the job. */
  readonly jobName: string;
  /** The id under which a job with this data is added: the same data twice is one job. */
  readonly jobId: (data: Data) => string;
  /** Reads what the store holds; throws `invalid-job` when it isn't ours. */
  readonly parse: (data: unknown) => Data;
};

/** Every queue, its data and its ids. */
export const jobCatalog = {
  operations: {
    jobName: "run-operation",
    jobId: ({ operationId, epoch }) => `${operationId}-${epoch}`,
    parse: (data) => ({ operationId: textIn(data, "operationId"), epoch: integerIn(data, "epoch") }),
  },
  gates: {
    jobName: "open-gate",
    jobId: ({ operationId, dependsOnId }) => `${operationId}-after-${dependsOnId}`,
    parse: (data) => ({
      batchId: textIn(data, "batchId"),
      operationId: textIn(data, "operationId"),
      dependsOnId: textIn(data, "dependsOnId"),
    }),
  },
  datasets: {
    jobName: "convert-dataset",
    jobId: ({ datasetId, epoch }) => `${datasetId}-${epoch}`,
    parse: (data) => ({ datasetId: textIn(data, "datasetId"), epoch: integerIn(data, "epoch") }),
  },
} satisfies { [Name in QueueName]: JobDefinition<JobDataByQueue[Name]> };

/** The names of all queues. */
export const queueNames: readonly QueueName[] = ["operations", "gates", "datasets"];

/** The catalog's entry, typed for a queue name that is itself generic. */
export function jobDefinition<Name extends QueueName>(queueName: Name): JobDefinition<JobData<Name>> {
  const definitions: { readonly [Each in QueueName]: JobDefinition<JobData<Each>> } = jobCatalog;
  return definitions[queueName];
}

function fieldIn(data: unknown, field: string): unknown {
  if (typeof data !== "object" || data === null) return undefined;
  return Object.getOwnPropertyDescriptor(data, field)?.value;
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
