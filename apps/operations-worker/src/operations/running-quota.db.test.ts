import { NO_QUOTAS } from "@longhaul/domain";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

describeEachBackend("a quota of running operations", (backend) => {
  const bench = useTrialBench(backend);

  it("is never passed by workers that have room for more, and all operations complete", async () => {
    const quotas = { ...NO_QUOTAS, tenant: { runningOperations: 2 } };
    await Promise.all([1, 2].map(async () => bench.startWorker({ quotas, cpuUnits: 4 })));
    const gate = bench.gate();
    const ids = await Promise.all(Array.from({ length: 6 }, async () => bench.submit(gate.parameters)));
    const seen: number[] = [];
    await waitFor(
      async () => {
        const { rows } = await bench.db().query<{ running: number; over: number }>(
          `SELECT count(*) FILTER (WHERE status = 'Running') AS running, count(*) FILTER (WHERE status = 'Completed') AS over
           FROM operations WHERE id = ANY ($1)`,
          [ids],
        );
        seen.push(rows[0]?.running ?? -1);
        if (rows[0]?.running === 2) await gate.open();
        return rows[0]?.over === ids.length;
      },
      { what: "the end of all operations" },
    );
    expect(Math.max(...seen)).toBe(2);
  });
});
