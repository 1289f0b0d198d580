import { describeEachBackend, UNSTORABLE_BEHAVIOURS, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { endOfBatch } from "../test/check-batch.ts";
import { submitBatch } from "../test/submit-batch.ts";
import { useTrialBench } from "../test/use-worker.ts";

describeEachBackend("results that the ledger refuses for what is in them", (backend) => {
  const bench = useTrialBench(backend);
  const phasesRun = async (operationId: string): Promise<number[]> =>
    (await bench.journal()).filter((line) => line.operationId === operationId).map((line) => line.phase);

  it.each(UNSTORABLE_BEHAVIOURS)(
    "end their operation at once, with the phase and the reason: %s",
    async (behaviour) => {
      await bench.startWorker();
      const retryPolicy = { maxRetries: 3, retryDelay: 0, backoffMultiplier: 1 };
      const refused = await bench.submit({ at: 1, behaviour }, { type: "TrialInline", retryPolicy });
      const neighbour = await bench.submit({}, { type: "TrialInline" });
      const { operation, phases } = await bench.ended(refused);
      expect(operation).toMatchObject({
        status: "Failed",
        attempt: 0,
        crashCount: 0,
        error: { code: "result_not_storable", phase: "Trial Phase 2" },
      });
      expect(operation.error?.message).toMatch(/^the result of phase "Trial Phase 2" can't be kept in the ledger: \S/);
      expect(phases.map(({ status }) => status)).toEqual(["Completed", "Failed", "Skipped"]);
      expect(await phasesRun(refused)).toEqual([0, 1]);
      expect((await bench.ended(neighbour)).operation.status).toBe("Completed");
    },
  );

  it("come as well from a phase's own process", async () => {
    await bench.startWorker();
    const refused = await bench.submit({ at: 2, behaviour: "give-half-a-record" });
    expect((await bench.ended(refused)).operation).toMatchObject({
      status: "Failed",
      crashCount: 0,
      error: { code: "result_not_storable", phase: "Trial Phase 3" },
    });
  });

  it("cost a phase that tells of impossible progress neither its lease nor its end", async () => {
    const { ctx } = await bench.startWorker();
    const operationId = await bench.submit({ at: 1, behaviour: "tell-nonsense" });
    const lease = async (): Promise<number> =>
      (await bench.view(operationId)).operation.leaseUntil?.getTime() ?? Number.NaN;
    await waitFor(async () => (await phasesRun(operationId)).includes(1), { what: "the phase's begin" });
    const before = await lease();
    const { epoch } = (await bench.view(operationId)).operation;
    await waitFor(async () => (await lease()) > before, { what: "a lease that is extended all the same" });
    ctx.running.find(operationId)?.stop({ kind: "drain" });
    // The same worker may take it again at once.
    const wasGivenBack = async (): Promise<boolean> => {
      const { operation } = await bench.view(operationId);
      return operation.leaseUntil === null || operation.epoch > epoch;
    };
    await waitFor(wasGivenBack, { what: "the end" });
    expect((await bench.view(operationId)).operation.crashCount).toBe(0);
  });

  it("leave the operations of their batch that end together with them alone", async () => {
    await bench.startWorker({ cpuUnits: 6 });
    const nodes = Array.from({ length: 12 }, (_, idx) => ({
      dependsOn: [],
      parameters: { phaseMs: 0, ...(idx % 4 === 0 ? { at: 2, behaviour: "give-too-many-records" as const } : {}) },
    }));
    const { batchId } = await submitBatch(bench, nodes);
    const { operations } = await endOfBatch(bench, batchId);
    const byPosition = operations.toSorted(
      (a, b) => Number(a.operationKey?.slice(1)) - Number(b.operationKey?.slice(1)),
    );
    expect(byPosition.map(({ status }) => status)).toEqual(
      nodes.map((_, idx) => (idx % 4 === 0 ? "Failed" : "Completed")),
    );
  });
});
