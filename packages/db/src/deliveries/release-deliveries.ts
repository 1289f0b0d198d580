import type { Sql } from "../client.ts";
import { isHeld, releaseColumns, type Held } from "../leases/leased.ts";

const IS_DISABLED = "EXISTS (SELECT FROM hooks h WHERE h.id = webhook_id AND h.status = 'Disabled')";

const STATEMENT = {
  name: "release-deliveries",
  // Whoever disables a webhook fails what waits for it, at that moment: the share of its row orders this before or after.
  text: `WITH hooks AS MATERIALIZED (
  SELECT w.id, w.status FROM webhooks w WHERE w.id IN (SELECT d.webhook_id FROM deliveries d WHERE d.id = ANY ($1)) ORDER BY w.id FOR SHARE
)
UPDATE deliveries SET ${releaseColumns("deliveries", 0, `CASE WHEN ${IS_DISABLED} THEN 'Failed' ELSE 'Pending' END`)},
  ended_at = CASE WHEN ${IS_DISABLED} THEN now() END, last_error = CASE WHEN ${IS_DISABLED} THEN 'the webhook was disabled' ELSE last_error END
WHERE id = ANY ($1) AND (id, epoch) IN (SELECT * FROM unnest($1::text[], $2::integer[])) AND ${isHeld("deliveries")}`,
};

/** Releases deliveries that were claimed and not tried, so that they can be claimed again at once; of a webhook that was disabled meanwhile they fail. */
export async function releaseDeliveries(sql: Sql, claims: readonly Held[]): Promise<void> {
  if (claims.length === 0) return;
  await sql.query(STATEMENT, [claims.map(({ id }) => id), claims.map(({ epoch }) => epoch)]);
}
