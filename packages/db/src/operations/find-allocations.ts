import { eachOf } from "../each-of.ts";
import type { ResourceAllocation } from "@longhaul/domain";
import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "find-allocations",
  text: `SELECT o.id, cpu_units, memory_gb FROM ${eachOf("$1::text[]")} AS w (wanted)
CROSS JOIN LATERAL (SELECT id, cpu_units, memory_gb, status FROM operations WHERE id = w.wanted OFFSET 0) o
WHERE status IN ('Initiated', 'Running')`,
};

/** What operations may use; for each, in order, null when it isn't there or has ended. */
export async function findAllocations(
  sql: Sql,
  operationIds: readonly string[],
): Promise<(ResourceAllocation | null)[]> {
  const { rows } = await sql.query<{ id: string; cpu_units: number; memory_gb: number }>(STATEMENT, [operationIds]);
  const found = new Map(rows.map((row) => [row.id, { cpuUnits: row.cpu_units, memoryGb: row.memory_gb }]));
  return operationIds.map((id) => found.get(id) ?? null);
}
