import type { Sql } from "../client.ts";

/** A tenant's share of the fleet. */
export async function findTenantWeight(sql: Sql, tenantId: string): Promise<number> {
  const { rows } = await sql.query<{ weight: number }>("SELECT weight FROM tenant_weights WHERE tenant_id = $1", [
    tenantId,
  ]);
  return rows[0]?.weight ?? 1;
}

/** Gives tenants their shares of the fleet: one with weight 3 gets three times what one with 1, the default, does. */
export async function setTenantWeights(sql: Sql, weights: ReadonlyMap<string, number>): Promise<void> {
  if (weights.size === 0) return;
  await sql.query(
    `INSERT INTO tenant_weights AS w (tenant_id, weight) SELECT * FROM unnest($1::uuid[], $2::float8[])
ON CONFLICT (tenant_id) DO UPDATE SET weight = excluded.weight, updated_at = now() WHERE w.weight <> excluded.weight`,
    [[...weights.keys()], [...weights.values()]],
  );
}
