import type { Sql } from "../client.ts";
import { IS_NO_MESSAGE } from "../notification-record.ts";

/** What waits to be delivered to webhooks and callbacks and how their lanes are, over all workers. */
export interface DeliveryBacklog {
  readonly pending: number;
  readonly inFlight: number;
  /** Seconds that the longest-waiting delivery has been due; 0 when none is. Paused webhooks and open breakers count. */
  readonly oldestDueSec: number;
  readonly lanesWithPending: number;
  /** Pending deliveries of the deepest lane. */
  readonly deepestLane: number;
  readonly breakers: { readonly closed: number; readonly open: number; readonly halfOpen: number };
}

const STATEMENT = {
  name: "delivery-backlog",
  text: `SELECT
  coalesce(sum(l.n), 0)::bigint AS pending,
  (SELECT count(*) FROM deliveries WHERE status = 'InFlight' AND ${IS_NO_MESSAGE}) AS "inFlight",
  coalesce(greatest(0, extract(epoch FROM now() - min(l.due))), 0)::float8 AS "oldestDueSec",
  count(*) AS "lanesWithPending",
  coalesce(max(l.n), 0)::bigint AS "deepestLane",
  (SELECT json_build_object(
     'closed', count(*) FILTER (WHERE failures < $1),
     'open', count(*) FILTER (WHERE failures >= $1 AND held_until > now()),
     'halfOpen', count(*) FILTER (WHERE failures >= $1 AND held_until <= now())) FROM delivery_lanes WHERE NOT is_message_lane(lane)) AS breakers
FROM (SELECT lane, count(*) AS n, min(next_attempt_at) AS due FROM deliveries WHERE status = 'Pending' AND lane > '' AND NOT is_message_lane(lane) GROUP BY lane) l`,
};

/** @param tripAfter failures in a row that open a lane's breaker */
export async function getDeliveryBacklog(sql: Sql, tripAfter: number): Promise<DeliveryBacklog> {
  const { rows } = await sql.query<DeliveryBacklog>(STATEMENT, [tripAfter]);
  const [row] = rows;
  if (row === undefined) throw new Error("aggregate returned no row");
  return row;
}
