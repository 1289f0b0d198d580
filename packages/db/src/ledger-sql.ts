import { readFunctions } from "./apply-functions.ts";
import { readMigrations } from "./migrate.ts";

/** A text of the ledger's definition: a migration by its name, or a function by its file's path below `prisma/functions`. */
export interface LedgerSql {
  readonly name: string;
  readonly sql: string;
}

/**
 * The whole ledger as SQL, in the order in which `migrate` applies it to an empty database: for a Postgres that isn't reached
 * by a URL. Functions call each other whatever their order: `SET check_function_bodies = off`.
 */
export async function readLedgerSql(): Promise<LedgerSql[]> {
  const [migrations, functions] = await Promise.all([readMigrations(), readFunctions()]);
  return [
    ...migrations.map(({ name, sql }) => ({ name, sql })),
    ...functions.map(({ file, sql }) => ({ name: file, sql })),
  ];
}
