import type { QuotaDefaults, QuotaLevel } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** Requests of this minute that a process may let in. */
export interface RequestLease {
  /** Null where nothing limits them. */
  readonly granted: number | null;
  /** Until the minute is over. */
  readonly waitMs: number;
  /** The limits in force, with what nobody has taken yet. */
  readonly limits: readonly { readonly level: QuotaLevel; readonly limit: number; readonly left: number }[];
}

/**
 * Takes requests of this minute, by the database's clock, for a tenant and one of its projects.
 * @param wanted how many, at the most; fewer are given where little is left, or the limit is small
 */
export async function takeRequests(
  sql: Sql,
  of: { readonly tenantId: string; readonly projectId: string | null },
  { wanted, defaults }: { readonly wanted: number; readonly defaults: QuotaDefaults },
): Promise<RequestLease> {
  const { rows } = await sql.query<RequestLease>(
    { name: "take-requests", text: 'SELECT granted, wait_ms AS "waitMs", limits FROM take_requests($1, $2, $3, $4)' },
    [of.tenantId, of.projectId, wanted, defaults],
  );
  const [lease] = rows;
  if (lease === undefined) throw new Error("no requests were taken");
  return lease;
}
