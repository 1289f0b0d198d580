import pg from "pg";
import { currentTenants } from "./as-tenants.ts";
import { TenantQuery } from "./tenant-query.ts";

/** A pool whose statements are each on behalf of the tenants of whoever calls `query`. */
export class TenantPool extends pg.Pool {
  /** @param settings - with an `onConnect` that prepares each connection for tenants */
  constructor(settings: pg.PoolConfig) {
    super(settings);
    const query = async (statement: string | object, values?: readonly unknown[]): Promise<pg.QueryResult> => {
      // Said before a connection is waited for, which another's work may hand over.
      const tenantIds = currentTenants();
      const client = await this.connect();
      let broken: Error | undefined;
      try {
        return await runAsTenants(client, statement, values, tenantIds);
      } catch (err) {
        broken = err instanceof Error ? err : new Error(String(err));
        throw err;
      } finally {
        client.release(broken);
      }
    };
    this.query = query as typeof this.query;
  }
}

/** Runs one statement, outside of transactions, on behalf of tenants. */
async function runAsTenants(
  client: pg.PoolClient,
  statement: string | object,
  values: readonly unknown[] | undefined,
  tenantIds: readonly string[],
): Promise<pg.QueryResult> {
  const config = typeof statement === "string" ? { text: statement } : statement;
  return new Promise((resolve, reject) => {
    const query = new TenantQuery(config, values, tenantIds);
    const done = (err: Error | null, result: pg.QueryResult): void => {
      if (err === null) resolve(result);
      else reject(err);
    };
    // With a query of its own making pg takes a callback, which its types leave out.
    (client.query as unknown as (query: TenantQuery, done: unknown) => void).call(client, query, done);
  });
}
