import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { MAX_PREVIOUS_SECRETS, type PreviousSecret, type SealedSecret } from "./secret-box.ts";

/** Result of replacing a secret. */
export interface SecretRotation {
  /** The maximum number of secrets signs already. */
  readonly isRefused: boolean;
  /** The replaced secrets that still sign, newest first. */
  readonly previousSecrets: readonly PreviousSecret[];
}

/** Times inside JSON are texts. */
export type PreviousSecretRow = Omit<PreviousSecret, "expires"> & { readonly expires: string };

export function toPreviousSecrets(rows: readonly PreviousSecretRow[]): PreviousSecret[] {
  return rows.map(({ secret, expires }) => ({ secret, expires: new Date(expires) }));
}

const ROTATE = {
  name: "rotate-webhook-secret",
  text: `WITH old AS (
  SELECT id, secret, live_secrets(previous_secrets) AS live FROM webhooks
  WHERE id = $1 AND tenant_id = $2 AND project_id = $3 AND secret IS NOT NULL FOR UPDATE
), w AS (
  UPDATE webhooks w SET secret = $4, previous_secrets = replaced_secrets(old.live, old.secret, $4, $5), updated_at = now()
  FROM old WHERE w.id = old.id AND old.secret <> $4
    AND jsonb_array_length(replaced_secrets(old.live, old.secret, $4, $5)) <= $6
  RETURNING w.previous_secrets
)
SELECT old.secret <> $4 AND w.previous_secrets IS NULL AS "isRefused", coalesce(w.previous_secrets, old.live) AS previous
FROM old LEFT JOIN w ON true`,
};

/**
 * Replaces a webhook's secret. The previous secret also signs for `overlapSec`, even if the new one is replaced meanwhile. Setting the
 * current secret again changes nothing.
 * @returns null when there is no such webhook with a secret
 */
export async function rotateWebhookSecret(
  sql: Sql,
  scope: Scope,
  webhookId: string,
  { secret, overlapSec }: { readonly secret: SealedSecret; readonly overlapSec: number },
): Promise<SecretRotation | null> {
  const { rows } = await sql.query<{ isRefused: boolean; previous: readonly PreviousSecretRow[] }>(ROTATE, [
    webhookId,
    scope.tenantId,
    scope.projectId,
    secret,
    overlapSec,
    MAX_PREVIOUS_SECRETS,
  ]);
  const [row] = rows;
  return row === undefined ? null : { isRefused: row.isRefused, previousSecrets: toPreviousSecrets(row.previous) };
}
