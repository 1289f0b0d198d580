import type { Sql } from "../client.ts";

export type LeasedTable = "operations" | "datasets" | "deliveries";

/**
 * Work that one process holds at a time. A claim raises the epoch, which fences the previous holder, and lasts until its lease
 * ends; a heartbeat extends the lease. The holder writes a result or releases the work. A lease that ends counts as a crash and
 * costs no attempt; a holder that is alive after all takes that crash back. Work that crashed too many holders fails.
 */
interface Leased {
  /** SQL condition of a row that a process may hold. */
  readonly held: string;
  /** SQL status of a released row; null when its status stays. */
  readonly idle: string | null;
  /** SQL assignments that a release adds. */
  readonly freed?: string;
  /** SQL that narrows `held` down where no index of the table itself finds such rows. */
  readonly found?: string;
}

const LEASED: Readonly<Record<LeasedTable, Leased>> = {
  operations: {
    held: "status = 'Running'",
    idle: null,
    freed: ", worker_node = NULL, version = version + 1",
    found: "id = ANY (ARRAY(SELECT operation_id FROM running_operations)) AND ",
  },
  datasets: { held: "status = 'Importing' AND deleted_at IS NULL", idle: null },
  deliveries: { held: "status = 'InFlight'", idle: "'Pending'" },
};

/** How many workers in a row may be lost with one delivery: so many that no restarts of healthy ones come to it. */
export const CRASHES_OF_MESSAGES = 20;

/** A parameter of a statement, or a number. */
type Value = `$${number}` | number;

/** Condition of a row that may be claimed: it was never held, was released, or its lease has ended. */
export const IS_FREE = "(lease_until IS NULL OR lease_until < now())";

/** Condition of a row, besides its id and the claim's epoch, that a holder may write. */
export const isHeld = (table: LeasedTable): string => LEASED[table].held;

/** Assignments of a heartbeat. */
export const beaten = (leaseMs: Value): string => `lease_until = now() + ${leaseMs} * interval '1 millisecond'`;

/** Assignments of a claim. Claiming a row whose lease has ended counts a crash. */
export const claimed = (leaseMs: Value): string =>
  `epoch = epoch + 1, ${beaten(leaseMs)}, crash_count = crash_count + CASE WHEN lease_until < now() THEN 1 ELSE 0 END,
  lapsed_epoch = CASE WHEN lease_until < now() THEN epoch ELSE lapsed_epoch END`;

/** Assignments of a release. `crashes` is 1 when the work killed its process. */
export function releaseColumns(table: LeasedTable, crashes: Value, status = LEASED[table].idle): string {
  const idle = status === null ? "" : `, status = ${status}`;
  return `lease_until = NULL, epoch = epoch + 1, crash_count = crash_count + ${crashes}${idle}${LEASED[table].freed ?? ""}`;
}

/** Assignments for a row whose lease has ended and that nobody has claimed since. `status` is given when it fails for good. */
export const takenBack = (table: LeasedTable, status?: string): string =>
  `${releaseColumns(table, 1, status)}, lapsed_epoch = epoch`;

/** Rows whose lease has ended, longest ago first. Rows that another transaction has locked are skipped. */
export const lapsed = (table: LeasedTable, limit: Value, columns = "id"): string =>
  `SELECT ${columns} FROM ${table} WHERE ${LEASED[table].found ?? ""}${LEASED[table].held} AND lease_until < now() ORDER BY lease_until LIMIT ${limit} FOR UPDATE SKIP LOCKED`;

/** A claim as its holder names it. */
export interface Held {
  readonly id: string;
  readonly epoch: number;
}

/**
 * Releases work, so that it can be claimed again at once. It costs no attempt, and counts a crash only when `crashed` is true.
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
      text: `UPDATE ${table} SET ${releaseColumns(table, "$3")} WHERE id = $1 AND epoch = $2
  AND ${LEASED[table].held} RETURNING epoch`,
    },
    [id, epoch, crashed ? 1 : 0],
  );
  return rows[0]?.epoch ?? null;
}

/**
 * Takes back the crash that the end of a lease counted: the holder is alive and just couldn't reach the database. Works once for
 * a claim, and only until a later claim lapses.
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
