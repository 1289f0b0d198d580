/** Time limits after which a connection is closed. */
export interface PostgresLimits {
  /** Limit to open a connection or to get one from a pool; default 3 s. */
  readonly connectMs?: number;
  /** Limit of a statement; default 5 s. The server cancels it then; the client stops waiting half a second later. */
  readonly statementMs?: number;
}

/** Time limits that the server enforces, by the names of its settings. */
export interface ServerLimits {
  readonly statement_timeout: number;
  readonly idle_in_transaction_session_timeout: number;
}

/** Settings for pg's pools and clients. */
export interface PooledSettings {
  readonly connectionString: string;
  readonly application_name: string;
  readonly connectionTimeoutMillis: number;
  readonly query_timeout: number;
  readonly keepAlive: true;
  readonly keepAliveInitialDelayMillis: number;
}

/** Settings of a direct connection to the server, or to a pooler that keeps sessions. */
export interface PostgresSettings extends PooledSettings, ServerLimits {
  readonly options: string;
}

/** How much longer than the server's limit the client waits. */
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
 * Settings of a connection to a pooler that shares server connections between transactions. They have no server limits, because
 * such a pooler can't keep them: each transaction has to set its own.
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
 * Settings of every connection to Postgres, so that none waits for ever for a silent server or network. Parameters of the URL
 * override them.
 */
export const postgresSettings = (
  databaseUrl: string,
  applicationName: string,
  limits: PostgresLimits = {},
): PostgresSettings => ({
  ...pooledSettings(databaseUrl, applicationName, limits),
  ...serverLimits(limits),
  // Only Linux knows tcp_user_timeout: other servers would log a complaint at every connection.
  options: process.platform === "linux" ? `${SERVER_KEEP_ALIVE} ${SERVER_USER_TIMEOUT}` : SERVER_KEEP_ALIVE,
});
