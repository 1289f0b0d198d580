import { join } from "node:path";
import { findLogCounts, listLogEntries, type LogEntry } from "@longhaul/db";
import { LOG_LEVELS } from "@longhaul/domain";
import { describeEachBackend } from "@longhaul/testing";
import { expect, it } from "vitest";
import { useTrialBench } from "../test/use-worker.ts";

describeEachBackend("the log of an operation", (backend) => {
  const bench = useTrialBench(backend);
  const logOf = (operationId: string): Promise<LogEntry[]> =>
    listLogEntries(
      bench.db(),
      operationId,
      { levels: LOG_LEVELS },
      { after: { epoch: -1, number: 0 }, limit: 20_000, maxBytes: 100_000_000 },
    );

  it.each(["Trial", "TrialInline"])("has what the phases of a %s say, complete before it ends", async (type) => {
    await bench.startWorker();
    const operationId = await bench.submit({ at: 1, behaviour: "log" }, { type });
    await bench.ended(operationId);
    const entries = await logOf(operationId);
    expect(
      entries.map(({ level, phase, attempt, message, fields }) => ({ level, phase, attempt, message, fields })),
    ).toEqual([
      { level: "debug", phase: "Trial Phase 2", attempt: 1, message: "looked closely", fields: null },
      {
        level: "info",
        phase: "Trial Phase 2",
        attempt: 1,
        message: "read the log",
        fields: { events: 3, name: "receipt" },
      },
      { level: "warn", phase: "Trial Phase 2", attempt: 1, message: "a row was left out", fields: { row: 2 } },
      {
        level: "error",
        phase: "Trial Phase 2",
        attempt: 1,
        message: "a column could not be read",
        fields: { err: "no such column" },
      },
    ]);
    expect(entries.at(-1)?.trace).toMatchObject({ message: "no such column", stack: expect.stringContaining("at ") });
  });

  it("has nothing, not even a row of counts, when nothing was said", async () => {
    await bench.startWorker();
    const operationId = await bench.submit();
    await bench.ended(operationId);
    const { rows } = await bench.db().query("SELECT 1 FROM log_counts WHERE operation_id = $1", [operationId]);
    expect(rows).toEqual([]);
  });

  it("has each attempt's failure with its stack, which the operation's error doesn't have", async () => {
    await bench.startWorker();
    const operationId = await bench.submit(
      { at: 1, behaviour: "fail" },
      { retryPolicy: { maxRetries: 1, retryDelay: 0.1, backoffMultiplier: 1 } },
    );
    const { operation } = await bench.ended(operationId);
    const entries = await logOf(operationId);
    expect(entries.map(({ level, attempt, phase, message }) => [level, attempt, phase, message])).toEqual([
      ["error", 1, "Trial Phase 2", "trial_failed: the trial was told to fail"],
      ["error", 2, "Trial Phase 2", "trial_failed: the trial was told to fail"],
    ]);
    for (const { trace } of entries) expect(JSON.stringify(trace)).toContain("trial-operations.");
    expect(JSON.stringify(operation.error)).not.toContain("trial-operations.");
  });

  it("says that a phase's process died, and goes on with the next claim", async () => {
    await bench.startWorker();
    const operationId = await bench.submit({
      at: 0,
      behaviour: "crash-once",
      marker: join(bench.folder(), "log-crash"),
    });
    expect((await bench.ended(operationId)).operation.status).toBe("Completed");
    expect((await logOf(operationId)).map(({ level, message }) => [level, message])).toEqual([
      ["error", expect.stringMatching(/^the process of the phase died: /)],
    ]);
  });

  it("is bounded, and says how much it doesn't have, while the operation completes", async () => {
    await bench.startWorker();
    const operationId = await bench.submit({ at: 0, behaviour: "log-flood" });
    expect((await bench.ended(operationId)).operation.status).toBe("Completed");
    const { counts, dropped } = await findLogCounts(bench.db(), operationId);
    expect(counts.debug).toBeGreaterThan(100);
    expect(counts.debug).toBeLessThanOrEqual(8000);
    expect(counts.debug + dropped).toBe(30_000);
    expect(await logOf(operationId)).toHaveLength(counts.debug);
  });
});
