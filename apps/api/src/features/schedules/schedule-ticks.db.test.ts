import { claimDueSchedules } from "@longhaul/db";
import { describeEachBackend, waitFor } from "@longhaul/testing";
import { expect, it } from "vitest";
import { createContext, type ApiContext } from "../../context/context.ts";
import { TRIAL } from "../../test/drive-operation.ts";
import { readyDataset } from "../../test/ready-dataset.ts";
import { useApi } from "../../test/use-api.ts";
import { createStartPreparer } from "./prepare-start.ts";
import { runDueSchedules } from "./run-due-schedules.ts";

interface Run {
  readonly scheduledFor: string;
  readonly until?: string;
  readonly status: string;
  readonly reason?: string;
  readonly operationId?: string;
  readonly batchId?: string;
}

describeEachBackend("ticks of a schedule", (backend) => {
  const api = useApi(backend);

  /** A schedule that was due some minutes ago. */
  async function due(minutes: number, changes: Record<string, unknown> = {}): Promise<string> {
    const json = { scheduleName: "S", cron: "* * * * *", operation: TRIAL, ...changes };
    const { body } = await api.call("/async/schedules", { json });
    const id = body["scheduleId"] as string;
    await overdue(id, minutes);
    return id;
  }
  const overdue = (id: string, minutes: number): Promise<unknown> =>
    api
      .ctx()
      .fleetDb.query(
        "UPDATE schedules SET next_run_at = date_trunc('minute', now()) - $2 * interval '1 minute' WHERE id = $1",
        [id, minutes],
      );
  const look = (ctx: ApiContext = api.ctx()): Promise<void> => runDueSchedules(ctx, createStartPreparer(ctx));
  /** Its history, the oldest first. */
  const runsOf = async (id: string): Promise<Run[]> =>
    ((await api.call(`/async/schedules/${id}/runs?pageSize=100`)).body["runs"] as Run[]).toReversed();
  const outcomes = (runs: readonly Run[]): string[] => runs.map(({ status, reason }) => reason ?? status);
  const operations = async (): Promise<string[]> => {
    const { rows } = await api.ctx().fleetDb.query<{ id: string }>("SELECT id FROM operations WHERE batch_id IS NULL");
    return rows.map(({ id }) => id).toSorted();
  };

  it("each start one operation, which is queued, however many processes look at the same time", async () => {
    const before = await operations();
    const ids = await Promise.all([1, 2, 3, 4, 5, 6].map(() => due(9, { catchUp: "all" })));
    const queueConnection = backend.connection(api.databaseUrl());
    const { config, limits, logger } = api.ctx();
    const others = await Promise.all([1, 2].map(() => createContext(config, { limits, logger, queueConnection })));
    await Promise.all([api.ctx(), ...others, api.ctx(), ...others].map(async (ctx) => look(ctx)));
    await look();
    await Promise.all(others.map(async (ctx) => ctx.close()));
    const started: string[] = [];
    for (const id of ids) {
      const runs = await runsOf(id);
      const ticks = runs.map(({ scheduledFor }) => Date.parse(scheduledFor) / 60_000);
      // A minute may have passed meanwhile.
      expect(ticks.length).toBeGreaterThanOrEqual(10);
      expect(ticks).toEqual(ticks.map((_, idx) => (ticks[0] ?? 0) + idx));
      expect(new Set(outcomes(runs))).toEqual(new Set(["Started"]));
      started.push(...runs.map(({ operationId = "" }) => operationId));
    }
    expect((await operations()).filter((id) => !before.includes(id))).toEqual(started.toSorted());
    const first = started[0] ?? "";
    await waitFor(() => api.ctx().queues.has("operations", `${first}-0`), {
      what: "its job",
    });
  });

  it("start the batch that the schedule has", async () => {
    const batch = {
      batchName: "B",
      operations: [
        { ...TRIAL, operationKey: "a" },
        { ...TRIAL, dependencies: ["a"] },
      ],
    };
    const id = await due(0, { operation: undefined, batch });
    await look();
    const [run] = await runsOf(id);
    expect(run).toMatchObject({ status: "Started", batchId: expect.stringMatching(/^batch-/) });
    const { body } = await api.call(`/async/batch/${run?.batchId}`);
    expect(body).toMatchObject({ batchName: "B", totalOperations: 2 });
  });

  it("that a process claimed before it died are run by another one when its claim ends, and once", async () => {
    const id = await due(0);
    const { fleetDb: db } = api.ctx();
    const [lost] = await claimDueSchedules(db, { leaseMs: 60_000, limit: 100 });
    expect(lost?.id).toBe(id);
    await look();
    expect(await runsOf(id)).toEqual([]);
    await db.query("UPDATE schedules SET lease_until = now() WHERE id = $1", [id]);
    await Promise.all([look(), look()]);
    const runs = await runsOf(id);
    expect(new Set(outcomes(runs))).toEqual(new Set(["Started"]));
    // Another minute may have begun meanwhile; no tick is run twice.
    expect(new Set(runs.map(({ scheduledFor }) => scheduledFor)).size).toBe(runs.length);
  });

  it("that were missed run all, or the last of them, or none, and what was skipped is told", async () => {
    const latest = await due(30);
    const all = await due(2, { catchUp: "all" });
    const none = await due(30, { catchUp: "skip", cron: "*/10 * * * *" });
    const hourly = await due(200, { catchUp: "skip", cron: "0 0 1 1 *" });
    await look();
    expect(outcomes(await runsOf(latest)).slice(0, 2)).toEqual(["Missed", "Started"]);
    expect((await runsOf(latest))[0]?.until).toBeDefined();
    expect(new Set(outcomes(await runsOf(all)))).toEqual(new Set(["Started"]));
    expect((await runsOf(all)).length).toBeGreaterThanOrEqual(3);
    expect(outcomes(await runsOf(none))[0]).toBe("Missed");
    expect(outcomes(await runsOf(hourly))).toEqual(["Missed"]);
    expect((await api.call(`/async/schedules/${hourly}`)).body["nextRun"]).toMatch(/-01-01T00:00:00Z$/);
  });

  it("are skipped while an earlier run goes on, if the schedule says so", async () => {
    const [skips, allows] = [await due(1, { overlap: "skip", catchUp: "all" }), await due(1, { catchUp: "all" })];
    await look();
    expect(outcomes(await runsOf(skips)).slice(0, 2)).toEqual(["Started", "StillRunning"]);
    expect(outcomes(await runsOf(allows)).slice(0, 2)).toEqual(["Started", "Started"]);
    const [first] = await runsOf(skips);
    await api.call(`/async/operation/${first?.operationId}/cancel`, { json: {} });
    await api.ctx().fleetDb.query("DELETE FROM schedule_runs WHERE schedule_id = $1 AND status = 'Skipped'", [skips]);
    await overdue(skips, 0);
    await look();
    // Where another minute has begun meanwhile, its tick finds this run going on.
    expect(outcomes(await runsOf(skips)).slice(0, 2)).toEqual(["Started", "Started"]);
  });

  it("that were run already, by a clock that was put back since, are not run again", async () => {
    const id = await due(0);
    await look();
    const before = await runsOf(id);
    await api.ctx().fleetDb.query("UPDATE schedules SET next_run_at = $2 WHERE id = $1", [id, before[0]?.scheduledFor]);
    await look();
    expect((await runsOf(id)).slice(0, before.length)).toEqual(before);
    expect((await api.call(`/async/schedules/${id}`)).body["nextRun"]).not.toBe(before[0]?.scheduledFor);
  });

  it("that can't start any more tell why, and the next ones come all the same", async () => {
    const datasetId = await readyDataset(api);
    const operation = { operationType: "ProcessMiningAnalysis", operationName: "A", parameters: { datasetId } };
    const id = await due(0, { operation });
    await api.ctx().fleetDb.query("UPDATE datasets SET deleted_at = now() WHERE id = $1", [datasetId]);
    await look();
    expect((await runsOf(id))[0]).toMatchObject({
      status: "Failed",
      reason: "validation_failed",
      detail: expect.stringContaining(datasetId),
      errors: [{ pointer: "/operation/parameters/datasetId" }],
    });
    expect((await api.call(`/async/schedules/${id}`)).body["nextRun"]).toBeDefined();
  });

  it("don't run once a schedule is paused or changed, even where a process had claimed them", async () => {
    const [paused, changed] = [await due(0), await due(0)];
    const ctx = api.ctx();
    const prepare = createStartPreparer(ctx);
    await runDueSchedules(ctx, async (scope, request, createdBy) => {
      await api.call(`/async/schedules/${paused}/pause`, { json: {} });
      await api.call(`/async/schedules/${changed}`, { method: "PATCH", json: { cron: "0 0 1 1 *" } });
      return prepare(scope, request, createdBy);
    });
    expect([await runsOf(paused), await runsOf(changed)]).toEqual([[], []]);
  });
});
