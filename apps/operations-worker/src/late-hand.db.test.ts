import { cancelOperation } from "@longhaul/db";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { realWork } from "./test/real-work.ts";
import { useTrialBench, type TrialWorker } from "./test/use-worker.ts";

/** Statements that the database holds back, by what is in their text: a heartbeat, and the end of an import. */
const HELD = [
  { table: "datasets", key: 1, text: "%import_progress = greatest%" },
  { table: "datasets", key: 2, text: "%status = ''Ready''%" },
  { table: "operations", key: 3, text: "%records_per_minute = coalesce(%" },
] as const;

/** A held statement waits before it reads or locks a row; afterwards it is written down how many rows it changed. */
const HOLD = `
  CREATE TABLE held_answers (key int, changed int);
  CREATE FUNCTION hold_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF current_query() LIKE TG_ARGV[1] THEN PERFORM pg_advisory_xact_lock_shared(4242, TG_ARGV[0]::int); END IF;
    RETURN NULL;
  END $$;
  CREATE FUNCTION note_answer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF current_query() LIKE TG_ARGV[1] THEN
      INSERT INTO held_answers SELECT TG_ARGV[0]::int, count(*) FROM changed;
    END IF;
    RETURN NULL;
  END $$;
  ${HELD.map(
    ({ table, key, text }) => `
    CREATE TRIGGER hold_${key} BEFORE UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION hold_back(${key}, '${text}');
    CREATE TRIGGER note_${key} AFTER UPDATE ON ${table} REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
      EXECUTE FUNCTION note_answer(${key}, '${text}');`,
  ).join("")}`;

describeEachBackend("a heartbeat whose answer comes after its task is over", (backend) => {
  const bench = useTrialBench(backend);
  const work = realWork(bench);
  let holder: Awaited<ReturnType<ReturnType<typeof bench.db>["connect"]>>;
  beforeAll(async () => {
    await bench.db().query(HOLD);
    holder = await bench.db().connect("holder");
  });
  afterAll(() => holder.end());

  const hold = (key: number): Promise<unknown> => holder.query(`SELECT pg_advisory_lock(4242, ${key})`);
  const letGo = (key: number): Promise<unknown> => holder.query(`SELECT pg_advisory_unlock(4242, ${key})`);
  const isHeld = async (key: number): Promise<boolean> => {
    const { rows } = await bench.db().query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = 4242 AND objid = $1 AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [key],
    );
    return rows.length > 0;
  };
  const answers = async (key: number): Promise<number[]> => {
    const { rows } = await bench
      .db()
      .query<{ changed: number }>("SELECT changed FROM held_answers WHERE key = $1", [key]);
    return rows.map(({ changed }) => changed);
  };
  const held = (key: number, what: string): Promise<boolean> => waitFor(() => isHeld(key), { what: `${what}, held` });

  /** A worker that doesn't give up what is held back, with one process for the tenant. */
  const startPatient = async (): Promise<{ worker: TrialWorker; pid: number | undefined }> => {
    const url = new URL(bench.databaseUrl());
    url.searchParams.set("statement_timeout", "0");
    url.searchParams.set("query_timeout", "86400000");
    const worker = await bench.startWorker({ databaseUrl: url.href, cpuUnits: 1 });
    const first = worker.ctx.pool.acquire(bench.scope.tenantId, { cpuUnits: 1, memoryGb: 1 });
    worker.ctx.pool.release(first);
    return { worker, pid: first.pid };
  };
  /** An operation that runs until it is let go. */
  const startWaiting = async (at: 0 | 2 = 0, phaseMs = 0): Promise<{ id: string; end: () => Promise<void> }> => {
    const gate = bench.gate(at);
    return { id: await bench.submit({ ...gate.parameters, phaseMs }), end: () => gate.open() };
  };
  const runs = async (id: string): Promise<{ phase: number; pid: number }[]> =>
    (await bench.journal()).filter((line) => line.operationId === id);
  /** The operation that has the process now ends as if nothing had come. */
  const expectUntouched = async (next: Awaited<ReturnType<typeof startWaiting>>, pid: unknown): Promise<void> => {
    await next.end();
    const { operation } = await bench.ended(next.id);
    expect(operation).toMatchObject({ status: "Completed", attempt: 0, crashCount: 0, error: null });
    expect((await runs(next.id)).map((run) => run.pid)).toEqual([pid, pid, pid]);
  };

  it("does nothing to the task that has the import's process by then", async () => {
    const { pid } = await startPatient();
    await hold(1);
    await hold(2);
    const dataset = await work.upload("case,activity,timestamp\na,b,2024-01-01\na,c,2024-01-02\n");
    // The process has done its task, and the worker, which writes that down, still sends heartbeats.
    await held(2, "the import's end");
    await held(1, "a heartbeat");
    await letGo(2);
    expect(await work.imported(dataset)).toMatchObject({ status: "Ready", crashCount: 0 });
    const next = await startWaiting();
    await waitFor(async () => (await runs(next.id)).length > 0, { what: "the next task's begin" });
    await letGo(1);
    await waitFor(async () => (await answers(1)).at(-1) === 0, { what: "the answer that nothing was kept" });
    await expectUntouched(next, pid);
  });

  it("does nothing to the task that has the operation's process by then", async () => {
    const { pid } = await startPatient();
    const first = await startWaiting(2, 400);
    await waitFor(async () => (await runs(first.id)).length === 3, { what: "the last phase" });
    await hold(3);
    await first.end();
    await held(3, "a heartbeat");
    await waitFor(async () => (await bench.view(first.id)).phases[2]?.status === "Completed", {
      what: "the last phase's end",
    });
    const cancellation = { cancelledBy: "ann", preservePartialResults: true, notifyCallbacks: true };
    await cancelOperation(bench.db(), bench.scope, {
      ...cancellation,
      operationId: first.id,
      forceTermination: false,
    });
    const next = await startWaiting();
    await letGo(3);
    await waitFor(async () => (await answers(3)).includes(0), { what: "the answer that nothing was kept" });
    await waitFor(async () => (await runs(next.id)).length > 0, { what: "the next task's begin" });
    await expectUntouched(next, pid);
  });
});
