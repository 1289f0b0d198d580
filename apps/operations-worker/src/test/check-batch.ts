import { findBatch, type BatchOperation, type BatchView } from "@longhaul/db";
import { waitFor } from "@longhaul/testing";
import { expect } from "vitest";
import type { SubmittedBatch } from "./submit-batch.ts";
import type { TrialBench } from "./use-worker.ts";

/** Waits for a batch's end and gives what the ledger says of it. */
export async function endOfBatch(bench: TrialBench, batchId: string): Promise<BatchView> {
  const hasEnded = async (): Promise<boolean> => {
    const { rows } = await bench.db().query("SELECT FROM batches WHERE id = $1 AND ended_at IS NOT NULL", [batchId]);
    return rows.length === 1;
  };
  await waitFor(hasEnded, { what: `the end of ${batchId}` });
  const view = await findBatch(bench.db(), bench.scope, batchId);
  if (view === null) throw new Error(`no batch ${batchId}`);
  return view;
}

/**
 * What must hold of every batch that has ended, whatever happened to it: nothing started before its dependencies had
 * completed, every operation ended exactly once, the batch ended exactly once and behind all of them.
 */
export async function expectSoundEnd(bench: TrialBench, { batchId, ids }: SubmittedBatch): Promise<BatchView> {
  const view = await endOfBatch(bench, batchId);
  const byId = new Map(view.operations.map((operation) => [operation.id, operation]));
  expect([...byId.keys()].toSorted()).toEqual([...ids].toSorted());
  const early = view.operations.filter((operation) => {
    if (operation.startedAt === null) return false;
    return operation.dependsOn.some((id) => !hadCompleted(byId.get(id), operation));
  });
  expect(early.map((operation) => operation.operationKey)).toEqual([]);
  const { rows } = await bench.db().query<{ operation: string | null; type: string; n: number }>(
    `SELECT operation_id AS operation, CASE WHEN type IN ('operation.completed', 'operation.failed', 'operation.cancelled') THEN 'end' ELSE type END AS type, count(*) AS n
     FROM events WHERE batch_id = $1 GROUP BY 1, 2`,
    [batchId],
  );
  const count = (operation: string | null, type: string): number =>
    rows.find((row) => row.operation === operation && row.type === type)?.n ?? 0;
  expect(ids.filter((id) => count(id, "end") !== 1)).toEqual([]);
  expect([count(null, "batch.created"), count(null, "batch.completed")]).toEqual([1, 1]);
  const started = view.operations.some((operation) => operation.startedAt !== null);
  expect(count(null, "batch.started")).toBe(started ? 1 : 0);
  const { rows: gaps } = await bench
    .db()
    .query(
      `SELECT operation_id FROM events WHERE batch_id = $1 GROUP BY operation_id HAVING count(*) <> max(sequence)`,
      [batchId],
    );
  expect(gaps).toEqual([]);
  return view;
}

function hadCompleted(dependency: BatchOperation | undefined, operation: BatchOperation): boolean {
  const [ended, started] = [dependency?.endedAt?.getTime(), operation.startedAt?.getTime()];
  return dependency?.status === "Completed" && ended !== undefined && started !== undefined && ended <= started;
}
