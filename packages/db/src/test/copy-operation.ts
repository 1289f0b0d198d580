import type { Sql } from "../client.ts";

/** Writes `n` copies of an operation's row, each with an id of its own and with `changes` (by column). */
export async function copyOperation(
  sql: Sql,
  { operationId, n, changes }: { operationId: string; n: number; changes: Record<string, unknown> },
): Promise<void> {
  const { rows } = await sql.query<{ names: string }>(
    `SELECT string_agg(attname, ', ') AS names FROM pg_attribute
     WHERE attrelid = 'operations'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
  );
  const names = rows[0]?.names ?? "";
  await sql.query(
    `INSERT INTO operations (${names}) SELECT ${names.replaceAll(/\w+/g, "c.$&")} FROM operations o CROSS JOIN generate_series(1, $2) n
     CROSS JOIN LATERAL jsonb_populate_record(o, jsonb_build_object('id', format('op-%s-%s', gen_random_uuid(), n)) || $3) c WHERE o.id = $1`,
    [operationId, n, changes],
  );
}
