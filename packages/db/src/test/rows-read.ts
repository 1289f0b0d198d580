import type { Db, Sql } from "../client.ts";

/** How many rows `work` reads of all tables. */
export async function rowsRead(db: Db, work: (sql: Sql) => Promise<unknown>): Promise<number> {
  return db.withTransaction(async (tx) => {
    const read = async (): Promise<number> => {
      const { rows } = await tx.query<{ n: number }>(
        `SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)), 0)::float8 AS n
         FROM pg_stat_xact_user_tables`,
      );
      return rows[0]?.n ?? 0;
    };
    const before = await read();
    await work(tx);
    return (await read()) - before;
  });
}
