import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { GuardedClient, postgresSettings } from "@longhaul/stores";
import type { Client } from "pg";
import { applyFunctions } from "./apply-functions.ts";

/** Folder of the project's own migrations: one folder each, named `<timestamp>_<what>`, with a `migration.sql`. */
const MIGRATIONS_FOLDER = fileURLToPath(new URL("../../../prisma/migrations/", import.meta.url));

/** The first migration of every ledger, and the file that upgrades an older ledger to it. */
const BASELINE = "20261128410200_baseline";
const UPGRADE_FILE = fileURLToPath(new URL("../../../prisma/upgrade.sql", import.meta.url));
/** The last migration of the first data folders: no older ledger was ever released. */
const OLDEST_KNOWN = "20261126150000_further_datasets";

/** Any constant will do, as long as every migrator of this database uses the same one. */
const ADVISORY_LOCK = 7_210_072;

/** A migration takes as long as it takes, and waits for another migrator as long as that one does. */
const MIGRATION_LIMITS = { connectMs: 10_000, statementMs: 0 };

/**
 * Brings a database up to date: applies new migrations of `prisma/migrations/*`, each in one transaction, in order of
 * name, then the changed files of `prisma/functions`, unless a newer version has migrated the ledger. Keeps Prisma's own `_prisma_migrations` table, so that
 * `prisma migrate status` is right. Two concurrent migrators wait for each other.
 *
 * Fails when an applied migration was edited since, and when an earlier run of Prisma left a failed one.
 * @returns names of the migrations and files of functions applied now, empty when the database was up to date
 */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const client = new GuardedClient(postgresSettings(databaseUrl, "longhaul-migrate", MIGRATION_LIMITS));
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCK]);
    await client.query(MIGRATIONS_TABLE);
    const migrations = await readMigrations();
    const done = await upgrade(client, migrations);
    const applied = await readApplied(client);
    for (const migration of migrations) {
      const checksum = applied.get(migration.name);
      if (checksum === undefined) {
        await apply(client, migration);
        done.push(migration.name);
      } else if (checksum !== migration.checksum) {
        throw new Error(`migration ${migration.name} was edited after it had been applied; add a new one instead`);
      }
    }
    // A newer version's functions also work for this one: the older ones must not replace them.
    const isNewer = [...applied.keys()].some((name) => !migrations.some((migration) => migration.name === name));
    return isNewer ? done : [...done, ...(await applyFunctions(client))];
  } finally {
    await client.end();
  }
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/** All migrations, in order of name. */
export async function readMigrations(): Promise<Migration[]> {
  const entries = await readdir(MIGRATIONS_FOLDER, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const sql = await readFile(`${MIGRATIONS_FOLDER}${name}/migration.sql`, "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function readApplied(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    "SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL",
  );
  const failed = rows.find((row) => row.finished_at === null);
  if (failed) {
    throw new Error(`migration ${failed.migration_name} failed before; repair it with "prisma migrate resolve"`);
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

/** Upgrades a ledger from before the baseline. */
async function upgrade(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  const applied = await readApplied(client);
  const baseline = migrations.find(({ name }) => name === BASELINE);
  if (applied.size === 0 || applied.has(BASELINE) || baseline === undefined) return [];
  if (!applied.has(OLDEST_KNOWN)) throw new Error("the database is of a version that can't be upgraded");
  const sql = await readFile(UPGRADE_FILE, "utf8");
  await apply(client, { ...baseline, sql: `${sql}; DELETE FROM _prisma_migrations` });
  return [BASELINE];
}

async function apply(client: Client, migration: Migration): Promise<void> {
  await client.query("BEGIN");
  try {
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("COMMIT");
  } catch (err) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${migration.name} failed`, { cause: err });
  }
}

/** The table exactly as Prisma creates it. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id                  varchar(36) PRIMARY KEY NOT NULL,
  checksum            varchar(64) NOT NULL,
  finished_at         timestamptz,
  migration_name      varchar(255) NOT NULL,
  logs                text,
  rolled_back_at      timestamptz,
  started_at          timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;
