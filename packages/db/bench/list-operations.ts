// Times page 1 of a list, with its summary, over many operations of one project: pnpm exec node packages/db/bench/list-operations.ts <database url> [operations]
import { randomUUID } from "node:crypto";
import { patientLimits } from "@longhaul/testing";
import { createDb, listOperations, migrate, type OperationFilter } from "../src/index.ts";

const [databaseUrl, countText = "1000000"] = process.argv.slice(2);
if (databaseUrl === undefined) throw new Error("name a scratch database");
await migrate(databaseUrl);
const db = createDb({ databaseUrl, applicationName: "bench", limits: patientLimits() });
const scope = { tenantId: randomUUID(), projectId: randomUUID() };

await db.query(
  `INSERT INTO operations (id, tenant_id, project_id, type, name, priority, status, parameters, timeout_sec, cpu_units, memory_gb,
     estimated_low_sec, estimated_high_sec, created_by, created_at, started_at, ended_at, total_phases, progress)
   SELECT 'op-' || gen_random_uuid(), $1, $2, (ARRAY['ProcessMiningAnalysis', 'DataEnrichment', 'ReportGeneration'])[1 + n % 3], 'Bench',
     (ARRAY['Low', 'Normal', 'High', 'Critical'])[1 + n % 4], s.status, '{}', 3600, 1, 1, 10, 20, 'bench',
     now() - n * interval '8 seconds', now() - n * interval '8 seconds',
     CASE WHEN s.status IN ('Initiated', 'Running') THEN NULL ELSE now() - n * interval '8 seconds' + interval '5 seconds' END, 4,
     CASE WHEN s.status = 'Completed' THEN 100 ELSE 40 END
   FROM generate_series(1, $3::int) AS n
   CROSS JOIN LATERAL (SELECT CASE WHEN n <= 20 THEN 'Running' WHEN n % 50 = 0 THEN 'Failed' WHEN n % 77 = 0 THEN 'Cancelled' WHEN n % 999 = 0 THEN 'Timeout' ELSE 'Completed' END AS status) s`,
  [scope.tenantId, scope.projectId, Number(countText)],
);
await db.query("SELECT compact_operation_counts($1)", [Number(countText) * 2]);
await db.query("VACUUM ANALYZE operations, operation_counts, operation_count_deltas");

const day = 86_400_000;
const filters: Record<string, OperationFilter> = {
  none: {},
  "status=Running": { statuses: ["Running"] },
  "status=Timeout": { statuses: ["Timeout"] },
  "status=Failed,Cancelled": { statuses: ["Failed", "Cancelled"] },
  operationType: { types: ["DataEnrichment"] },
  "priority=Critical": { priorities: ["Critical"] },
  "type+priority+status": { types: ["ReportGeneration"], priorities: ["Low"], statuses: ["Failed"] },
  "dates (odd times)": { from: new Date(Date.now() - 40.3 * day), before: new Date(Date.now() - 3.7 * day) },
};
for (const [name, filter] of Object.entries(filters)) {
  const times: number[] = [];
  let found = 0;
  for (let i = 0; i < 60; i++) {
    const before = performance.now();
    found = (await listOperations(db, scope, filter, { size: 20, offset: 0, withPhases: false })).summary.total;
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  console.log(
    `${name.padEnd(26)} p50 ${times[30]?.toFixed(1)} ms  p99 ${times[59]?.toFixed(1)} ms  (summary of ${found})`,
  );
}
await db.close();
