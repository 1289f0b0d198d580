import { readQueue, type LiveWorker } from "@longhaul/db";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { startWorkerReports } from "./report-worker.ts";
import { useTrialBench } from "./test/use-worker.ts";

describeEachBackend("a worker", (backend) => {
  const bench = useTrialBench(backend);
  const workers = async (): Promise<readonly LiveWorker[]> => (await readQueue(bench.db())).workers;

  it("tells the ledger what it can hold and what it holds, and that it is gone when it stops", async () => {
    const worker = await bench.startWorker();
    const { workerName: name, cpuUnits, memoryGb } = worker.ctx.config;
    await waitFor(async () => (await workers()).length === 1, { what: "the first report" });
    expect(await workers()).toMatchObject([{ name, cpuUnits, memoryGb, usedCpu: 0, operations: 0, draining: false }]);
    const gate = bench.gate();
    const operationId = await bench.submit(gate.parameters);
    await waitFor(async () => (await bench.view(operationId)).operation.status === "Running", {
      what: "the operation",
    });
    const again = startWorkerReports(worker.ctx);
    await waitFor(async () => (await workers())[0]?.operations === 1, { what: "a report of the operation" });
    expect(await workers()).toMatchObject([{ name, usedCpu: 1, usedMemory: 1 }]);
    await again.stop();
    await gate.open();
    await bench.ended(operationId);
    await worker.stop();
    expect(await workers()).toEqual([]);
  });
});
