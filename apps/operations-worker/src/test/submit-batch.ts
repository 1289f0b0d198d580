import { trialWork } from "@longhaul/testing";
import { gateJob, operationJob } from "@longhaul/queue";
import { randomUUID } from "node:crypto";
import { createBatch, type BatchCallbacks, type NewBatchOperation } from "@longhaul/db";
import { queueRank, type FailurePolicy } from "@longhaul/domain";
import type { TrialParameters } from "@longhaul/testing";
import type { TrialBench } from "./use-worker.ts";

/** An operation of a trial batch: what it depends on, by index. */
export interface TrialNode {
  readonly dependsOn: readonly number[];
  readonly parameters?: Partial<TrialParameters>;
  readonly type?: "Trial" | "TrialInline";
  readonly timeoutSec?: number;
  readonly retryPolicy?: NewBatchOperation["retryPolicy"];
}

/** A batch that was accepted: ids by index. */
export interface SubmittedBatch {
  readonly batchId: string;
  readonly ids: readonly string[];
}

/** Accepts a batch as the API does; `queued: false` leaves out what comes after the commit. Keys are `n0`, `n1`, … */
export async function submitBatch(
  bench: TrialBench,
  nodes: readonly TrialNode[],
  options: {
    readonly policy?: Partial<FailurePolicy>;
    readonly callbacks?: BatchCallbacks;
    readonly queued?: boolean;
  } = {},
): Promise<SubmittedBatch> {
  const batchId = `batch-${randomUUID()}`;
  const ids = nodes.map(() => `op-${randomUUID()}`);
  const idAt = (idx: number): string => ids[idx] ?? "";
  const operations = nodes.map((node, idx): NewBatchOperation => ({
    id: idAt(idx),
    operationKey: `n${idx}`,
    position: idx,
    dependsOn: node.dependsOn.map(idAt),
    ...trialWork,
    type: node.type ?? "TrialInline",
    name: `Trial ${idx}`,
    parameters: { phaseMs: 0, ...node.parameters },
    timeoutSec: node.timeoutSec ?? 600,
    cpuUnits: 0.25,
    memoryGb: 0.25,
    phases: [1, 2, 3].map((number) => ({ name: `Trial Phase ${number}`, weight: number === 2 ? 2 : 1 })),
    ...(node.retryPolicy === undefined ? {} : { retryPolicy: node.retryPolicy }),
  }));
  const { places } = await bench.db().withTransaction((tx) =>
    createBatch(tx, {
      id: batchId,
      ...bench.scope,
      name: "trial batch",
      failurePolicy: {
        stopOnFirstFailure: false,
        continueIndependentOperations: true,
        retryFailedOperations: false,
        ...options.policy,
      },
      ...(options.callbacks === undefined ? {} : { callbacks: options.callbacks }),
      createdBy: "tester",
      operations,
    }),
  );
  if (options.queued !== false) {
    // Dependencies have lower indexes: backwards is sinks first.
    await bench.queues().addFlows(
      operations.toReversed().map((operation) => ({
        data: operationJob({ ...operation, ...bench.scope, batchId, epoch: 0 }),
        gates: operation.dependsOn.map((id) =>
          gateJob(batchId, { ...operation, ...bench.scope }, operations.find((other) => other.id === id) ?? operation),
        ),
        priority: queueRank("Normal", places.get(operation.id)?.fairTag ?? 0),
      })),
    );
  }
  return { batchId, ids };
}
