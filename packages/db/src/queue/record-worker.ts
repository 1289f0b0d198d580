import type { Sql } from "../client.ts";

/** The report of a worker about itself. */
export interface WorkerReport {
  readonly name: string;
  readonly cpuUnits: number;
  readonly memoryGb: number;
  readonly usedCpu: number;
  readonly usedMemory: number;
  /** How many operations it runs. */
  readonly operations: number;
  readonly draining: boolean;
  /** Version of Longhaul that it runs. */
  readonly version: string;
}

/** Stores a worker's report, and deletes workers that haven't reported for an hour. */
export async function recordWorker(sql: Sql, report: WorkerReport): Promise<void> {
  await sql.query(
    {
      name: "record-worker",
      text: `WITH gone AS (DELETE FROM workers WHERE seen_at < now() - interval '1 hour' AND name <> $1)
INSERT INTO workers (name, cpu_units, memory_gb, used_cpu, used_memory, operations, draining, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (name) DO UPDATE SET cpu_units = excluded.cpu_units, memory_gb = excluded.memory_gb, used_cpu = excluded.used_cpu,
  used_memory = excluded.used_memory, operations = excluded.operations, draining = excluded.draining, version = excluded.version, seen_at = now()`,
    },
    [
      report.name,
      report.cpuUnits,
      report.memoryGb,
      report.usedCpu,
      report.usedMemory,
      report.operations,
      report.draining,
      report.version,
    ],
  );
}

/** Deletes a worker that has stopped. */
export async function deleteWorker(sql: Sql, name: string): Promise<void> {
  await sql.query("DELETE FROM workers WHERE name = $1", [name]);
}
