import type { Db } from "@longhaul/db";
import { waitFor } from "./wait-for.ts";

/** What a worker's name is not written on is no other worker's in tests that kill one; if it is, it is done twice. */
const STATEMENTS = [
  "UPDATE operations SET lease_until = now() - interval '1 second' WHERE lease_until > now() AND worker_node = $1",
  "UPDATE datasets SET lease_until = now() - interval '1 second' WHERE lease_until > now() AND $1 <> ''",
  "UPDATE deliveries SET lease_until = now() - interval '1 second' WHERE lease_until > now() AND $1 <> ''",
];

/**
 * Ends the leases of a worker that was killed, so that no test needs leases that are short: a busy machine would lose
 * those by itself. Waits until Postgres has seen the end of its connections: a last claim may be under way.
 * @param workerName what its connections are called
 */
export async function endLeases(db: Db, workerName: string): Promise<void> {
  const isGone = async (): Promise<boolean> => {
    const { rows } = await db.query(
      "SELECT FROM pg_stat_activity WHERE datname = current_database() AND starts_with(application_name, $1)",
      [workerName],
    );
    return rows.length === 0;
  };
  await waitFor(isGone, { what: `the end of the connections of ${workerName}` });
  for (const statement of STATEMENTS) await db.query(statement, [workerName]);
}
