import type { Sql } from "../client.ts";

/** What a ledger consists of, a line for each column, constraint, index, function and trigger, as Postgres writes it. */
export async function ledgerShape(db: Sql): Promise<string[]> {
  const { rows } = await db.query<{ line: string }>(SHAPE, []);
  return rows.map(({ line }) => line);
}

const TABLES = `SELECT oid, relname FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname NOT LIKE E'\\\\_%'`;

const SHAPE = `WITH tables AS (${TABLES})
SELECT t.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
  || ' ' || a.attidentity::text || a.attgenerated::text || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS line
FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
UNION ALL SELECT t.relname || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid) FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid
UNION ALL SELECT pg_get_indexdef(i.indexrelid) FROM tables t JOIN pg_index i ON i.indrelid = t.oid
UNION ALL SELECT pg_get_triggerdef(g.oid) FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
UNION ALL SELECT CASE p.prokind WHEN 'a' THEN p.oid::regprocedure || ' ' || (SELECT aggtransfn FROM pg_aggregate WHERE aggfnoid = p.oid)
  ELSE pg_get_functiondef(p.oid) END FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
ORDER BY line`;
