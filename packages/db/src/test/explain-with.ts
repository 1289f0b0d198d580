import type { Db, Sql } from "../client.ts";

/** The plan of each statement of `work`, made as if reading a whole table and sorting were the dearest of all; none is executed. */
export async function explainWith(db: Db, work: (sql: Sql) => Promise<void>): Promise<string[]> {
  const plans: string[] = [];
  await db.withTransaction(async (tx) => {
    await tx.query("SET LOCAL enable_seqscan = off");
    await tx.query("SET LOCAL enable_sort = off");
    await work({
      query: async (statement, values) => {
        const text = typeof statement === "string" ? statement : statement.text;
        const { rows } = await tx.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, values);
        plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
        return { rows: [], rowCount: 0 };
      },
    });
  });
  return plans;
}
