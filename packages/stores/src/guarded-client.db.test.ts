import { scaled, startTcpProxy, useTestDatabase, waitFor, type TcpProxy } from "@longhaul/testing";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GuardedClient } from "./guarded-client.ts";
import { isStoreFault } from "./is-store-fault.ts";
import { openSession } from "./open-session.ts";
import { postgresSettings } from "./postgres-settings.ts";

/** Long enough for a busy machine to connect and answer in. */
const LIMITS = { statementMs: scaled(1_500), connectMs: scaled(1_500) };

describe("a connection to Postgres", () => {
  const database = useTestDatabase();
  let proxy: TcpProxy;
  let pool: pg.Pool;
  let admin: pg.Client;
  const uncaught: unknown[] = [];
  const note = (err: unknown): void => void uncaught.push(err);
  const throughProxy = (): string => {
    const url = new URL(database.url);
    url.host = `127.0.0.1:${proxy.port}`;
    return url.href;
  };

  beforeEach(async () => {
    uncaught.length = 0;
    process.on("uncaughtException", note).on("unhandledRejection", note);
    const { hostname, port } = new URL(database.url);
    proxy = await startTcpProxy(hostname, Number(port));
    pool = new pg.Pool({ ...postgresSettings(throughProxy(), "guarded", LIMITS), Client: GuardedClient, max: 2 });
    pool.on("error", () => undefined);
    admin = new GuardedClient({ connectionString: database.url });
    await admin.connect();
  });
  afterEach(async () => {
    await admin.end();
    await pool.end();
    await proxy.close();
    process.off("uncaughtException", note).off("unhandledRejection", note);
    if (uncaught.length > 0) throw new AggregateError(uncaught, "errors that nobody caught");
  });

  const cutAll = (name: string): Promise<unknown> =>
    admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [name]);

  it("that is cut while it is checked out ends nothing, and its next statement rejects", async () => {
    const client = await pool.connect();
    await client.query("BEGIN");
    const ended = new Promise((resolve) => client.once("end", resolve));
    await cutAll("guarded");
    await ended;
    const failure = await client.query("SELECT 1").catch((err: unknown) => err);
    expect(isStoreFault(failure)).toBe(true);
    client.release();
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("that goes silent is given up and replaced, also in a transaction", async () => {
    const client = await pool.connect();
    await client.query("BEGIN");
    expect(proxy.silence()).toBe(1);
    const failure = await client.query("SELECT 1").catch((err: unknown) => err);
    expect(isStoreFault(failure)).toBe(true);
    // It fails by itself and isn't answered after another time limit.
    await expect(client.query("ROLLBACK")).rejects.toThrow("not queryable");
    client.release();
    await waitFor(() => pool.totalCount === 0, { what: "the pool to drop the silent connection" });
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("that goes silent is given up by statements with a callback, too", async () => {
    const client = await pool.connect();
    proxy.silence();
    const failure = await new Promise((resolve) => client.query("SELECT 1", [], resolve));
    expect(isStoreFault(failure)).toBe(true);
    await expect(client.query("SELECT 1")).rejects.toThrow("not queryable");
    client.release();
  });

  it("ends a statement that takes too long and stays usable", async () => {
    const client = await pool.connect();
    await expect(client.query("SELECT pg_sleep(300)")).rejects.toMatchObject({ code: "57014" });
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
    client.release();
  });

  it("that can't come up is given up, and so is waiting for one of a pool", async () => {
    proxy.stall();
    const failures = await Promise.all([1, 2, 3].map(() => pool.query("SELECT 1").catch((err: unknown) => err)));
    expect(failures.map((failure) => isStoreFault(failure))).toEqual([true, true, true]);
    await proxy.restore();
    expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("of a session ends when the server goes silent, and tells so", async () => {
    const session = await openSession(throughProxy(), "session", {
      beatMs: 50,
      answerMs: scaled(1_000),
      silentMs: 60_000,
    });
    const told: unknown[] = [];
    session.on("error", (err) => told.push(err));
    const ended = new Promise((resolve) => session.once("end", resolve));
    proxy.silence();
    await ended;
    expect(told.map((err) => isStoreFault(err))).toEqual([true]);
  });

  it("of a session is ended by the server, with its locks, when its process says nothing", async () => {
    const session = await openSession(database.url, "frozen", {
      beatMs: 60_000,
      answerMs: scaled(5_000),
      silentMs: scaled(1_000),
    });
    const ended = new Promise((resolve) => session.once("end", resolve));
    await session.query("SELECT pg_advisory_lock(1)");
    await ended;
    const { rows } = await admin.query<{ locked: boolean }>("SELECT pg_try_advisory_lock(1) AS locked");
    expect(rows).toEqual([{ locked: true }]);
  });

  it("of a session stays while both sides are there", async () => {
    const session = await openSession(throughProxy(), "session", {
      beatMs: 50,
      answerMs: scaled(5_000),
      silentMs: scaled(1_000),
    });
    await session.query("SELECT pg_advisory_lock(2)");
    await admin.query("SELECT pg_sleep($1)", [scaled(2_000) / 1_000]);
    const { rows } = await admin.query<{ locked: boolean }>("SELECT pg_try_advisory_lock(2) AS locked");
    expect(rows).toEqual([{ locked: false }]);
    await session.end();
  });
});
