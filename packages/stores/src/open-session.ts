import type pg from "pg";
import { GuardedClient } from "./guarded-client.ts";
import { postgresSettings } from "./postgres-settings.ts";

/** How soon a silent session is found. */
export interface SessionLimits {
  /** How often the session says that it is there, and asks whether the server is. */
  readonly beatMs: number;
  /** How long the server may take to answer that. */
  readonly answerMs: number;
  /** The server ends a session that it hasn't heard of for this long, and with it its locks and its LISTEN. */
  readonly silentMs: number;
}

const LIMITS: SessionLimits = { beatMs: 4_000, answerMs: 3_000, silentMs: 10_000 };

/**
 * Opens a connection of its own for what belongs to a session: LISTEN, advisory locks. It asks the server every few
 * seconds whether it is there: gone silent, it ends with "error" and "end" as one that was cut. The server in turn ends the
 * session of a process that is frozen or cut off (from Postgres 14 on; before, TCP's keep-alive finds only those cut off).
 */
export async function openSession(
  databaseUrl: string,
  applicationName: string,
  limits: SessionLimits = LIMITS,
): Promise<pg.Client> {
  const client = new GuardedClient(postgresSettings(databaseUrl, applicationName));
  await client.connect();
  try {
    await client.query(
      "SELECT set_config('idle_session_timeout', $1, false) WHERE current_setting('server_version_num')::int >= 140000",
      [String(limits.silentMs)],
    );
  } catch (err) {
    await client.end().catch(() => undefined);
    throw err;
  }
  watchConnection(client, limits);
  return client;
}

/** Ends a connection that is open when the server no longer answers on it, telling its listeners as if it had been cut. */
export function watchConnection(
  client: pg.Client,
  { beatMs, answerMs }: Pick<SessionLimits, "beatMs" | "answerMs"> = LIMITS,
): void {
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    const question = { text: "SELECT 1", query_timeout: answerMs };
    client
      .query(question)
      .catch((err: unknown) => {
        clearInterval(timer);
        client.emit("error", new Error("Connection terminated: the server does not answer", { cause: err }));
        return client.end();
      })
      .catch(() => undefined)
      .finally(() => (isAsking = false));
  }, beatMs);
  timer.unref();
  client.once("end", () => clearInterval(timer));
}
