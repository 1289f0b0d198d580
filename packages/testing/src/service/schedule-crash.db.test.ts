import { createDb, type Db } from "@longhaul/db";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postgresBackend } from "../describe-each-backend.ts";
import { waitFor } from "../wait-for.ts";
import { useService } from "./use-service.ts";
import { patientLimits } from "../patience.ts";

const MINUTES = 40;

describe("a schedule whose API process is killed at its ticks", () => {
  const service = useService(postgresBackend());
  let db: Db;
  beforeAll(() => {
    db = createDb({ databaseUrl: service.databaseUrl(), applicationName: "test", limits: patientLimits() });
  });
  afterAll(() => db.close());

  it("starts exactly one operation for each tick", async () => {
    const log = "case,activity,timestamp\na,Receive,2024-01-01T08:00:00Z\na,Ship,2024-01-02T08:00:00Z\n";
    const datasetId = String((await service.upload(log)).body["datasetId"]);
    const operation = {
      operationType: "ProcessMiningAnalysis",
      operationName: "tick",
      parameters: { datasetId, analysisType: "discovery" },
    };
    const json = { scheduleName: "Each minute", cron: "* * * * *", catchUp: "all", operation };
    const id = String((await service.call("/async/schedules", { json })).body["scheduleId"]);
    const ran = async (): Promise<number> =>
      Number(
        (await db.query<{ n: string }>("SELECT count(*) AS n FROM schedule_runs WHERE schedule_id = $1", [id])).rows[0]
          ?.n,
      );
    await db.query(
      "UPDATE schedules SET next_run_at = date_trunc('minute', now()) - $2 * interval '1 minute' WHERE id = $1",
      [id, MINUTES],
    );
    // Killed while it makes up for what was missed, wherever it is then.
    for (const least of [1, 15]) {
      await waitFor(async () => (await ran()) >= least, { what: `${least} runs` });
      await service.crash("api");
    }
    await waitFor(async () => (await ran()) > MINUTES, { what: "the last run" });
    const { rows } = await db.query<{ scheduled_for: Date; operation_id: string }>(
      "SELECT scheduled_for, operation_id FROM schedule_runs WHERE schedule_id = $1 ORDER BY scheduled_for",
      [id],
    );
    const minutes = rows.map(({ scheduled_for: tick }) => tick.getTime() / 60_000);
    expect(minutes).toEqual(minutes.map((_, at) => (minutes[0] ?? 0) + at));
    expect(new Set(rows.map(({ operation_id: operationId }) => operationId)).size).toBe(rows.length);
    // Nothing was started that no run tells of.
    await service.call(`/async/schedules/${id}/pause`, { method: "POST" });
    const counts = await db.query<{ runs: number; operations: number }>(
      `SELECT (SELECT count(*)::integer FROM schedule_runs WHERE schedule_id = $1) AS runs,
         (SELECT count(*)::integer FROM operations WHERE name = 'tick') AS operations`,
      [id],
    );
    expect(counts.rows[0]?.operations).toBe(counts.rows[0]?.runs);
  });
});
