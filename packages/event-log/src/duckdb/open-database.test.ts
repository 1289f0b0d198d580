import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { openDuckDbSession, type DuckDbSession } from "./duckdb-session.ts";
import { openDatabase, type Database } from "./open-database.ts";

const folder = mkdtempSync(join(tmpdir(), "longhaul-database-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

let folders = 0;
const open = async (memoryLimitMB = 100): Promise<Database> =>
  openDatabase({ threads: 1, memoryLimitMB, spillFolder: join(folder, `it's ${folders++}`) });

async function rowsOf(database: Database, ...statements: readonly string[]): Promise<unknown[]> {
  const connection = await database.connect();
  try {
    let rows: unknown[] = [];
    for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRowsJson();
    return rows;
  } finally {
    connection.closeSync();
  }
}

const session = async (signal = new AbortController().signal): Promise<DuckDbSession> =>
  openDuckDbSession({ scratchDir: folder, threads: 1, memoryLimitMB: 100, signal });

describe("a database", () => {
  it("finds nothing of the one before, whose instance it takes, and has limits of its own", async () => {
    const first = await open();
    await rowsOf(first, "CREATE TABLE log AS SELECT 1 AS a", "CREATE TYPE names AS ENUM ('a')", "SET threads = 3");
    await first.close(true);
    const made = vi.spyOn(DuckDBInstance, "create");
    const second = await open(200);
    expect(made).not.toHaveBeenCalled();
    expect(await rowsOf(second, "SELECT table_name FROM duckdb_tables()")).toEqual([]);
    await rowsOf(second, "CREATE TABLE log AS SELECT 2 AS a", "CREATE TYPE names AS ENUM ('b')");
    expect(await rowsOf(second, "SELECT a, 'b'::names FROM log")).toEqual([[2, "b"]]);
    const settings = "'memory_limit', 'temp_directory', 'threads'";
    expect(
      await rowsOf(second, `SELECT value FROM duckdb_settings() WHERE name IN (${settings}) ORDER BY name`),
    ).toEqual([["190.7 MiB"], [join(folder, `it's ${folders - 1}`)], ["1"]]);
    await second.close(true);
  });

  it("has an instance of its own beside another one, and after one that failed", async () => {
    const [first, second] = [await open(), await open()];
    await rowsOf(first, "CREATE TABLE log AS SELECT 1 AS a");
    expect(await rowsOf(second, "SELECT count(*) FROM duckdb_tables()")).toEqual([["0"]]);
    await first.close(false);
    await second.close(false);
    const made = vi.spyOn(DuckDBInstance, "create");
    await (await open()).close(true);
    expect(made).toHaveBeenCalledTimes(1);
  });

  it("can spill though the one before has", async () => {
    const first = await open();
    const spills =
      "SELECT count(*) FROM (SELECT range::VARCHAR || repeat('x', 40) AS a, random() AS b FROM range(2000000) ORDER BY b, a)";
    expect(await rowsOf(first, spills)).toEqual([["2000000"]]);
    await first.close(true);
    const second = await open();
    expect(await rowsOf(second, spills)).toEqual([["2000000"]]);
    await second.close(true);
  });
});

describe("a session", () => {
  it("calls its own functions, not those of the same name that an earlier one registered", async () => {
    for (const value of [1n, 2n]) {
      const each = await session();
      each.register({ name: "lh_value", parameters: 1, run: () => value });
      expect(await each.query("SELECT lh_value('a')")).toEqual([[String(value)]]);
      await each.close();
    }
    const other = await session();
    await expect(other.query("SELECT lh_value('a')")).rejects.toThrow("lh_value belongs to a database that was closed");
    await other.close();
  });

  it("leaves its instance to none once a statement failed, or it was aborted", async () => {
    const failed = await session();
    await expect(failed.query("SELECT nothing")).rejects.toThrow("nothing");
    await failed.close();
    const stop = new AbortController();
    const aborted = await session(stop.signal);
    stop.abort();
    await aborted.close();
    const made = vi.spyOn(DuckDBInstance, "create");
    await (await session()).close();
    expect(made).toHaveBeenCalledTimes(1);
  });
});
