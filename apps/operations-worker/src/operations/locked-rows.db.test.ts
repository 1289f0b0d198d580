import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

/** Three operations, one after another, in a suite that runs beside others. Three of a worker's statements would wait for longer than that. */
const SECONDS = 15;

describeEachBackend("operations whose rows somebody else has locked", (backend) => {
  const bench = useTrialBench(backend);

  it("hold up nobody else, and end once they are let go", async () => {
    const gates = [bench.gate(2), bench.gate(2), bench.gate(2)];
    const locked = await Promise.all(gates.map((gate) => bench.submit(gate.parameters)));
    const worker = await bench.startWorker({ cpuUnits: 6 });
    for (const id of locked)
      await waitFor(async () => (await bench.view(id)).operation.phasesCompleted === 2, { what: "the last phase" });
    const forgotten = await bench.db().connect("forgotten transaction");
    await forgotten.query("BEGIN");
    await forgotten.query("SELECT FROM operations WHERE id = ANY ($1) FOR UPDATE", [locked]);
    for (const gate of gates) await gate.open();
    // All of them wait to be written now, more than a worker's statements at a time.
    await waitFor(
      async () => {
        const { rows } = await bench
          .db()
          .query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");
        return rows.length > 1;
      },
      { what: "writes that wait for a lock" },
    );
    const begunAt = performance.now();
    const others = [];
    for (let count = 0; count < 3; count++) others.push(await bench.ended(await bench.submit()));
    expect(others.map(({ operation }) => operation.status)).toEqual(["Completed", "Completed", "Completed"]);
    expect((performance.now() - begunAt) / 1000).toBeLessThan(SECONDS);
    for (const id of locked) expect((await bench.view(id)).operation.status).toBe("Running");
    await forgotten.query("ROLLBACK");
    await forgotten.end();
    for (const id of locked)
      expect((await bench.ended(id)).operation).toMatchObject({ status: "Completed", attempt: 0, error: null });
    await worker.stop();
  });
});
