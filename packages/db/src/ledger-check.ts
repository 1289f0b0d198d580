import type pg from "pg";
import { compareLedger, findUnknownNeed } from "./compare-ledger.ts";
import type { Db } from "./client.ts";
import { readMigrations } from "./migrate.ts";

/** What is wrong where sessions are shared, and what to do. */
export const SHARED_SESSIONS = {
  fault: "a pooler on the way to it shares connections between transactions",
  remedy:
    "name Postgres itself in DATABASE_URL, or a pooler with pool_mode = session, since locks and notifications belong to a session; name this pooler in DATABASE_POOLER_URL",
} as const;

/** The ledger isn't one that this code can work with: it is older, or has lost what this code uses. */
export class UnfitLedgerError extends Error {
  override readonly name = "UnfitLedgerError";
}

/**
 * Judges whether this code and the ledger fit: the way to it keeps sessions apart, it has had all migrations that the code knows,
 * and the code knows the one that the ledger says it must. A ledger that is away isn't judged yet.
 * @param onUnfit called when an upgrade makes the ledger unfit later; each check then fails as well
 * @returns a check that costs one small statement, to be done again and again
 * @throws UnfitLedgerError when it is unfit now
 */
export async function createLedgerCheck(
  db: Db,
  onUnfit: (err: UnfitLedgerError) => void,
): Promise<() => Promise<void>> {
  const known = new Set((await readMigrations()).map(({ name }) => name));
  let isWhole = false;
  const check = async (): Promise<void> => {
    if (!isWhole) {
      if (await areSessionsShared(db))
        throw new UnfitLedgerError(`the ledger: ${SHARED_SESSIONS.fault}; ${SHARED_SESSIONS.remedy}`);
      const { missing } = await compareLedger(db);
      if (missing.length > 0)
        throw new UnfitLedgerError(
          `the ledger is older than this code: it lacks ${missing.length} migrations, from ${missing[0] ?? ""} on; run the migrations first`,
        );
      isWhole = true;
    }
    const unknown = await findUnknownNeed(db, known);
    if (unknown !== null)
      throw new UnfitLedgerError(
        `the ledger is too new for this code, which doesn't know its migration ${unknown}; run the newer version`,
      );
  };
  await check().catch((err: unknown) => {
    if (err instanceof UnfitLedgerError) throw err;
  });
  return async () => {
    try {
      await check();
    } catch (err) {
      if (err instanceof UnfitLedgerError) onUnfit(err);
      throw err;
    }
  };
}

/**
 * Whether a pooler on the way to the ledger hands a session's server connection to others between its transactions, as
 * pgBouncer does with `pool_mode = transaction`: roles, LISTEN, locks and prepared statements of a session are lost then.
 * A session that asks twice then finds in its hands the connection that another gave back meanwhile, whichever of those that wait the
 * pooler gives out first.
 */
export async function areSessionsShared(db: Pick<Db, "connect">): Promise<boolean> {
  const opened: pg.Client[] = [];
  const open = async (): Promise<pg.Client> => {
    const client = await db.connect("longhaul-pooler-check");
    opened.push(client);
    return client;
  };
  const backendOf = async (client: pg.Client): Promise<number> =>
    (await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid ?? 0;
  try {
    const [first, second] = [await open(), await open()];
    await first.query("BEGIN");
    const before = await backendOf(second);
    await first.query("COMMIT");
    const after = [await backendOf(second), await backendOf(second)];
    return after.some((backend) => backend !== before);
  } finally {
    await Promise.all(opened.map(async (client) => client.end().catch(() => undefined)));
  }
}
