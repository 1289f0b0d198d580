import { PrismaPg } from "@prisma/adapter-pg";
import {
  answerLimitMs,
  GuardedClient,
  openSession,
  postgresSettings,
  socketBytes,
  type PostgresLimits,
} from "@longhaul/stores";
import pg, { TypeOverrides } from "pg";
import { PrismaClient } from "../generated/client.ts";
import { storableValues } from "./storable-values.ts";
import { currentTenants } from "./tenants/as-tenants.ts";
import { TenantPool } from "./tenants/tenant-pool.ts";
import { prepareTenants, tenantList } from "./tenants/tenant-query.ts";

/** SQL text, with a name where the server should keep it prepared per connection. */
export type Statement = string | { readonly name?: string; readonly text: string; readonly query_timeout?: number };

/** What a query function runs on: a pool (each statement its own transaction) or an open transaction. */
export interface Sql {
  // The caller says what its columns are, as with pg itself.
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  query<R extends pg.QueryResultRow>(
    statement: Statement,
    values?: readonly unknown[],
  ): Promise<{ rows: R[]; rowCount: number | null }>;
}

declare const inTransaction: unique symbol;
/** An open transaction. Only `withTransaction` makes one. */
export type Tx = Sql & { readonly [inTransaction]: true };

/** The ledger: hand-written statements on hot paths, Prisma for ordinary queries, over one pool of connections. */
export interface Db extends Sql {
  readonly prisma: PrismaClient;
  /**
   * Opens a connection of its own, outside the pool, for LISTEN or session locks. It ends, as one that was cut, when the
   * server no longer answers on it; the server ends it when this process is frozen. The caller ends it.
   */
  connect(applicationName: string): Promise<pg.Client>;
  /** Runs `work` in one transaction: commits when it resolves, rolls back when it throws. No network or queue call inside. */
  withTransaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same ledger for statements that may take longer than a request's: each is a transaction with this time limit. */
  withStatementLimit(statementMs: number): Sql;
  /** The same ledger, telling after each statement and transaction how many bytes went to the database and back. */
  measured(onBytes: (bytes: number) => void): Db;
  /**
   * Loads Prisma's query compiler, which takes some 200 ms of the event loop at the first query: better before a process
   * serves than in the middle of a request. Never fails.
   */
  warmUp(): Promise<void>;
  /** Fails unless the database answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface DbOptions {
  readonly databaseUrl: string;
  readonly applicationName: string;
  /**
   * What its connections may: as `longhaul_worker` they see all tenants; as `longhaul_api` those alone that `asTenants` names.
   * Default: whatever the account of the URL may.
   */
  readonly role?: "longhaul_api" | "longhaul_worker";
  /** Most connections of the pool, default 10. */
  readonly poolSize?: number;
  /** Time limits of connections and statements, where the usual ones don't fit. */
  readonly limits?: PostgresLimits;
  /** Called with errors of idle connections (a restarted server, say); the pool replaces them by itself. */
  readonly onError?: (err: Error) => void;
}

/** Parsers of this pool alone. Counts and positions, which are int8, stay far below 2^53. */
const types = new TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** Opens the ledger. Connects at the first query; never fails by itself. */
export function createDb(options: DbOptions): Db {
  const isWalled = options.role === "longhaul_api";
  const pool = new (isWalled ? TenantPool : pg.Pool)({
    ...postgresSettings(options.databaseUrl, options.applicationName, options.limits),
    Client: GuardedClient,
    // The pool waits for it, other than its types say.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: async (client) => {
      // By a statement, since options that a connection starts with may be lost in a pooler on the way.
      if (options.role !== undefined) await client.query(`SET ROLE ${options.role}`);
      if (isWalled) await prepareTenants(client);
    },
    max: options.poolSize ?? 10,
    // A new connection plans every statement anew: a burst after a quiet minute must not pay for that.
    idleTimeoutMillis: 300_000,
    types,
  });
  pool.on("error", (err) => options.onError?.(err));
  const begin = (): string =>
    isWalled ? `BEGIN; SET LOCAL longhaul.tenants = '${tenantList(currentTenants())}'` : "BEGIN";
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });

  const db: Db = {
    prisma,
    query: async (statement, values) => pool.query(statement, values && storableValues(values)),
    connect: (applicationName) => openSession(options.databaseUrl, applicationName),
    withTransaction: async (work) => runTransaction(pool, begin(), work),
    withStatementLimit: (statementMs) => ({
      query: async (statement, values) =>
        runTransaction(pool, begin(), async (tx) => {
          await tx.query(`SET LOCAL statement_timeout = ${Math.ceil(statementMs)}`);
          const config = { ...(typeof statement === "string" ? { text: statement } : statement) };
          return tx.query({ ...config, query_timeout: answerLimitMs(statementMs) }, values);
        }),
    }),
    measured: (onBytes) => ({
      ...db,
      query: async (statement, values) =>
        isWalled
          ? runTransaction(pool, begin(), async (tx) => tx.query(statement, values), onBytes)
          : runMeasured(pool, onBytes, (sql) => sql.query(statement, values)),
      withTransaction: async (work) => runTransaction(pool, begin(), work, onBytes),
    }),
    async warmUp() {
      await prisma.artifact.findFirst({ where: { id: NOBODY } }).catch(() => undefined);
    },
    async check() {
      await pool.query("SELECT 1");
    },
    async close() {
      await prisma.$disconnect();
      await pool.end();
    },
  };
  return db;
}

/** Runs `work` on a connection that nobody else uses meanwhile, so that what passes over it is the work's. */
async function runMeasured<T>(
  pool: pg.Pool,
  onBytes: (bytes: number) => void,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  const before = socketBytes(client);
  let broken: Error | undefined;
  try {
    return await work(sqlOf(client));
  } catch (err) {
    broken = err instanceof Error ? err : new Error(String(err));
    throw err;
  } finally {
    onBytes(socketBytes(client) - before);
    client.release(broken);
  }
}

const sqlOf = (client: pg.PoolClient): Sql => ({
  query: async (statement, values) => client.query(statement, values && storableValues(values)),
});

async function runTransaction<T>(
  pool: pg.Pool,
  begin: string,
  work: (tx: Tx) => Promise<T>,
  onBytes?: (bytes: number) => void,
): Promise<T> {
  const client = await pool.connect();
  const before = socketBytes(client);
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(sqlOf(client) as Tx);
    await client.query("COMMIT");
    return result;
  } catch (err) {
    await client.query("ROLLBACK").catch((rollbackErr: Error) => (broken = rollbackErr));
    throw err;
  } finally {
    onBytes?.(socketBytes(client) - before);
    client.release(broken);
  }
}
