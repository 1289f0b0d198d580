import { describeEachBackend } from "@longhaul/testing";
import { expect, it } from "vitest";
import { realWork } from "../test/real-work.ts";
import { useTrialBench } from "../test/use-worker.ts";

const log = (events: number): string =>
  [
    "case,activity,timestamp",
    ...Array.from({ length: events }, (_, n) => `c${n % 2},act,2024-01-0${1 + (n % 9)}`),
  ].join("\n");

describeEachBackend("what an import found", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);

  it("ends the import when the ledger refuses it, without another attempt, and leaves other imports alone", async () => {
    await bench.db().query("ALTER TABLE datasets ADD CONSTRAINT no_seven CHECK (events <> 7)");
    await bench.startWorker();
    const refused = await work.upload(log(7));
    const neighbour = await work.upload(log(8));
    expect(await work.imported(refused)).toMatchObject({
      status: "Failed",
      crashCount: 0,
      epoch: 1,
      error: { code: "NotStorable", message: expect.stringContaining("outside of its range") },
    });
    expect(await work.imported(neighbour)).toMatchObject({ status: "Ready", events: 8 });
  });
});
