import type { Sql } from "../client.ts";

/** Storage key of a file that a committed phase of an operation kept under this name; null where none did. */
export async function findKeptFile(sql: Sql, operationId: string, name: string): Promise<string | null> {
  const { rows } = await sql.query<{ key: string }>(
    {
      name: "find-kept-file",
      text: `SELECT files ->> $2 AS key FROM checkpoints WHERE operation_id = $1 AND files ->> $2 IS NOT NULL
ORDER BY phase_idx DESC LIMIT 1`,
    },
    [operationId, name],
  );
  return rows[0]?.key ?? null;
}
