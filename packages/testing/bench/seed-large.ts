import { createHash, randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createDb } from "@longhaul/db";
import { patientLimits } from "../src/patience.ts";
import { CASE_LINES_FILE, CASE_NAMES_FILE } from "@longhaul/domain";
import type { MeasuredApi } from "./start-measured-api.ts";

/** Lets an ended operation have results as large as the ledger keeps, and an artifact of 60 MB. */
export async function seedResults(api: MeasuredApi, operationId: string): Promise<void> {
  const db = createDb({ databaseUrl: api.databaseUrl, applicationName: "bench", limits: patientLimits() });
  const results = Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`key ${n}`, `${n} `.repeat(180)]));
  const output = JSON.stringify({ summary: {}, results });
  for (const phaseIdx of [0, 1, 2])
    await db.query(
      `INSERT INTO checkpoints (operation_id, phase_idx, epoch, fingerprint, output, files) VALUES ($1, $2, 1, 'f', $3, '{}')`,
      [operationId, phaseIdx, output],
    );
  await db.query("UPDATE phases SET status = 'Completed' WHERE operation_id = $1", [operationId]);
  const content = Buffer.alloc(60_000_000, "x");
  const key = `${api.tenantId}/large`;
  await store(api, key, content);
  await db.query(
    `INSERT INTO artifacts (id, tenant_id, project_id, operation_id, phase_idx, name, file_name, type, format, media_type,
       size_bytes, sha256, storage_key)
     VALUES ($1, $2, $3, $4, 0, 'Large', 'large.txt', 'Data', 'TXT', 'text/plain', $5, $6, $7)`,
    [
      randomUUID(),
      api.tenantId,
      api.projectId,
      operationId,
      content.length,
      createHash("sha256").update(content).digest("hex"),
      key,
    ],
  );
  await db.close();
}

/** Makes a dataset ready that has 1,000 columns and 100,000 rejected rows of 1 kB. @returns its id */
export async function seedRows(api: MeasuredApi, { datasetId }: { readonly datasetId: string }): Promise<string> {
  const db = createDb({ databaseUrl: api.databaseUrl, applicationName: "bench", limits: patientLimits() });
  const key = `${api.tenantId}/${datasetId}/log.parquet`;
  const columns = Array.from({ length: 1000 }, (_, idx) => ({ name: `a column ${idx}`, type: "VARCHAR" }));
  await db.query(
    `UPDATE datasets SET status = 'Ready', table_key = $2, columns = $3, format = 'csv', ready_at = now(), events = 1, cases = 1,
       activities = 1, error_records = 100000, detected = '{}', time_start = now(), time_end = now(),
       quality = '{"rows": {"rejected": {"total": 100000, "kept": 100000}}}' WHERE id = $1`,
    [datasetId, key, JSON.stringify(columns)],
  );
  const line = JSON.stringify({ row: 1, line: 2, reasons: ["Missing Timestamp"], values: { text: "é".repeat(400) } });
  await store(api, `${api.tenantId}/${datasetId}/rejected.jsonl`, Buffer.from(`${line}\n`.repeat(100_000)));
  await db.close();
  return datasetId;
}

/** Lets an ended operation that has checkpoints list 50,000 cases of 40 events. */
export async function seedCases(api: MeasuredApi, operationId: string): Promise<void> {
  const db = createDb({ databaseUrl: api.databaseUrl, applicationName: "bench", limits: patientLimits() });
  const names = Array.from({ length: 1000 }, (_, idx) => `a name of an activity ${idx}`.repeat(4));
  const events = Array.from({ length: 40 }, (_, idx) => [idx, idx, 1000 * idx]);
  const line = JSON.stringify(["case", 1, 0, 40, null, events.length, events] satisfies unknown[]);
  const total = 50_000;
  const files = new Map([
    [CASE_LINES_FILE, `${line}\n`.repeat(total)],
    [CASE_NAMES_FILE, JSON.stringify({ activities: names, resources: names, total, kept: total })],
  ]);
  for (const [name, text] of files) await store(api, `${api.tenantId}/${name}`, Buffer.from(text));
  const keys = Object.fromEntries(Array.from(files.keys(), (name) => [name, `${api.tenantId}/${name}`]));
  await db.query("UPDATE checkpoints SET files = $2 WHERE operation_id = $1 AND phase_idx = 0", [
    operationId,
    JSON.stringify(keys),
  ]);
  await db.close();
}

/** Lets an operation have the longest log that is kept of one. */
export async function seedLog(api: MeasuredApi, operationId: string): Promise<void> {
  const db = createDb({ databaseUrl: api.databaseUrl, applicationName: "bench", limits: patientLimits() });
  await db.query("INSERT INTO log_counts (operation_id, debug, bytes) VALUES ($1, 10000, 5000000)", [operationId]);
  await db.query(
    `INSERT INTO log_entries (operation_id, tenant_id, epoch, number, logged_at, level, phase, attempt, message, fields, bytes)
     SELECT $1, (SELECT tenant_id FROM operations WHERE id = $1), 1, n, now(), 'debug', 'a phase', 1, repeat('message ', 30), jsonb_build_object('text', repeat('é', 120)), 500
     FROM generate_series(1, 10000) n`,
    [operationId],
  );
  await db.close();
}

async function store(api: MeasuredApi, key: string, content: Buffer): Promise<void> {
  const path = join(api.storageFolder, key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
