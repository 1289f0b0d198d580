import { describeEachBackend } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

describeEachBackend("an operation whose type has changed since it was accepted", (backend) => {
  const bench = useTrialBench(backend);

  it.each([2, 4])("fails with what to do, when it had %i phases", async (phases) => {
    await bench.startWorker({ leaseMs: 12_000 });
    const { operation } = await bench.ended(await bench.submit({}, { phases }));
    expect(operation).toMatchObject({ status: "Failed", crashCount: 0 });
    expect(operation.error).toMatchObject({ code: "phases_changed", message: expect.stringContaining("start") });
  });
});
