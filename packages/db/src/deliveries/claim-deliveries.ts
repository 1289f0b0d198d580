import type { Sql } from "../client.ts";

/** A delivery that this worker now owns until its lease ends. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly epoch: number;
  /** `webhook:<id>`, `callback:<kind>`, … */
  readonly destination: string;
  readonly webhookId: string | null;
  readonly tenantId: string;
  readonly projectId: string;
  readonly url: string;
  readonly eventId: string;
  readonly eventType: string;
  /** The text to sign and to send, byte for byte. */
  readonly body: string;
  /** The attempt that the claim is for, from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
}

const STATEMENT = {
  name: "claim-deliveries",
  text: `WITH due AS (
  SELECT d.id FROM deliveries d
  WHERE (d.status = 'Pending' AND d.next_attempt_at <= now() OR d.status = 'InFlight' AND d.lease_until < now())
    AND NOT EXISTS (
      SELECT 1 FROM deliveries earlier
      WHERE earlier.operation_id = d.operation_id AND earlier.destination = d.destination AND earlier.sequence < d.sequence
        AND earlier.attempts = 0 AND earlier.status IN ('Pending', 'InFlight'))
  ORDER BY d.next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
), claimed AS (
  UPDATE deliveries d SET status = 'InFlight', epoch = d.epoch + 1, lease_until = now() + $2 * interval '1 millisecond'
  FROM due WHERE d.id = due.id
  RETURNING d.*
)
SELECT c.id, c.epoch, c.destination, c.webhook_id AS "webhookId", c.tenant_id AS "tenantId", c.project_id AS "projectId", c.url,
  e.id AS "eventId", e.type AS "eventType", e.body, c.attempts + 1 AS attempt, c.max_attempts AS "maxAttempts"
FROM claimed c JOIN events e ON e.position = c.event_position
ORDER BY c.event_position`,
};

/**
 * Takes deliveries that are due, or whose owner died, at most `limit`. The first attempts at a destination for one
 * operation are taken in the order of the events: a later one waits until the earlier has been tried.
 */
export async function claimDeliveries(
  sql: Sql,
  claim: { readonly limit: number; readonly leaseMs: number },
): Promise<ClaimedDelivery[]> {
  const { rows } = await sql.query<ClaimedDelivery>(STATEMENT, [claim.limit, claim.leaseMs]);
  return rows;
}
