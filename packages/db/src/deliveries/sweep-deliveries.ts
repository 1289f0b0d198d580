import type { Sql } from "../client.ts";
import { CRASHES_OF_MESSAGES, lapsed, takenBack } from "../leases/leased.ts";

const IS_SPENT = "crash_count + 1 >= $1::int";

const STATEMENT = {
  name: "sweep-deliveries",
  text: `WITH lost AS (
  ${lapsed("deliveries", 1000)}
)
UPDATE deliveries SET ${takenBack("deliveries", `CASE WHEN ${IS_SPENT} THEN 'Failed' ELSE 'Pending' END`)},
  ended_at = CASE WHEN ${IS_SPENT} THEN now() END, last_error = CASE WHEN ${IS_SPENT} THEN 'the workers that sent it died' ELSE last_error END
WHERE id IN (SELECT id FROM lost)`,
};

/**
 * Gives back deliveries whose worker has died or lost them. The attempt that it may have made is not counted: it is
 * made again, under the same `webhook-id`. One that took down too many workers in a row is failed; it can be sent again by hand.
 * @returns how many
 */
export async function sweepDeliveries(sql: Sql, crashBudget = CRASHES_OF_MESSAGES): Promise<number> {
  return (await sql.query(STATEMENT, [crashBudget])).rowCount ?? 0;
}
