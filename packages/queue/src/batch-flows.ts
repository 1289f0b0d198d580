import { FlowProducer } from "bullmq";
import type { FlowJob, IQueueBackend } from "bullmq";
import { createTurns } from "@longhaul/stores";
import { toJobsOptions } from "./add-job-options.ts";
import type { AddJobOptions } from "./add-job-options.ts";
import { jobCatalog, toStoredJob } from "./job-catalog.ts";
import type { JobData } from "./job-catalog.ts";
import { flowNodesPerRoundTrip, gateSleepMs } from "./queue-settings.ts";
import type { StoreClient } from "./queue-store.ts";

/** An operation's job as a flow: it waits until all its gates have opened. Without gates it may run at once. */
export type OperationFlow = {
  readonly data: JobData<"operations">;
  readonly gates: readonly JobData<"gates">[];
} & Pick<AddJobOptions, "priority">;

/** Adds flows to a store. Each flow is added whole or not at all; one whose job exists stays as it is. */
export type BatchFlows = {
  /** Adds flows in the given order: dependents first, so that an operation's gates exist before it can end. */
  readonly add: (flows: Iterable<OperationFlow>, call: <R>(work: () => Promise<R>) => Promise<R>) => Promise<void>;
  /** Number of `add` calls under way. */
  readonly inHand: () => number;
  readonly close: () => Promise<void>;
};

export function createBatchFlows(client: StoreClient, onError: (error: unknown) => void): BatchFlows {
  const { backendFactory, ...options } = client;
  const producer: FlowProducer<IQueueBackend> = new FlowProducer(
    { ...options, skipVersionCheck: true },
    backendFactory,
  );
  producer.on("error", onError);
  // Concurrent large batches take turns, chunk by chunk. In parallel they would use a core of the store each and all connections of
  // this process.
  const inTurn = createTurns(1);
  let inHand = 0;
  const addInChunks: BatchFlows["add"] = async (flows, call) => {
    let chunk: FlowJob[] = [];
    let nodes = 0;
    const flush = async (): Promise<void> => {
      const jobs = chunk;
      chunk = [];
      nodes = 0;
      if (jobs.length > 0) await inTurn(async () => call(async () => producer.addBulk(jobs)));
    };
    for (const flow of flows) {
      if (nodes > 0 && nodes + 1 + flow.gates.length > flowNodesPerRoundTrip) await flush();
      chunk.push(toFlowJob(flow));
      nodes += 1 + flow.gates.length;
    }
    await flush();
  };
  return {
    async add(flows, call) {
      inHand++;
      try {
        await addInChunks(flows, call);
      } finally {
        inHand--;
      }
    },
    inHand: () => inHand,
    close: async () => producer.close(),
  };
}

/** The gates are parked as delayed jobs, which nobody runs: `GateStore` ends them. */
function toFlowJob({ data, gates, ...options }: OperationFlow): FlowJob {
  return {
    ...toStoredJob("operations", data),
    queueName: "operations",
    opts: toJobsOptions("operations", jobCatalog.operations.jobId(data), options),
    children: gates.map((gate) => ({
      ...toStoredJob("gates", gate),
      queueName: "gates",
      opts: {
        ...toJobsOptions("gates", jobCatalog.gates.jobId(gate), { delayMs: gateSleepMs }),
        failParentOnFailure: true,
      },
    })),
  };
}
