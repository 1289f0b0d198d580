import { createHash } from "node:crypto";
import { glob, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Client } from "pg";

/** One function a file, with the triggers that call it: `<aggregate>/<name>.sql`. */
const FUNCTIONS_FOLDER = fileURLToPath(new URL("../../../prisma/functions/", import.meta.url));

const FUNCTIONS_TABLE = `CREATE TABLE IF NOT EXISTS _longhaul_functions (
  file       text PRIMARY KEY,
  checksum   text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
)`;

/**
 * Brings the ledger's functions and triggers to what their files say: those whose text changed since they were applied,
 * in one transaction. A function whose parameters change is another function to Postgres, and so is one whose file is
 * gone: a migration drops the old one.
 * @returns paths of the files that were applied, below the folder of functions
 */
export async function applyFunctions(client: Client): Promise<string[]> {
  await client.query(FUNCTIONS_TABLE);
  const { rows } = await client.query<{ file: string; checksum: string }>(
    "SELECT file, checksum FROM _longhaul_functions",
  );
  const known = new Map(rows.map(({ file, checksum }) => [file, checksum]));
  const changed = (await readFunctions()).filter(({ file, checksum }) => known.get(file) !== checksum);
  if (changed.length === 0) return [];
  await client.query("BEGIN");
  try {
    // They call each other, whatever their order.
    await client.query("SET LOCAL check_function_bodies = off");
    for (const { file, sql, checksum } of changed) {
      await client.query(sql).catch((err: unknown) => {
        throw new Error(`prisma/functions/${file} can't be applied`, { cause: err });
      });
      await client.query(
        `INSERT INTO _longhaul_functions (file, checksum) VALUES ($1, $2)
         ON CONFLICT (file) DO UPDATE SET checksum = excluded.checksum, applied_at = now()`,
        [file, checksum],
      );
    }
    await client.query("COMMIT");
  } catch (err) {
    await client.query("ROLLBACK");
    throw err;
  }
  return changed.map(({ file }) => file);
}

interface LedgerFunction {
  /** Its path below the folder of functions. */
  readonly file: string;
  readonly sql: string;
  readonly checksum: string;
}

/** All functions, in order of their paths. */
export async function readFunctions(): Promise<LedgerFunction[]> {
  const files = await Array.fromAsync(glob("*/*.sql", { cwd: FUNCTIONS_FOLDER }));
  return Promise.all(files.toSorted().map(readFunction));
}

async function readFunction(file: string): Promise<LedgerFunction> {
  const sql = await readFile(`${FUNCTIONS_FOLDER}${file}`, "utf8");
  return { file, sql, checksum: createHash("sha256").update(sql).digest("hex") };
}
