import type { Sql } from "../client.ts";
import type { Scope } from "../scope.ts";
import type { SealedSecret } from "./secret-box.ts";

/** A project's own HMAC secret for its callbacks, as it is stored. */
export interface CallbackSecret {
  readonly secret: SealedSecret;
  /** The one before, as long as it signs too. */
  readonly previousSecret: SealedSecret | null;
  readonly previousSecretExpires: Date | null;
  readonly changedAt: Date;
}

/** What a callback secret is sealed for. */
export const callbackSecretContext = ({ tenantId, projectId }: Scope): string =>
  `callbacks of ${tenantId}/${projectId}`;

const COLUMNS = `secret, CASE WHEN previous_secret_expires > now() THEN previous_secret END AS "previousSecret",
  CASE WHEN previous_secret_expires > now() THEN previous_secret_expires END AS "previousSecretExpires", changed_at AS "changedAt"`;

/** The secret that a project was given, or null. */
export async function findCallbackSecret(sql: Sql, scope: Scope): Promise<CallbackSecret | null> {
  const { rows } = await sql.query<{ [Key in keyof CallbackSecret]: CallbackSecret[Key] }>(
    {
      name: "find-callback-secret",
      text: `SELECT ${COLUMNS} FROM callback_secrets WHERE tenant_id = $1 AND project_id = $2`,
    },
    [scope.tenantId, scope.projectId],
  );
  return rows[0] ?? null;
}

/** Gives a project a secret for its callbacks; one that it had signs too for `overlapSec` more. */
export async function setCallbackSecret(
  sql: Sql,
  scope: Scope,
  change: { readonly secret: SealedSecret; readonly changedBy: string; readonly overlapSec: number },
): Promise<CallbackSecret> {
  const { rows } = await sql.query<{ [Key in keyof CallbackSecret]: CallbackSecret[Key] }>(
    `INSERT INTO callback_secrets AS c (tenant_id, project_id, secret, changed_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, project_id) DO UPDATE SET secret = excluded.secret, previous_secret = c.secret,
       previous_secret_expires = now() + $5 * interval '1 second', changed_by = excluded.changed_by, changed_at = now()
     RETURNING ${COLUMNS}`,
    [scope.tenantId, scope.projectId, change.secret, change.changedBy, change.overlapSec],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("insert returned no row");
  return row;
}
