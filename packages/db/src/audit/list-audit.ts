import type { AuditOutcome } from "@longhaul/domain";
import type { Sql } from "../client.ts";
import type { AuditBody } from "./write-audit.ts";

/** An entry of a tenant's chain. */
export interface AuditEntry {
  readonly seq: number;
  /** As it is hashed: UTC, to the second. */
  readonly time: string;
  readonly body: AuditBody;
  readonly hash: string;
}

export interface AuditFilter {
  /** Absent: of all projects. */
  readonly projectId?: string;
  readonly action?: string;
  readonly subject?: string;
  readonly outcome?: AuditOutcome;
  readonly since?: Date;
  readonly until?: Date;
}

/** Which entries: behind one in the order of the chain, or before one, the newest first. */
export type AuditPlace = { readonly after: number } | { readonly before: number };

const FILTERS = `tenant_id = $1 AND ($2::text IS NULL OR project_id = $2) AND ($3::text IS NULL OR action = $3)
  AND ($4::text IS NULL OR subject = $4) AND ($5::text IS NULL OR outcome = $5)
  AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)`;
const COLUMNS = `seq, api_time(at) AS time, body::jsonb AS body, hash`;
const FORWARD = {
  name: "list-audit",
  text: `SELECT ${COLUMNS} FROM audit_entries WHERE ${FILTERS} AND seq > $8 ORDER BY seq LIMIT $9`,
};
const BACK = {
  name: "list-audit-back",
  text: `SELECT ${COLUMNS} FROM audit_entries WHERE ${FILTERS} AND seq < $8 ORDER BY seq DESC LIMIT $9`,
};

/** One page of a tenant's audit log. */
export async function listAudit(
  sql: Sql,
  tenantId: string,
  filter: AuditFilter,
  place: AuditPlace,
  limit: number,
): Promise<AuditEntry[]> {
  const { projectId, action, subject, outcome, since, until } = filter;
  const chosen = [projectId, action, subject, outcome, since, until].map((value) => value ?? null);
  const [statement, at] = "after" in place ? [FORWARD, place.after] : [BACK, place.before];
  const { rows } = await sql.query<AuditEntry>(statement, [tenantId, ...chosen, at, limit]);
  return rows;
}

/** The ends of a tenant's chain: its last entry, and the one before the first that is still kept. */
export interface AuditChain {
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly baseSeq: number;
  readonly baseHash: string;
}

export async function findAuditChain(sql: Sql, tenantId: string): Promise<AuditChain> {
  const { rows } = await sql.query<AuditChain>(
    {
      name: "find-audit-chain",
      text: `SELECT last_seq AS "lastSeq", last_hash AS "lastHash", base_seq AS "baseSeq", base_hash AS "baseHash"
FROM audit_chains WHERE tenant_id = $1`,
    },
    [tenantId],
  );
  return rows[0] ?? { lastSeq: 0, lastHash: "", baseSeq: 0, baseHash: "" };
}
