/** How long Postgres may take before a connection is given up. */
export interface PostgresLimits {
  /** For a connection to come up, or for one of a pool to be free; default 3 s. */
  readonly connectMs?: number;
  /** For one statement; default 5 s. The server ends it then, and the client half a second later, when nobody answers. */
  readonly statementMs?: number;
}

/** Time limits that the server keeps, by the names of its settings. */
export interface ServerLimits {
  readonly statement_timeout: number;
  readonly idle_in_transaction_session_timeout: number;
}

/** What pg's pools and clients take. */
export interface PooledSettings {
  readonly connectionString: string;
  readonly application_name: string;
  readonly connectionTimeoutMillis: number;
  readonly query_timeout: number;
  readonly keepAlive: true;
  readonly keepAliveInitialDelayMillis: number;
}

/** The same, of connections to a server itself, or a pooler that keeps sessions. */
export interface PostgresSettings extends PooledSettings, ServerLimits {
  readonly options: string;
}

/** A server that doesn't even end a statement in time is given up this much later. */
const SILENCE_MS = 500;

/** How long a client waits for a statement that the server ends after `statementMs`; 0 = for ever. */
export const answerLimitMs = (statementMs: number): number => (statementMs === 0 ? 0 : statementMs + SILENCE_MS);

/** A client that stops inside a transaction (frozen, cut off) holds its locks no longer than this. */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** When the server gives up a client that vanished: probes after 10 s of silence, and no acknowledgement for 20 s. */
const SERVER_KEEP_ALIVE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
const SERVER_USER_TIMEOUT = "-c tcp_user_timeout=20000";

const CONNECT_MS = 3_000;
const STATEMENT_MS = 5_000;

/** How long the server lets a statement and an idle transaction last. */
export const serverLimits = ({ statementMs = STATEMENT_MS }: PostgresLimits = {}): ServerLimits => ({
  statement_timeout: statementMs,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
});

/**
 * Settings of connections to a pooler that shares the server's between transactions: without what such a one can't keep, the
 * server's limits, which each transaction has to name.
 */
export const pooledSettings = (
  poolerUrl: string,
  applicationName: string,
  { connectMs = CONNECT_MS, statementMs = STATEMENT_MS }: PostgresLimits = {},
): PooledSettings => ({
  connectionString: poolerUrl,
  application_name: applicationName,
  connectionTimeoutMillis: connectMs,
  query_timeout: answerLimitMs(statementMs),
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
});

/**
 * Settings that every connection to Postgres has, so that none waits for ever for a server, or a way to it, that went
 * silent. Parameters of the URL win over them.
 */
export const postgresSettings = (
  databaseUrl: string,
  applicationName: string,
  limits: PostgresLimits = {},
): PostgresSettings => ({
  ...pooledSettings(databaseUrl, applicationName, limits),
  ...serverLimits(limits),
  // Servers elsewhere than on Linux would complain at every connection that they don't know it.
  options: process.platform === "linux" ? `${SERVER_KEEP_ALIVE} ${SERVER_USER_TIMEOUT}` : SERVER_KEEP_ALIVE,
});
