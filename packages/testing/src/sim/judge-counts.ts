import type { Sql } from "@longhaul/db";
import { Violation } from "./world/oracle.ts";

/** The counts of lists, which are kept beside the rows, must be those of the rows. @throws Violation */
export async function judgeCounts(sql: Sql): Promise<void> {
  const { rows } = await sql.query<{ status: string; counted: number; there: number }>(
    `SELECT coalesce(c.status, o.status) AS status, coalesce(c.n, 0)::int AS counted, coalesce(o.n, 0)::int AS there
     FROM (SELECT status, sum(n) AS n FROM (SELECT status, n FROM operation_counts UNION ALL
       SELECT status, n FROM operation_count_deltas
       UNION ALL SELECT s.status, s.n FROM running_operations CROSS JOIN (VALUES ('Running', 1), ('Initiated', -1)) s (status, n)) k
           GROUP BY status) c
     FULL JOIN (SELECT status, count(*) AS n FROM operations WHERE expired_at IS NULL GROUP BY status) o ON o.status = c.status
     WHERE coalesce(c.n, 0) <> coalesce(o.n, 0)`,
  );
  const [wrong] = rows;
  if (wrong !== undefined)
    throw new Violation("lists count what is there", `${wrong.status}: ${wrong.counted}, there are ${wrong.there}`);
}
