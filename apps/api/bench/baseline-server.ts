// What the API is measured against: Express 5 with one statement a request. Forked by the benchmarks.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createDb } from "@longhaul/db";
import express from "express";

const INSERT = {
  name: "baseline-insert",
  text: `WITH o AS (
  INSERT INTO baseline.operations (id, tenant_id, project_id, type, name, priority, status, parameters, callbacks, timeout_sec,
    timeout_at, cpu_units, memory_gb, estimated_low_sec, estimated_high_sec, dataset_id, created_by, total_phases, event_seq)
  VALUES ($1, $2, $3, $4, $5, $6, 'Initiated', $7, $8, $9::int, now() + $9::int * interval '1 second', 4, 16, 60, 120,
    $10, 'bench', cardinality($11::text[]), 1)
  RETURNING id, tenant_id, project_id, type, name, status, created_at
), p AS (
  INSERT INTO baseline.phases (operation_id, idx, name, weight)
  SELECT o.id, phase.ordinal - 1, phase.name, 25 FROM o, unnest($11::text[]) WITH ORDINALITY AS phase (name, ordinal)
), e AS (
  INSERT INTO baseline.events (id, tenant_id, project_id, operation_id, sequence, type, body)
  SELECT 'evt-' || o.id, o.tenant_id, o.project_id, o.id, 1, 'operation.created',
    json_build_object('operationId', o.id, 'operationType', o.type, 'operationName', o.name, 'status', o.status)::text FROM o
)
SELECT id, type, name, status, created_at FROM o`,
};
const SELECT = {
  name: "baseline-select",
  text: `SELECT id, type, name, status, priority, progress, current_phase, phases_completed, total_phases, started_at,
  ended_at, created_at, timeout_at, error FROM operations WHERE id = $1`,
};
const PHASES = ["Data Loading & Validation", "Process Discovery", "Machine Learning Analysis", "Report Generation"];

interface Body {
  readonly operationType: string;
  readonly operationName: string;
  readonly priority: string;
  readonly timeout: number;
  readonly parameters: { readonly datasetId: string };
  readonly callbacks: unknown;
}

const db = createDb({ databaseUrl: process.env["DATABASE_URL"] ?? "", applicationName: "baseline" });
const app = express();
app.use(express.json());
app.post("/:tenantId/:projectId", async (req, res) => {
  const body = req.body as Body;
  const { rows } = await db.query(INSERT, [
    `op-${randomUUID()}`,
    req.params.tenantId,
    req.params.projectId,
    body.operationType,
    body.operationName,
    body.priority,
    body.parameters,
    body.callbacks,
    body.timeout,
    body.parameters.datasetId,
    PHASES,
  ]);
  res.status(202).json(rows[0]);
});
app.get("/:id", async (req, res) => {
  const { rows } = await db.query(SELECT, [req.params.id]);
  res.json(rows[0]);
});
const server = app.listen(0, "127.0.0.1");
await once(server, "listening");
process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
process.on("disconnect", () => process.exit(0));
