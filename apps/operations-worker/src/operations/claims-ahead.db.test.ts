import { FIRST_RANK } from "@longhaul/domain";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench, type TrialWorker } from "../test/use-worker.ts";

describeEachBackend("operations that are claimed ahead of a free place", (backend) => {
  const bench = useTrialBench(backend);

  /** As if only short operations had run lately. */
  const ranShort = ({ ctx: { claimsAhead } }: TrialWorker): void => {
    for (let run = 0; run < 100; run++) {
      const hand = claimsAhead.take();
      hand.ran(1);
      hand.end();
    }
  };
  const isClaimed = async (id: string): Promise<boolean> =>
    (await bench.db().query("SELECT FROM operations WHERE id = $1 AND epoch > 0", [id])).rowCount === 1;
  /** Fields of the operations that tell what giving them back cost. */
  const costs = async (ids: readonly string[]) =>
    (
      await bench
        .db()
        .query<{ status: string; attempt: number; crash_count: number }>(
          "SELECT status, attempt, crash_count FROM operations WHERE id = ANY ($1)",
          [ids],
        )
    ).rows;
  /** Of the operations that wait. */
  const ranks = async (): Promise<number[]> => {
    const queue = bench
      .queues()
      .bullBoardQueues()
      .find(({ name }) => name === "operations");
    return ((await queue?.getJobs(["prioritized", "waiting"])) ?? []).map(({ priority }) => priority);
  };
  const free = { status: "Completed", attempt: 0, crash_count: 0 };

  /** A worker with one place, which a long operation holds, and two operations that were claimed meanwhile. */
  const crowded = async () => {
    const worker = await bench.startWorker({ cpuUnits: 1 });
    // The worker looks how many it may take when one ends, which may have been slow.
    do {
      ranShort(worker);
      await bench.ended(await bench.submit({}, { type: "TrialInline" }));
    } while (worker.ctx.claimsAhead.more() === 0);
    const gate = bench.gate();
    const long = await bench.submit(gate.parameters);
    await waitFor(async () => isClaimed(long), { what: "the claim of the long operation" });
    const behind = [await bench.submit({}, { type: "TrialInline" }), await bench.submit({}, { type: "TrialInline" })];
    await waitFor(async () => (await Promise.all(behind.map(isClaimed))).includes(true), { what: "a claim ahead" });
    return { worker, gate, long, behind };
  };

  it("go to another worker when a long one holds the place, at no cost", async () => {
    const { worker, gate, long, behind } = await crowded();
    await waitFor(() => worker.ctx.claimsAhead.more() === 0, { what: "the end of claims ahead" });
    await waitFor(async () => (await bench.queues().getCounts("operations")).active === 1, { what: "them given back" });
    expect((await ranks()).every((rank) => rank > FIRST_RANK)).toBe(true);
    const other = await bench.startWorker({ cpuUnits: 1 });
    await Promise.all(behind.map(async (id) => bench.ended(id)));
    expect(await costs(behind)).toEqual([free, free]);
    expect((await bench.view(long)).operation.status).toBe("Running");
    await gate.open();
    await bench.ended(long);
    await Promise.all([worker.stop(), other.stop()]);
  });

  it("are given back by a worker that drains, at no cost", async () => {
    const { worker, gate, long, behind } = await crowded();
    const drained = worker.drain();
    await gate.open();
    await drained;
    await worker.stop();
    await bench.startWorker({ cpuUnits: 1 });
    await Promise.all([long, ...behind].map(async (id) => bench.ended(id)));
    expect(await costs([long, ...behind])).toEqual([free, free, free]);
  });

  it("all end, each phase committed once, when their worker is killed", async () => {
    const killed = await bench.spawnWorker();
    const ids = await Promise.all(Array.from({ length: 80 }, async () => bench.submit({}, { type: "TrialInline" })));
    await waitFor(async () => (await costs(ids)).filter(({ status }) => status === "Completed").length >= 20, {
      what: "the first of them",
    });
    await bench.killWorker(killed);
    await bench.startWorker();
    await Promise.all(ids.map(async (id) => bench.ended(id)));
    const { rows } = await bench
      .db()
      .query<{ n: number }>("SELECT count(*)::int AS n FROM checkpoints WHERE operation_id = ANY ($1)", [ids]);
    expect([(await costs(ids)).every(({ status }) => status === "Completed"), rows[0]?.n]).toEqual([true, 3 * 80]);
  });
});
