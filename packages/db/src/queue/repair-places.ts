import type { Sql } from "../client.ts";

/**
 * Puts right what is ready and what runs where it isn't what the operations say. Reads all that hasn't ended: to be called now and then,
 * with time. @returns how many places were wrong
 */
export async function repairPlaces(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ wrong: number }>("SELECT repair_places() AS wrong");
  return rows[0]?.wrong ?? 0;
}
