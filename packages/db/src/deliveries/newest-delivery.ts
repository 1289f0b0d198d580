import type { Sql } from "../client.ts";

/** Tells new deliveries from none, at the cost of one index entry. @returns the position of the newest event that has a delivery */
export async function newestDelivery(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ position: number }>({
    name: "newest-delivery",
    text: "SELECT coalesce(max(event_position), 0) AS position FROM deliveries",
  });
  return rows[0]?.position ?? 0;
}
