import { canonicalJson, type AuditOutcome } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** A field that a call changed, with its values as JSON, cut where they are long. */
export interface AuditChange {
  readonly field: string;
  /** Absent where there was none. */
  readonly from?: string;
  /** Absent where there is none any more. */
  readonly to?: string;
}

/** A call that may change something, as the audit log has it. */
export interface AuditBody {
  readonly projectId: string;
  /** The endpoint, as the API's document calls it. */
  readonly action: string;
  readonly subject: string;
  /** Ids of the path beside tenant and project. */
  readonly target: Readonly<Record<string, string>>;
  /** Names of the body's keys: values may be secrets. */
  readonly fields: readonly string[];
  /** The fields that the call changed; absent when there are none, or when they aren't known. */
  readonly changes?: readonly AuditChange[];
  readonly requestId: string;
  readonly address: string;
  readonly outcome: AuditOutcome;
  readonly status?: number;
  /** Where what was made is. */
  readonly location?: string;
  /** Whether an earlier call's answer was sent again. */
  readonly isReplay?: boolean;
}

/** A call that begins, or how it ended: the same body with its outcome. */
export interface AuditWrite {
  readonly id: string;
  readonly tenantId: string;
  readonly body: AuditBody;
  readonly hasEnded: boolean;
}

/** A call as the inbox keeps it, and as it is hashed. */
export const inboxText = (body: AuditBody): string => canonicalJson(body);

/** Keeps calls as they begin and end. A call that ends without having begun is kept, too. */
export async function writeAudit(sql: Sql, writes: readonly AuditWrite[]): Promise<void> {
  // Of one that begins and ends in the same statement only the end is written.
  const last = [...new Map(writes.map((write) => [write.id, write])).values()];
  await sql.query(
    {
      name: "write-audit",
      text: `INSERT INTO audit_inbox (id, tenant_id, body, has_ended)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[])
ON CONFLICT (id) DO UPDATE SET body = excluded.body, has_ended = excluded.has_ended`,
    },
    [
      last.map(({ id }) => id),
      last.map(({ tenantId }) => tenantId),
      last.map(({ body }) => inboxText(body)),
      last.map(({ hasEnded }) => hasEnded),
    ],
  );
}

/** Moves calls that have ended to their tenants' chains. @returns how many */
export async function sealAudit(sql: Sql, most: number): Promise<number> {
  const { rows } = await sql.query<{ n: number }>({ name: "seal-audit", text: "SELECT seal_audit($1) AS n" }, [most]);
  return rows[0]?.n ?? 0;
}

/** Deletes what is older than so many days. @returns how many entries */
export async function expireAudit(sql: Sql, days: number, most: number): Promise<number> {
  const { rows } = await sql.query<{ n: number }>({ name: "expire-audit", text: "SELECT expire_audit($1, $2) AS n" }, [
    days,
    most,
  ]);
  return rows[0]?.n ?? 0;
}
