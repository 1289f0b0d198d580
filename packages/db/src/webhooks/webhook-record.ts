import type { Priority, RetryPolicy } from "@longhaul/domain";

/** A registered webhook. Its secrets are not part of it. */
export interface WebhookRecord {
  readonly id: string;
  readonly url: string;
  readonly name: string;
  readonly status: "Active" | "Paused" | "Disabled";
  readonly events: readonly string[];
  readonly filters: WebhookFilterRecord;
  readonly authType: string;
  /** Until when the last secret that was replaced signs too; null when none does. */
  readonly previousSecretExpires: Date | null;
  readonly retryPolicy: Required<RetryPolicy>;
  readonly headers: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly disabledReason: string | null;
  /** Since when there was nothing but failures. */
  readonly failingSince: Date | null;
  /** Until when its deliveries are held back: its breaker is open, or the endpoint requested a pause. */
  readonly heldUntil: Date | null;
  readonly stats: WebhookStats;
}

export interface WebhookFilterRecord {
  readonly operationTypes?: readonly string[];
  readonly priorities?: readonly Priority[];
  readonly minProgressIncrement?: number;
}

/** Counted over the ledger: what was delivered and what was given up. What still waits or was superseded isn't in it. */
export interface WebhookStats {
  readonly successful: number;
  readonly failed: number;
  /** Over the deliveries that succeeded; null without any. */
  readonly averageResponseMs: number | null;
  readonly lastEndedAt: Date | null;
}

/** Columns of a `WebhookRecord` from `webhooks w`. */
export const WEBHOOK_COLUMNS = `w.id, w.url, coalesce(w.name, '') AS name, w.status, w.events, w.filters, w.auth_type AS "authType",
  (live_secrets(w.previous_secrets)->0->>'expires')::timestamptz AS "previousSecretExpires",
  w.retry_policy AS "retryPolicy", w.headers, w.created_at AS "createdAt", w.updated_at AS "updatedAt",
  w.disabled_reason AS "disabledReason", w.failing_since AS "failingSince",
  (SELECT l.held_until FROM delivery_lanes l WHERE l.lane = 'webhook:' || w.id AND l.held_until > now()) AS "heldUntil", (
    SELECT json_build_object(
      'successful', count(*) FILTER (WHERE d.status = 'Delivered'),
      'failed', count(*) FILTER (WHERE d.status = 'Failed'),
      'averageResponseMs', (avg(d.response_ms) FILTER (WHERE d.status = 'Delivered'))::float8,
      'lastEndedAt', max(d.ended_at))
    FROM deliveries d WHERE d.webhook_id = w.id AND d.status IN ('Delivered', 'Failed')) AS stats`;

type StatsJson = Omit<WebhookStats, "lastEndedAt"> & { readonly lastEndedAt: string | null };
export type WebhookRow = Omit<WebhookRecord, "stats"> & { readonly stats: StatsJson };

/** Times inside the JSON are texts. */
export function toWebhookRecord(row: WebhookRow): WebhookRecord {
  const { lastEndedAt } = row.stats;
  return { ...row, stats: { ...row.stats, lastEndedAt: lastEndedAt === null ? null : new Date(lastEndedAt) } };
}
