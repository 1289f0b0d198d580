import { readFile } from "node:fs/promises";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { realWork } from "../test/real-work.ts";
import { useTrialBench } from "../test/use-worker.ts";

const RECEIPT = new URL("../../../../packages/event-log/fixtures/receipt.csv", import.meta.url);

describeEachBackend("imports", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);

  it("spend no attempt on orderly restarts: three drains under way, and then it completes", async () => {
    const id = await work.upload(await readFile(RECEIPT));
    for (let restart = 0; restart < 3; restart++) {
      const worker = await bench.startWorker({ drainMs: 0 });
      await waitFor(() => worker.ctx.running.find(id) !== undefined, { what: "the import's begin" });
      await worker.drain();
      await worker.stop();
      expect(await work.dataset(id)).toMatchObject({ status: "Importing", crashCount: 0, leaseUntil: null });
    }
    await bench.startWorker();
    expect(await work.imported(id)).toMatchObject({ status: "Ready", crashCount: 0, error: null });
  });

  it("end in time, and say so", async () => {
    await bench.startWorker({ importTimeoutMs: 1 });
    const late = await work.imported(await work.upload(await readFile(RECEIPT)));
    expect(late).toMatchObject({ status: "Failed", crashCount: 0, error: { code: "ImportTimeout" } });
  });
});
