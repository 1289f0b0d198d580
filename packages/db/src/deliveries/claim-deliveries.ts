import type { RetryPolicy } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { SealedSecret } from "../webhooks/secret-box.ts";

/** A delivery that this worker now owns until its lease ends. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly epoch: number;
  /**
   * Names its run: deliveries that their worker sends one after another, in the order of the claim. They are first attempts of one
   * operation at one destination, or a single delivery.
   */
  readonly run: string;
  /** Whether its lane's last attempt succeeded. */
  readonly isProven: boolean;
  /** `webhook:<id>`, `callback:<kind>`; of a message to people `email` or `slack` (see `isMessage`). */
  readonly destination: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly url: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly eventCreatedAt: Date;
  /** The text to sign and to send, byte for byte. */
  readonly body: string;
  /** The attempt that the claim is for, from 1. */
  readonly attempt: number;
  readonly maxAttempts: number;
  /** The webhook's, or that of all callbacks or messages. */
  readonly retryPolicy: RetryPolicy;
  /** What a registered webhook says; null for a callback or message. */
  readonly webhook: ClaimedWebhook | null;
}

export interface ClaimedWebhook {
  readonly id: string;
  /** Null when it has none of its own and the project's key signs. */
  readonly secret: SealedSecret | null;
  /** Those before it that still sign, the last one first. */
  readonly previousSecrets: readonly SealedSecret[];
  readonly headers: Readonly<Record<string, string>>;
}

/** How much may be in flight, over all workers but for the room. */
export interface ClaimLimits {
  /** What this worker has room for now. */
  readonly room: number;
  /** How much of it may go to lanes that failed last or were never tried. */
  readonly unprovenRoom: number;
  /** Most of such lanes in flight for any one tenant. */
  readonly unprovenOfTenant: number;
  readonly leaseMs: number;
  /** Window of a new lane. */
  readonly firstWindow: number;
  /** Widest window of a lane. */
  readonly laneCap: number;
  /** Most in flight to one origin, over all tenants. */
  readonly originCap: number;
  /** Most deliveries a second; null for no limit. */
  readonly perSecond: number | null;
  /** Most deliveries of a run, default 1. */
  readonly runLength?: number;
}

export interface Claim {
  /** Those of a run stand together. */
  readonly deliveries: readonly ClaimedDelivery[];
  /** Whether there are lanes that this claim has not looked at. */
  readonly hasMoreLanes: boolean;
}

type Row = {
  id: string | null;
  epoch: number;
  is_proven: boolean;
  destination: string;
  webhook_id: string | null;
  tenant_id: string;
  project_id: string;
  url: string;
  event_id: string;
  event_type: string;
  body: string;
  attempt: number;
  max_attempts: number;
  created_at: Date;
  secret: SealedSecret | null;
  previous_secrets: readonly { readonly secret: SealedSecret }[];
  headers: Record<string, string>;
  retry_policy: RetryPolicy;
  run: string;
};

const STATEMENT = {
  name: "claim-runs",
  text: "SELECT * FROM claim_runs($1, $2, $3, $4, $5, $6, $7, $8, $9)",
};

/**
 * Takes due deliveries, the lanes in turn. The first attempts at a destination for one operation are taken in the order
 * of the events: a later one is in the same run, or waits until the earlier has been tried. A run takes one place of what
 * the limits say, however many it has.
 */
export async function claimDeliveries(sql: Sql, limits: ClaimLimits): Promise<Claim> {
  const { rows } = await sql.query<Row>(STATEMENT, [
    limits.room,
    limits.unprovenRoom,
    limits.unprovenOfTenant,
    limits.leaseMs,
    limits.firstWindow,
    limits.laneCap,
    limits.originCap,
    limits.perSecond,
    limits.runLength ?? 1,
  ]);
  const deliveries = rows.flatMap((row) => (row.id === null ? [] : toDelivery(row.id, row)));
  return { deliveries, hasMoreLanes: deliveries.length < rows.length };
}

function toDelivery(id: string, row: Row): ClaimedDelivery {
  return {
    id,
    epoch: row.epoch,
    run: row.run,
    isProven: row.is_proven,
    destination: row.destination,
    tenantId: row.tenant_id,
    projectId: row.project_id,
    url: row.url,
    eventId: row.event_id,
    eventType: row.event_type,
    eventCreatedAt: row.created_at,
    body: row.body,
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    retryPolicy: row.retry_policy,
    webhook:
      row.webhook_id === null
        ? null
        : {
            id: row.webhook_id,
            secret: row.secret,
            previousSecrets: row.previous_secrets.map(({ secret }) => secret),
            headers: row.headers,
          },
  };
}
