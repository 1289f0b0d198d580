import pg from "pg";
import { PrefacedQuery, type Preface } from "./prefaced-query.ts";

/** A pool that sends a preface before each statement. Callers of `query` don't notice it. */
export class PrefacedPool extends pg.Pool {
  constructor(settings: pg.PoolConfig, preface: () => Preface) {
    super(settings);
    const query = async (statement: string | object, values?: readonly unknown[]): Promise<pg.QueryResult> => {
      // Made before a connection is waited for, which another's work may hand over.
      const own = preface();
      const client = await this.connect();
      let broken: Error | undefined;
      try {
        return await runPrefaced(client, statement, values, own);
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

/** Runs one statement, outside of transactions, with its preface. */
async function runPrefaced(
  client: pg.PoolClient,
  statement: string | object,
  values: readonly unknown[] | undefined,
  preface: Preface,
): Promise<pg.QueryResult> {
  const config = typeof statement === "string" ? { text: statement } : statement;
  return new Promise((resolve, reject) => {
    const query = new PrefacedQuery(config, values, preface);
    const done = (err: Error | null, result: pg.QueryResult): void => {
      if (err === null) resolve(result);
      else reject(err);
    };
    // With a query of its own making pg takes a callback, which its types leave out.
    (client.query as unknown as (query: PrefacedQuery, done: unknown) => void).call(client, query, done);
  });
}
