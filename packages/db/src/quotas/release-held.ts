import type { QuotaDefaults } from "@longhaul/domain";
import type { Sql } from "../client.ts";

/** Most operations of one project per call. */
const MOST_OF_PROJECT = 100;

/**
 * Makes operations ready again that a quota of what runs has held, as many as there is room for now.
 * @returns their ids
 */
export async function releaseHeld(sql: Sql, defaults: QuotaDefaults): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    { name: "release-held", text: "SELECT release_held($1, $2) AS id" },
    [defaults, MOST_OF_PROJECT],
  );
  return rows.map(({ id }) => id);
}
