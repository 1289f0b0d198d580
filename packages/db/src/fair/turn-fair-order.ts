import { FAIR_LAP, type Priority } from "@longhaul/domain";
import type { Sql } from "../client.ts";

const TURN = {
  name: "turn-fair-order",
  text: `SELECT turn_fair_order($1, ${FAIR_LAP}, coalesce($2::timestamptz, now())) AS id`,
};

/**
 * Moves the fair order on: folds what tenants were charged since the last time, and moves each priority's virtual time to what
 * has run. To be called about once a second, by one process.
 * @param ageSec after how many seconds without a start of a priority, while some wait, its first one goes before all
 * @param now for tests; the database's clock when left out
 * @returns the operations that go before all
 */
export async function turnFairOrder(
  sql: Sql,
  ageSec: Readonly<Partial<Record<Priority, number>>>,
  now?: Date,
): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(TURN, [ageSec, now ?? null]);
  return rows.map(({ id }) => id);
}

/**
 * Tells whoever accepts operations which of them the queue takes at once: those of a priority with a lower tag than this, and of
 * the same lap as the virtual time. Others wait in the ledger only.
 */
export async function setAdmission(sql: Sql, until: ReadonlyMap<Priority, number>): Promise<void> {
  await sql.query(
    {
      name: "set-admission",
      text: `UPDATE fair_classes c SET admit_until = u.tag FROM (
  SELECT k.priority, least(a.tag, (floor(k.virtual_time / ${FAIR_LAP}) + 1) * ${FAIR_LAP}) AS tag
  FROM unnest($1::text[], $2::float8[]) AS a (priority, tag) JOIN fair_classes k ON k.priority = a.priority) u
WHERE u.priority = c.priority AND c.admit_until <> u.tag`,
    },
    [[...until.keys()], [...until.values()]],
  );
}
