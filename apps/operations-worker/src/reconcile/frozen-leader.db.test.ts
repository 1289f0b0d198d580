import { postgresBackend, waitFor, type SpawnedApp } from "@longhaul/testing";
import { describe, expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

describe("the worker that reconciles", () => {
  const bench = useTrialBench(postgresBackend());

  /** Who holds the reconciler's lock, by the name of its connection. */
  const leader = async (): Promise<string | undefined> => {
    const { rows } = await bench.db().query<{ name: string }>(
      `SELECT a.application_name AS name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
       WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
         AND a.application_name LIKE '%-reconciler'`,
    );
    return rows[0]?.name;
  };

  it("loses that office when it is frozen: another takes its operations, and it comes back without harm", async () => {
    const names = ["one", "two"] as const;
    const workers = new Map<string, SpawnedApp>();
    for (const name of names) {
      workers.set(name, await bench.spawnWorker({ WORKER_NAME: name, WORKER_LEASE_MS: "2000" }));
    }
    const first = await waitFor(leader, { what: "somebody to reconcile" });
    const [frozen, other] = first === "one-reconciler" ? names : ([...names].reverse() as ["two", "one"]);
    const [ids, gate]: [string[], ReturnType<typeof bench.gate>] = [[], bench.gate()];
    for (let n = 0; n < 8; n++) ids.push(await bench.submit(gate.parameters));
    await waitFor(
      async () =>
        (await Promise.all(ids.map((id) => bench.view(id)))).some(({ operation }) => operation.workerNode === frozen),
      { what: "an operation on the worker that reconciles" },
    );
    const process = workers.get(frozen);
    process?.kill("SIGSTOP").catch(() => undefined);
    try {
      await waitFor(async () => (await leader()) === `${other}-reconciler`, { what: "the other to reconcile" });
      await gate.open();
      for (const id of ids) expect((await bench.ended(id)).operation.status).toBe("Completed");
    } finally {
      process?.kill("SIGCONT").catch(() => undefined);
    }
    const later = await bench.submit();
    expect((await bench.ended(later)).operation.status).toBe("Completed");
    const exits = await Promise.all([...workers.values()].map((worker) => worker.kill()));
    expect(exits.map(({ code }) => code)).toEqual([0, 0]);
  });
});
