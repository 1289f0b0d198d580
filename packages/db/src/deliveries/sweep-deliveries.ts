import type { Sql } from "../client.ts";

const STATEMENT = {
  name: "sweep-deliveries",
  text: `WITH lost AS (
  SELECT id FROM deliveries WHERE status = 'InFlight' AND lease_until < now()
  ORDER BY lease_until LIMIT 1000 FOR UPDATE SKIP LOCKED
)
UPDATE deliveries d SET status = 'Pending', lease_until = NULL, epoch = epoch + 1 FROM lost WHERE d.id = lost.id`,
};

/**
 * Gives back deliveries whose worker has died or lost them. The attempt that it may have made is not counted: it is
 * made again, under the same `webhook-id`.
 * @returns how many
 */
export async function sweepDeliveries(sql: Sql): Promise<number> {
  return (await sql.query(STATEMENT)).rowCount ?? 0;
}
