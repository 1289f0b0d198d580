import { PrismaPg } from "@prisma/adapter-pg";
import {
  answerLimitMs,
  GuardedClient,
  openSession,
  pooledSettings,
  postgresSettings,
  socketBytes,
  type PostgresLimits,
} from "@longhaul/stores";
import pg, { TypeOverrides } from "pg";
import { PrismaClient } from "../generated/client.ts";
import { PrefacedPool } from "./sessions/prefaced-pool.ts";
import { ownSessions, sharedSessions, type LedgerRole, type Sessions } from "./sessions/sessions.ts";
import { storableValues } from "./storable-values.ts";

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
  /**
   * Where statements and transactions go instead: a pooler that hands out connections to the same database anew for each
   * transaction. What belongs to a session (`connect`) goes to `databaseUrl`.
   */
  readonly poolerUrl?: string | undefined;
  readonly applicationName: string;
  /** What its statements may; default: whatever the account of the URL may. */
  readonly role?: LedgerRole;
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
  const { databaseUrl, poolerUrl, applicationName, role, limits } = options;
  const sessions = poolerUrl === undefined ? ownSessions(role) : sharedSessions(role, limits);
  const settings: pg.PoolConfig = {
    ...(poolerUrl === undefined
      ? postgresSettings(databaseUrl, applicationName, limits)
      : pooledSettings(poolerUrl, applicationName, limits)),
    Client: GuardedClient,
    // The pool waits for it, other than its types say.
    // oxlint-disable-next-line typescript/no-misused-promises
    onConnect: async (client) => sessions.onConnect(client),
    max: options.poolSize ?? 10,
    // A new connection plans every statement again: a burst after a quiet minute must not pay for that.
    idleTimeoutMillis: 300_000,
    types,
  };
  const { preface } = sessions;
  const pool = preface === undefined ? new pg.Pool(settings) : new PrefacedPool(settings, preface);
  pool.on("error", (err) => options.onError?.(err));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });

  const db: Db = {
    prisma,
    query: async (statement, values) => pool.query(statementOf(statement, sessions), values && storableValues(values)),
    connect: (name) => openSession(databaseUrl, name),
    withTransaction: async (work) => runTransaction(pool, sessions, work),
    withStatementLimit: (statementMs) => ({
      query: async (statement, values) =>
        runTransaction(pool, sessions, async (tx) => {
          await tx.query(`SET LOCAL statement_timeout = ${Math.ceil(statementMs)}`);
          const config = { ...(typeof statement === "string" ? { text: statement } : statement) };
          return tx.query({ ...config, query_timeout: answerLimitMs(statementMs) }, values);
        }),
    }),
    measured: (onBytes) => ({
      ...db,
      query: async (statement, values) =>
        preface === undefined
          ? runMeasured(pool, sessions, (sql) => sql.query(statement, values), onBytes)
          : runTransaction(pool, sessions, async (tx) => tx.query(statement, values), onBytes),
      withTransaction: async (work) => runTransaction(pool, sessions, work, onBytes),
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
  sessions: Sessions,
  work: (sql: Sql) => Promise<T>,
  onBytes: (bytes: number) => void,
): Promise<T> {
  const client = await pool.connect();
  const before = socketBytes(client);
  let broken: Error | undefined;
  try {
    return await work(sqlOf(client, sessions));
  } catch (err) {
    broken = err instanceof Error ? err : new Error(String(err));
    throw err;
  } finally {
    onBytes(socketBytes(client) - before);
    client.release(broken);
  }
}

const sqlOf = (client: pg.PoolClient, sessions: Sessions): Sql => ({
  query: async (statement, values) => client.query(statementOf(statement, sessions), values && storableValues(values)),
});

/** A statement without its name, where a later one wouldn't find what it prepared. */
function statementOf(statement: Statement, { keepsNames }: Sessions): Statement {
  if (keepsNames || typeof statement === "string") return statement;
  const { name: _name, ...unnamed } = statement;
  return unnamed;
}

async function runTransaction<T>(
  pool: pg.Pool,
  sessions: Sessions,
  work: (tx: Tx) => Promise<T>,
  onBytes?: (bytes: number) => void,
): Promise<T> {
  // Made before a connection is waited for, as a preface is.
  const begin = sessions.begin();
  const client = await pool.connect();
  const before = socketBytes(client);
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work(sqlOf(client, sessions) as Tx);
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
