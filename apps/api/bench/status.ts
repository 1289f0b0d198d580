// Asking for an operation's status, against Express 5 and one select by id: pnpm bench status <url of a scratch database>
import { compare, openArena } from "./bench-parts.ts";

const OPERATIONS = 1000;
const [databaseUrl] = process.argv.slice(2);
if (databaseUrl === undefined) throw new Error("name a scratch database");
const arena = await openArena(databaseUrl, undefined);
const { tenantId, projectId, datasetId, authorization } = arena;

const url = `/api/${tenantId}/${projectId}/async/operation`;
const ids: string[] = [];
for (let idx = 0; idx < OPERATIONS; idx++) {
  const answer = await arena.api.pool.request({
    method: "POST",
    path: url,
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({
      operationType: "ProcessMiningAnalysis",
      operationName: `Order-to-Cash ${idx}`,
      parameters: { datasetId },
    }),
  });
  ids.push(((await answer.body.json()) as { operationId: string }).operationId);
}
// As a worker leaves them in the middle of their second phase.
await arena.db.query(
  `UPDATE operations SET status = 'Running', started_at = now() - interval '2 minutes', epoch = 1, version = 5, progress = 30,
     phases_completed = 1, current_phase = 'Process Discovery', execution_id = 'exec-' || id, worker_node = 'bench-1',
     lease_until = now() + interval '1 day', processed_records = 40000, total_records = 100000, records_per_minute = 20000
   WHERE id = ANY($1)`,
  [ids],
);
await arena.db.query(
  `UPDATE phases SET status = CASE idx WHEN 0 THEN 'Completed' ELSE 'Running' END, started_at = now() - interval '2 minutes',
     ended_at = CASE idx WHEN 0 THEN now() - interval '1 minute' END, progress = CASE idx WHEN 0 THEN 100 ELSE 60 END
   WHERE operation_id = ANY($1) AND idx < 2`,
  [ids],
);
await arena.db.query("VACUUM ANALYZE operations, phases");

let turn = 0;
const next = (): string => ids[turn++ % ids.length] ?? "";
const ask = { side: arena.api, method: "GET", path: () => `${url}/${next()}` } as const;
const sample = await arena.api.pool.request({ method: "GET", path: ask.path(), headers: { authorization } });
await sample.body.dump();
const etag = String(sample.headers["etag"]);
await compare({
  "status 200": { ...ask, headers: { authorization }, status: 200 },
  "status 304": { ...ask, headers: { authorization, "if-none-match": etag }, status: 304 },
  baseline: { side: arena.baseline, method: "GET", path: () => `/${next()}`, status: 200 },
});
await arena.close();
