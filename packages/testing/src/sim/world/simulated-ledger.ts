import { readFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { readLedgerSql, type LedgerSql, type Sql, type Statement } from "@longhaul/db";
import { storableJson } from "@longhaul/domain";
import { journalSql, readNotice, type Change } from "./journal.ts";

/** The real SQL of the ledger in a Postgres inside of this process, whose clock and ids are the simulation's. */
export interface SimulatedLedger extends Sql {
  /** Sets what `now()` says from here on. */
  setTime(at: Date): Promise<void>;
  /** Runs `work` in one transaction, and takes it back where that throws. */
  transaction<T>(work: (tx: Sql) => Promise<T>): Promise<T>;
  /** The changes that were committed since the last call, in order. */
  takeChanges(): Change[];
  /** Edits the ledger's functions; without an edit they are again what they are. */
  plant(edit?: Edit): Promise<void>;
  /** Empties the ledger: a world begins. */
  reset(at: Date): Promise<void>;
  close(): Promise<void>;
}

/** Another text for a function of the ledger. */
export type Edit = (part: LedgerSql) => string;

export async function createSimulatedLedger(): Promise<SimulatedLedger> {
  const pg = await PGlite.create();
  await pg.exec(await readFile(new URL("../simulated-clock.sql", import.meta.url), "utf8"));
  await setTime(new Date(0));
  await pg.exec("SET check_function_bodies = off");
  const parts = await readLedgerSql();
  for (const { sql } of parts) await pg.exec(sql);
  await pg.exec(journalSql());
  const { rows: tables } = await pg.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'sim'::regnamespace ORDER BY 1",
  );
  const names = tables.map(({ name }) => name);
  // What the migrations wrote is there at the beginning of each world.
  await pg.exec("CREATE SCHEMA first");
  for (const name of names) await pg.exec(`CREATE TABLE first.${name} AS TABLE ${name}`);
  const refill: string[] = [];
  for (const name of names)
    if ((await pg.query(`SELECT FROM first.${name} LIMIT 1`)).rows.length > 0)
      refill.push(`INSERT INTO ${name} SELECT * FROM first.${name};`);
  let planted: readonly LedgerSql[] = [];
  let changes: Change[] = [];
  /** Those of the open transaction. */
  let uncommitted: Change[] | null = null;

  async function setTime(at: Date): Promise<void> {
    await pg.exec(`SET sim.now = '${at.toISOString()}'`);
  }

  const prepared = new Map<string, string>();
  /** A statement is planned once, as by a server that keeps it prepared for its connection. */
  const prepare = async (text: string): Promise<string> => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const name = `statement_${prepared.size}`;
    await pg.exec(`PREPARE ${name} AS ${text}`);
    prepared.set(text, name);
    return name;
  };

  const query = async (statement: Statement, values: readonly unknown[] = []) => {
    const noticed: Change[] = [];
    const name = await prepare(typeof statement === "string" ? statement : statement.text);
    const given = values.length === 0 ? "" : `(${values.map(toLiteral).join(", ")})`;
    const [result] = await pg.exec(`EXECUTE ${name}${given}`, {
      onNotice: (notice) => noticed.push(...readNotice(notice.message)),
    });
    (uncommitted ?? changes).push(...noticed);
    const rows = result?.rows ?? [];
    return { rows, rowCount: rows.length > 0 ? rows.length : (result?.affectedRows ?? 0) };
  };

  const sql: Sql = { query: query as Sql["query"] };
  return {
    ...sql,
    setTime,
    async transaction(work) {
      await pg.exec("BEGIN");
      uncommitted = [];
      try {
        const result = await work(sql);
        await pg.exec("COMMIT");
        changes.push(...uncommitted);
        return result;
      } catch (err) {
        await pg.exec("ROLLBACK");
        throw err;
      } finally {
        uncommitted = null;
      }
    },
    takeChanges() {
      const taken = changes;
      changes = [];
      return taken;
    },
    async plant(edit = ({ sql: text }) => text) {
      for (const { sql: right } of planted) await pg.exec(right);
      planted = parts.filter((part) => part.name.endsWith(".sql") && edit(part) !== part.sql);
      for (const part of planted) await pg.exec(edit(part));
    },
    async reset(at) {
      await setTime(at);
      // Whatever may not be emptied by others: without triggers.
      await pg.exec(`SET session_replication_role = replica; TRUNCATE ${names.join(", ")} RESTART IDENTITY;
        SET session_replication_role = origin; ${refill.join(" ")}
        SELECT setval('given_ids', 1, false);`);
      changes = [];
    },
    close: () => pg.close(),
  };
}

/** A value as pg would send it, in SQL: objects are JSON, lists are arrays. */
function toLiteral(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return `'${toText(value).replaceAll("'", "''")}'`;
}

function toText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(toElement).join(",")}}`;
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : storableJson(value);
}

function toElement(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  return `"${toText(value).replaceAll(/["\\\\]/g, "\\$&")}"`;
}
