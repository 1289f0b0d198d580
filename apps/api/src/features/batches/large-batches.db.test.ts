import { failOperation } from "@longhaul/db";
import { claimOperation, describeEachBackend, timed } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useApi, type Answer } from "../../test/use-api.ts";

/** As many operations as a batch may have, nearly as many dependencies as each may. */
const LARGEST = Array.from({ length: 1000 }, (_, idx) => ({
  operationKey: `k${idx}`,
  operationName: `Trial ${idx}`,
  operationType: "TrialInline",
  dependencies: Array.from({ length: Math.min(idx, 90) }, (__, back) => `k${idx - 1 - back}`),
}));

/** What a request may take; a statement may take half of it. */
const ANSWER_MS = 9000;

/** More answers to others than a test expects; what comes after them would only cost time. */
const MOST_OTHERS = 8;

describeEachBackend("the largest batch", (backend) => {
  const api = useApi(backend);

  /** An answer, and how many requests of somebody else, at most `MOST_OTHERS`, were answered one after another while it was made. */
  async function besideOthers(large: () => Promise<Answer>): Promise<{ answer: Answer; others: number }> {
    const ended = new AbortController();
    const counted = timed(large).finally(() => ended.abort());
    let others = 0;
    while (!ended.signal.aborted && others < MOST_OTHERS) {
      const { status } = await api.call("/async/operations?pageSize=1");
      expect(status).toBe(200);
      if (!ended.signal.aborted) others++;
    }
    const { result, idleMs } = await counted;
    expect(idleMs).toBeLessThan(ANSWER_MS);
    return { answer: result, others };
  }

  it("is accepted, shown, failed by its first operation, revived and cancelled, while others are answered", async () => {
    const accepted = await besideOthers(() =>
      api.call("/async/batch", { json: { batchName: "Largest", operations: LARGEST } }),
    );
    expect(accepted.answer.status).toBe(202);
    expect(accepted.others).toBeGreaterThan(3);
    const path = `/async/batch/${accepted.answer.body["batchId"]}`;
    const first = accepted.answer.body["operations"][0].operationId as string;
    for (const view of ["", "/graph", "/graph?format=dot"]) {
      const shown = await besideOthers(() => api.call(path + view));
      expect([view, shown.answer.status, shown.others > 1]).toEqual([view, 200, true]);
    }

    const { fleetDb: db } = api.ctx();
    const claimed = await claimOperation(db, {
      operationId: first,
      executionId: "exec-1",
      workerNode: "w",
      leaseMs: 600_000,
    });
    const error = { code: "trial_failed", message: "told to" };
    expect(await failOperation(db, { operationId: first, epoch: claimed?.operation.epoch ?? -1, error })).toBe(true);
    const statuses = async (): Promise<Record<string, number>> => {
      const { operations } = (await api.call(path)).body as { operations: { status: string }[] };
      const counts = new Map<string, number>();
      for (const { status } of operations) counts.set(status, (counts.get(status) ?? 0) + 1);
      return Object.fromEntries(counts);
    };
    expect(await statuses()).toEqual({ Failed: 1, Cancelled: 999 });

    const revived = await besideOthers(() => api.call(`/async/operation/${first}/retry?cascade=true`, { json: {} }));
    expect(revived.answer.status).toBe(202);
    expect(revived.others).toBeGreaterThan(3);
    expect((await statuses())["Cancelled"]).toBeUndefined();

    const cancelled = await besideOthers(() => api.call(path, { method: "DELETE" }));
    expect(cancelled.answer.status).toBe(200);
    expect(cancelled.others).toBeGreaterThan(1);
    expect(await statuses()).toMatchObject({ Cancelled: 1000 });
  });
});
