import { readFunctions } from "./apply-functions.ts";
import type { Sql } from "./client.ts";
import { readMigrations } from "./migrate.ts";

/** How a ledger differs from what this code was written for. */
export interface LedgerDifference {
  /** Migrations of the code that the ledger has not had, oldest first. */
  readonly missing: readonly string[];
  /** Migrations of the ledger that this code doesn't know: of newer code. */
  readonly unknown: readonly string[];
  /** The migration that the ledger wants code to know, where this code doesn't: it can't work with it. */
  readonly tooNew: string | null;
  /** Files of functions whose text in the ledger is another. */
  readonly otherFunctions: readonly string[];
}

/** Compares a ledger with this code's migrations and functions, and changes nothing. */
export async function compareLedger(db: Sql): Promise<LedgerDifference> {
  const [migrations, functions] = await Promise.all([readMigrations(), readFunctions()]);
  const { rows } = await db.query<{ migrations: boolean; functions: boolean; needs: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS migrations, to_regclass('_longhaul_functions') IS NOT NULL AS functions,
       to_regclass('ledger_needs') IS NOT NULL AS needs`,
  );
  const applied = rows[0]?.migrations === true ? await db.query<{ name: string }>(APPLIED) : { rows: [] };
  const had =
    rows[0]?.functions === true ? await db.query<{ file: string; checksum: string }>(FUNCTIONS) : { rows: [] };
  const names = new Set(applied.rows.map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  const texts = new Map(had.rows.map(({ file, checksum }) => [file, checksum]));
  return {
    missing: migrations.flatMap(({ name }) => (names.has(name) ? [] : [name])),
    unknown: [...names].filter((name) => !known.has(name)).toSorted(),
    tooNew: rows[0]?.needs === true ? await findUnknownNeed(db, known) : null,
    otherFunctions: functions.flatMap(({ file, checksum }) => (texts.get(file) === checksum ? [] : [file])),
  };
}

/** The migration that the ledger says its code must know, if it isn't among these; null if it is. */
export async function findUnknownNeed(db: Sql, known: ReadonlySet<string>): Promise<string | null> {
  const { rows } = await db.query<{ migration: string }>(NEEDS);
  return rows.find(({ migration }) => !known.has(migration))?.migration ?? null;
}

const NEEDS = { name: "ledger-needs", text: "SELECT migration FROM ledger_needs" };
const APPLIED =
  "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL";
const FUNCTIONS = "SELECT file, checksum FROM _longhaul_functions";
