import { areSessionsShared, compareLedger, createDb, SHARED_SESSIONS, type Db, type DbOptions } from "@longhaul/db";
import { error, messageOf, ok, warning, type Finding } from "./finding.ts";

const OLDEST_POSTGRES = 14;
/** Leases, retries and timeouts go by the database's clock; tokens and download links by the processes'. */
const MOST_APART_MS = 5_000;
/** A small deployment's: an API process and two workers. */
const FEWEST_CONNECTIONS = 60;

interface Server {
  readonly version: number;
  readonly versionName: string;
  readonly nowMs: number;
  readonly isSuperuser: boolean;
  readonly isReadOnly: boolean;
  readonly mayCreate: boolean;
  readonly connections: number;
  readonly fsync: string;
  readonly fullPageWrites: string;
  readonly commit: string;
}

const SERVER = `SELECT current_setting('server_version_num')::int AS version,
  current_setting('server_version') AS "versionName",
  extract(epoch FROM clock_timestamp())::float8 * 1000 AS "nowMs",
  (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS "isSuperuser",
  pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean AS "isReadOnly",
  has_schema_privilege(current_schema(), 'CREATE') AS "mayCreate",
  current_setting('max_connections')::int AS connections,
  current_setting('fsync') AS fsync, current_setting('full_page_writes') AS "fullPageWrites",
  current_setting('synchronous_commit') AS commit`;

/** Looks at the server, the role and the ledger, and changes nothing. */
export async function checkDatabase(databaseUrl: string): Promise<Finding[]> {
  const db = createDb({ databaseUrl, applicationName: "longhaul-doctor" });
  try {
    const { rows } = await db.query<Server>(SERVER);
    return [
      ...rows.flatMap((server) => judgeServer(server, Date.now())),
      ...((await areSessionsShared(db)) ? [error("database", SHARED_SESSIONS.fault, SHARED_SESSIONS.remedy)] : []),
      ...(await checkLedger(db)),
    ];
  } catch (err) {
    const remedy = "see that Postgres runs, and that DATABASE_URL names its host, database, role and password";
    return [error("database", `does not answer: ${messageOf(err)}`, remedy)];
  } finally {
    await db.close();
  }
}

/** Which server and database a URL leads to. */
const IDENTITY = `SELECT pg_postmaster_start_time()::text AS "startedAt", oid::text AS database
  FROM pg_database WHERE datname = current_database()`;

/** Whether a pooler that shares connections leads to the ledger, as each of its roles. */
export async function checkPooler(databaseUrl: string, poolerUrl: string): Promise<Finding[]> {
  const ask = async (role: NonNullable<DbOptions["role"]>, throughPooler?: string): Promise<string> => {
    const db = createDb({ databaseUrl, poolerUrl: throughPooler, applicationName: "longhaul-doctor", role });
    try {
      return JSON.stringify((await db.query(IDENTITY)).rows);
    } finally {
      await db.close();
    }
  };
  try {
    const pooled = [await ask("longhaul_api", poolerUrl), await ask("longhaul_worker", poolerUrl)];
    const itself = await ask("longhaul_worker");
    return pooled.every((found) => found === itself)
      ? [ok("pooler", "leads to the same database")]
      : [error("pooler", "leads to another database", "name one database in DATABASE_URL and DATABASE_POOLER_URL")];
  } catch (err) {
    const remedy =
      "see that the pooler runs, and that DATABASE_POOLER_URL names its host, database, account and password";
    return [error("pooler", `does not answer: ${messageOf(err)}`, remedy)];
  }
}

/** @param nowMs this process's time at the query */
export function judgeServer(server: Server, nowMs: number): Finding[] {
  const { version, versionName } = server;
  const apartMs = Math.abs(Math.round(server.nowMs - nowMs));
  const isDurable = server.fsync === "on" && server.fullPageWrites === "on" && server.commit !== "off";
  return [
    version >= OLDEST_POSTGRES * 10_000
      ? ok("database", `is Postgres ${versionName}`)
      : error("database", `is Postgres ${versionName}`, `upgrade it to ${OLDEST_POSTGRES} or newer`),
    apartMs <= MOST_APART_MS
      ? ok("clock", "is the database's")
      : warning("clock", `is ${Math.round(apartMs / 1000)} s from the database's`, "run NTP on both machines"),
    server.isSuperuser
      ? warning("role", "is a superuser", "give the processes a role of their own that owns the database")
      : ok("role", "is no superuser"),
    ...(server.isReadOnly
      ? [error("database", "can only be read", "name the primary in DATABASE_URL, not a standby")]
      : []),
    ...(server.mayCreate
      ? []
      : [warning("role", "may not create tables", "bring the ledger up to date as a role that may: its owner")]),
    isDurable
      ? ok("durability", "a commit is on the disk before it is told")
      : error(
          "durability",
          `fsync ${server.fsync}, full_page_writes ${server.fullPageWrites}, synchronous_commit ${server.commit}: a crash loses what was accepted`,
          "set all three on",
        ),
    server.connections >= FEWEST_CONNECTIONS
      ? ok("connections", `at most ${server.connections}`)
      : warning("connections", `at most ${server.connections}`, `set max_connections to ${FEWEST_CONNECTIONS} or more`),
  ];
}

async function checkLedger(db: Db): Promise<Finding[]> {
  const { missing, unknown, tooNew, otherFunctions } = await compareLedger(db);
  const migrateFirst = "run the migrations first: the compose file's or the manifests' `migrate`, or `pnpm start`";
  if (missing.length > 0)
    return [error("ledger", `lacks ${missing.length} migrations, from ${missing[0] ?? ""} on`, migrateFirst)];
  if (tooNew !== null) return [error("ledger", `is too new: it needs ${tooNew}`, "run the newer version")];
  if (unknown.length > 0)
    return [warning("ledger", `is of a newer version (${unknown.at(-1) ?? ""})`, "upgrade these processes to it")];
  return otherFunctions.length > 0
    ? [error("ledger", `has other functions than these processes: ${otherFunctions.join(", ")}`, migrateFirst)]
    : [ok("ledger", "is up to date")];
}
