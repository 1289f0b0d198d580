import type { ResourceAllocation } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** What an operation may use, or null when it isn't there or has ended. */
export async function findAllocation(sql: Sql, operationId: string): Promise<ResourceAllocation | null> {
  const { rows } = await sql.query<{ cpu_units: number; memory_gb: number }>(
    {
      name: "find-allocation",
      text: "SELECT cpu_units, memory_gb FROM operations WHERE id = $1 AND status IN ('Initiated', 'Running')",
    },
    [operationId],
  );
  return rows[0] === undefined ? null : { cpuUnits: rows[0].cpu_units, memoryGb: rows[0].memory_gb };
}
