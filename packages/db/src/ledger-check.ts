import { compareLedger, findUnknownNeed } from "./compare-ledger.ts";
import type { Sql } from "./client.ts";
import { readMigrations } from "./migrate.ts";

/** The ledger isn't one that this code can work with: it is older, or has lost what this code uses. */
export class UnfitLedgerError extends Error {
  override readonly name = "UnfitLedgerError";
}

/**
 * Judges whether this code and the ledger fit: the ledger has had all migrations that the code knows, and the code knows the one that
 * the ledger says it must. A ledger that is away isn't judged yet.
 * @param onUnfit told when the ledger becomes unfit later on, by an upgrade; also then each check fails
 * @returns a check that costs one small statement, to be done again and again
 * @throws UnfitLedgerError when it is unfit now
 */
export async function createLedgerCheck(
  sql: Sql,
  onUnfit: (err: UnfitLedgerError) => void,
): Promise<() => Promise<void>> {
  const known = new Set((await readMigrations()).map(({ name }) => name));
  let isWhole = false;
  const check = async (): Promise<void> => {
    if (!isWhole) {
      const { missing } = await compareLedger(sql);
      if (missing.length > 0)
        throw new UnfitLedgerError(
          `the ledger is older than this code: it lacks ${missing.length} migrations, from ${missing[0] ?? ""} on; run the migrations first`,
        );
      isWhole = true;
    }
    const unknown = await findUnknownNeed(sql, known);
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
