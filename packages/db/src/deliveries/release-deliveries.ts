import type { Sql } from "../client.ts";
import { isHeld, releaseColumns, type Held } from "../leases/leased.ts";

const STATEMENT = {
  name: "release-deliveries",
  text: `UPDATE deliveries SET ${releaseColumns("deliveries", 0)}
WHERE id = ANY ($1) AND (id, epoch) IN (SELECT * FROM unnest($1::text[], $2::integer[])) AND ${isHeld("deliveries")}`,
};

/**
 * Releases deliveries that were claimed and not tried, so that they can be claimed again at once.
 * @returns how many the caller still held
 */
export async function releaseDeliveries(sql: Sql, claims: readonly Held[]): Promise<number> {
  if (claims.length === 0) return 0;
  return (await sql.query(STATEMENT, [claims.map(({ id }) => id), claims.map(({ epoch }) => epoch)])).rowCount ?? 0;
}
