import type { PastRun } from "@longhaul/domain";
import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "list-past-runs",
  text: `SELECT extract(epoch FROM ended_at - started_at)::float8 AS seconds, input_records AS records FROM operations
WHERE type = $1 AND stage = 'Completed' AND ended_at > now() - interval '90 days' ORDER BY ended_at DESC LIMIT 100`,
};

/** The last hundred completed runs of a type, over all tenants: only durations and sizes leave the ledger. */
export async function listPastRuns(sql: Sql, type: string): Promise<PastRun[]> {
  const { rows } = await sql.query<{ seconds: number; records: number | null }>(STATEMENT, [type]);
  return rows;
}
