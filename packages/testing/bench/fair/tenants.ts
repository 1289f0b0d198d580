import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { ProductTenant } from "../start-product.ts";

/** Starts one operation. @returns its id */
export async function post(
  { project, authorization }: ProductTenant,
  {
    operationType = "Trivial",
    priority = "Normal",
  }: { readonly operationType?: string; readonly priority?: string } = {},
): Promise<string> {
  const response = await fetch(`${project}/async/operation`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ operationType, operationName: operationType, parameters: {}, priority }),
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return ((await response.json()) as { operationId: string }).operationId;
}

/** Starts many, 32 requests at a time, in turns from all of the tenant's projects and keys. */
export async function postMany(
  ways: readonly ProductTenant[],
  operations: number,
  operationType = "Trivial",
): Promise<void> {
  let left = operations;
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      for (let number = left--; number > 0; number = left--) {
        const way = ways[number % ways.length];
        if (way !== undefined) await post(way, { operationType });
      }
    }),
  );
}

/** So many ways into a tenant: each a project of its own, by an API key of its own. */
export async function splitTenant(tenant: ProductTenant, parts: number): Promise<ProductTenant[]> {
  const split: ProductTenant[] = [];
  for (let part = 0; part < parts; part++) {
    const project = tenant.project.replace(/[^/]+$/, crypto.randomUUID());
    const response = await fetch(`${project}/async/api-keys`, {
      method: "POST",
      headers: { authorization: tenant.authorization, "content-type": "application/json" },
      body: JSON.stringify({ keyName: `part ${part}`, permissions: ["operate"] }),
    });
    if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
    split.push({ project, authorization: `Bearer ${((await response.json()) as { apiKey: string }).apiKey}` });
  }
  return split;
}

export async function count(sql: pg.Pool, condition: string): Promise<number> {
  const { rows } = await sql.query<{ n: number }>(`SELECT count(*)::int AS n FROM operations WHERE ${condition}`);
  return rows[0]?.n ?? 0;
}

export const OPEN = "status IN ('Initiated', 'Running')";

/** Milliseconds from an operation's acceptance to its start by the ledger's clock, once it has started. */
export async function waitOf(sql: pg.Pool, operationId: string, pollMs = 20): Promise<number> {
  for (;;) {
    const { rows } = await sql.query<{ ms: number | null }>(
      "SELECT (1000 * extract(epoch FROM started_at - created_at))::float8 AS ms FROM operations WHERE id = $1",
      [operationId],
    );
    const ms = rows[0]?.ms ?? null;
    if (ms !== null) return ms;
    await delay(pollMs);
  }
}

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
