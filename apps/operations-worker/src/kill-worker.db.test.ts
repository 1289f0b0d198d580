import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "./test/use-worker.ts";

/** `LONGHAUL_CHAOS=full` runs the whole of it; every test run a small one. */
const SIZE =
  process.env["LONGHAUL_CHAOS"] === "full"
    ? { operations: 50, kills: 6, everyMs: 5000 }
    : { operations: 6, kills: 2, everyMs: 0 };

describeEachBackend("a worker that is killed", (backend) => {
  const bench = useTrialBench(backend);

  it("loses no operation however often, and no phase is committed twice", async () => {
    const [operations, gate]: [string[], ReturnType<typeof bench.gate>] = [[], bench.gate(2)];
    for (let i = 0; i < SIZE.operations; i++) operations.push(await bench.submit(gate.parameters));
    let worker = await bench.spawnWorker({ WORKER_CRASH_BUDGET: "50" });
    for (let kills = 0; kills < SIZE.kills; kills++) {
      const [runs, startedAt] = [(await bench.journal()).length, performance.now()];
      await waitFor(async () => performance.now() - startedAt > SIZE.everyMs && (await bench.journal()).length > runs, {
        what: "phases that run",
      });
      await bench.killWorker(worker);
      worker = await bench.spawnWorker({ WORKER_CRASH_BUDGET: "50" });
    }
    await gate.open();
    for (const operationId of operations) expect((await bench.ended(operationId)).operation.status).toBe("Completed");
    await worker.kill();

    const { rows } = await bench
      .db()
      .query<{ type: string; n: number }>(
        "SELECT type, count(*) AS n FROM events WHERE operation_id = ANY ($1) AND type IN ('operation.phase.completed', 'operation.completed', 'operation.started') GROUP BY type ORDER BY type",
        [operations],
      );
    expect(rows).toEqual([
      { type: "operation.completed", n: SIZE.operations },
      { type: "operation.phase.completed", n: 3 * SIZE.operations },
      { type: "operation.started", n: SIZE.operations },
    ]);
    const { rows: gaps } = await bench
      .db()
      .query(
        "SELECT operation_id FROM events WHERE operation_id = ANY ($1) GROUP BY operation_id HAVING max(sequence) <> count(*)",
        [operations],
      );
    expect(gaps).toEqual([]);
  });

  it("in mid-phase: the operation goes on elsewhere when its lease is over, and runs no completed phase again", async () => {
    const workers = {
      one: await bench.spawnWorker({ WORKER_NAME: "one" }),
      two: await bench.spawnWorker({ WORKER_NAME: "two" }),
    };
    const gate = bench.gate(1);
    const operationId = await bench.submit(gate.parameters);
    const runsOf = async (phase: number): Promise<number> =>
      (await bench.journal()).filter((line) => line.operationId === operationId && line.phase === phase).length;
    await waitFor(async () => (await runsOf(1)) === 1, { what: "the second phase" });
    const owner = (await bench.view(operationId)).operation.workerNode === "one" ? workers.one : workers.two;
    await bench.killWorker(owner);
    await waitFor(async () => (await runsOf(1)) === 2, { what: "the takeover" });
    await gate.open();
    expect((await bench.ended(operationId)).operation).toMatchObject({ status: "Completed", crashCount: 1 });
    expect(
      (await bench.journal()).filter((line) => line.operationId === operationId).map((line) => line.phase),
    ).toEqual([0, 1, 1, 2]);
    await (owner === workers.one ? workers.two : workers.one).kill();
  });
});
