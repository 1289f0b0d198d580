import type { Sql } from "../client.ts";

export type LeasedTable = "operations" | "datasets" | "deliveries" | "notifications";

/**
 * Work that one process at a time holds. A claim raises the epoch, which fences whoever had it before, and lasts as long as its
 * lease, which a beat makes longer. It ends with what came of the work, or the work is given back; or the lease runs out: that is a
 * crash, and costs no attempt. Who lives all the same takes the crash back. What took down too many is given up.
 */
interface Leased {
  /** What its row is while somebody may hold it. */
  readonly held: string;
  /** What it is when nobody holds it any more, where that is another status. */
  readonly idle: string | null;
  /** What else changes then. */
  readonly freed?: string;
}

const LEASED: Readonly<Record<LeasedTable, Leased>> = {
  operations: { held: "status = 'Running'", idle: null, freed: ", worker_node = NULL, version = version + 1" },
  datasets: { held: "status = 'Importing' AND deleted_at IS NULL", idle: null },
  deliveries: { held: "status = 'InFlight'", idle: "'Pending'" },
  // A claim counts an attempt, which whoever gives it back didn't make.
  notifications: { held: "status = 'Pending'", idle: null, freed: ", attempts = greatest(attempts - 1, 0)" },
};

/** How many workers in a row may be lost with one delivery or message: so many that no restarts of healthy ones come to it. */
export const CRASHES_OF_MESSAGES = 20;

/** A parameter of a statement, or a number. */
type Value = `$${number}` | number;

/** Condition of a row that may be claimed: it was never held, was given back, or whoever held it wasn't heard of. */
export const IS_FREE = "(lease_until IS NULL OR lease_until < now())";

/** Condition of a row, besides its id and the claim's epoch, that a holder may write. */
export const isHeld = (table: LeasedTable): string => LEASED[table].held;

/** What a beat sets. */
export const beaten = (leaseMs: Value): string => `lease_until = now() + ${leaseMs} * interval '1 millisecond'`;

/** What a claim sets; one of what another left counts a crash. */
export const claimed = (leaseMs: Value): string =>
  `epoch = epoch + 1, ${beaten(leaseMs)}, crash_count = crash_count + CASE WHEN lease_until < now() THEN 1 ELSE 0 END,
  lapsed_epoch = CASE WHEN lease_until < now() THEN epoch ELSE lapsed_epoch END`;

/** What a holder sets that gives its work back. `crashes` is 1 where that was since its process died. */
export function givenBack(table: LeasedTable, crashes: Value, status = LEASED[table].idle): string {
  const idle = status === null ? "" : `, status = ${status}`;
  return `lease_until = NULL, epoch = epoch + 1, crash_count = crash_count + ${crashes}${idle}${LEASED[table].freed ?? ""}`;
}

/** What is set where a lease ran out and nobody claims the work yet; of what took down too many `status` is another. */
export const takenBack = (table: LeasedTable, status?: string): string =>
  `${givenBack(table, 1, status)}, lapsed_epoch = epoch`;

/** Rows whose lease ran out, those first that are so the longest; what others are at is left to them. */
export const lapsed = (table: LeasedTable, limit: Value, columns = "id"): string =>
  `SELECT ${columns} FROM ${table} WHERE ${LEASED[table].held} AND lease_until < now() ORDER BY lease_until LIMIT ${limit} FOR UPDATE SKIP LOCKED`;

/** A claim as its holder names it. */
export interface Held {
  readonly id: string;
  readonly epoch: number;
}

/**
 * Gives work back, to be claimed again at once: no attempt is spent, and no crash counted unless the work took its process down.
 * @returns the new epoch, or null when the caller no longer held it
 */
export async function releaseClaim(
  sql: Sql,
  table: LeasedTable,
  { id, epoch }: Held,
  { crashed = false } = {},
): Promise<number | null> {
  const { rows } = await sql.query<{ epoch: number }>(
    {
      name: `release-claim-${table}`,
      text: `UPDATE ${table} SET ${givenBack(table, "$3")} WHERE id = $1 AND epoch = $2
  AND ${LEASED[table].held} RETURNING epoch`,
    },
    [id, epoch, crashed ? 1 : 0],
  );
  return rows[0]?.epoch ?? null;
}

/**
 * Takes back the crash that was counted when the lease of a claim ran out: its owner lives, and only couldn't reach the database.
 * Once for a claim, and only while no later claim has lapsed.
 */
export async function forgiveLapse(sql: Sql, table: LeasedTable, claim: Held): Promise<void> {
  await sql.query(
    {
      name: `forgive-lapse-${table}`,
      text: `UPDATE ${table} SET crash_count = crash_count - 1, lapsed_epoch = NULL WHERE id = $1 AND lapsed_epoch = $2
  AND crash_count > 0`,
    },
    [claim.id, claim.epoch],
  );
}
