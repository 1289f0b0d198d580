import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

describeEachBackend("an operation whose end is being written", (backend) => {
  const bench = useTrialBench(backend);
  const statusOf = async (id: string): Promise<string> => (await bench.view(id)).operation.status;
  const isAt = async (id: string, phasesCompleted: number): Promise<boolean> =>
    (await bench.view(id)).operation.phasesCompleted === phasesCompleted;

  it("makes way for the next one", async () => {
    const gate = bench.gate(2);
    const first = await bench.submit(gate.parameters);
    const next = await bench.submit();
    const worker = await bench.startWorker({ cpuUnits: 1 });
    await waitFor(async () => isAt(first, 2), { what: "the last phase" });
    const { promise: release, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: locked, resolve: isLocked } = Promise.withResolvers<void>();
    // Nobody can write to it.
    const holding = bench.db().withTransaction(async (tx) => {
      await tx.query("SELECT FROM operations WHERE id = $1 FOR UPDATE", [first]);
      isLocked();
      await release;
    });
    await locked;
    await gate.open();
    await bench.ended(next);
    expect(await statusOf(first)).toBe("Running");
    letGo();
    await holding;
    expect((await bench.ended(first)).operation).toMatchObject({ status: "Completed", attempt: 0, epoch: 1 });
    await worker.stop();
  });
});
