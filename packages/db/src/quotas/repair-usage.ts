import type { Sql } from "../client.ts";

/**
 * Puts right what projects have, by the counts, where it isn't what the ledger holds. Reads all that waits, runs, or was made: to be
 * called now and then, with time. @returns how many projects were wrong
 */
export async function repairUsage(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ wrong: number }>("SELECT repair_usage() AS wrong");
  return rows[0]?.wrong ?? 0;
}
