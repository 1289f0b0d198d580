import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import { MAX_PREVIOUS_SECRETS, type PreviousSecret, type SealedSecret } from "./secret-box.ts";
import { toPreviousSecrets, type PreviousSecretRow, type SecretRotation } from "./rotate-secret.ts";

/** A project's own HMAC secret for its callbacks, as it is stored. */
export interface CallbackSecret {
  readonly secret: SealedSecret;
  /** Those before it that still sign, the last one first. */
  readonly previousSecrets: readonly PreviousSecret[];
  readonly changedAt: Date;
}

/** What a callback secret is sealed for. */
export const callbackSecretContext = ({ tenantId, projectId }: Scope): string =>
  `callbacks of ${tenantId}/${projectId}`;

type Row = {
  secret: SealedSecret;
  previous: readonly PreviousSecretRow[];
  changedAt: Date;
};

const toCallbackSecret = ({ secret, previous, changedAt }: Row): CallbackSecret => ({
  secret,
  previousSecrets: toPreviousSecrets(previous),
  changedAt,
});

const FIND = {
  name: "find-callback-secret",
  text: `SELECT secret, live_secrets(previous_secrets) AS previous, changed_at AS "changedAt"
FROM callback_secrets WHERE tenant_id = $1 AND project_id = $2`,
};

/** The secret that a project was given, or null. */
export async function findCallbackSecret(sql: Sql, scope: Scope): Promise<CallbackSecret | null> {
  const { rows } = await sql.query<Row>(FIND, [scope.tenantId, scope.projectId]);
  return rows[0] === undefined ? null : toCallbackSecret(rows[0]);
}

const SET = {
  name: "set-callback-secret",
  text: `INSERT INTO callback_secrets AS c (tenant_id, project_id, secret, changed_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, project_id) DO UPDATE SET secret = excluded.secret, changed_by = excluded.changed_by,
  changed_at = now(), previous_secrets = replaced_secrets(c.previous_secrets, c.secret, excluded.secret, $5)
WHERE c.secret <> excluded.secret
  AND jsonb_array_length(replaced_secrets(c.previous_secrets, c.secret, excluded.secret, $5)) <= $6
RETURNING secret`,
};

/**
 * Gives a project a secret for its callbacks; one that it had signs too for `overlapSec` more. The one that it has already
 * changes nothing.
 */
export async function setCallbackSecret(
  sql: Sql,
  scope: Scope,
  change: { readonly secret: SealedSecret; readonly changedBy: string; readonly overlapSec: number },
): Promise<SecretRotation & { readonly current: CallbackSecret }> {
  const { rowCount } = await sql.query(SET, [
    scope.tenantId,
    scope.projectId,
    change.secret,
    change.changedBy,
    change.overlapSec,
    MAX_PREVIOUS_SECRETS,
  ]);
  const current = await findCallbackSecret(sql, scope);
  if (current === null) throw new Error("the project has no secret after it was given one");
  const { previousSecrets } = current;
  const isKept = rowCount === 1 || current.secret.tag === change.secret.tag;
  return { isRefused: !isKept, previousSecrets, current };
}
