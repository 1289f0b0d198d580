import type pg from "pg";
import { GuardedClient } from "./guarded-client.ts";
import { postgresSettings } from "./postgres-settings.ts";

/** How soon a silent session is found. */
export interface SessionLimits {
  /** How often the client sends a query, so that both sides see that the other is alive. */
  readonly beatMs: number;
  /** How long the server may take to answer it. */
  readonly answerMs: number;
  /** The server ends a session, with its locks and its LISTEN, when it hears nothing for this long. */
  readonly silentMs: number;
}

const LIMITS: SessionLimits = { beatMs: 4_000, answerMs: 3_000, silentMs: 10_000 };

/**
 * Opens a connection for things that belong to a session: LISTEN and advisory locks. The client queries the server every few
 * seconds; when no answer comes, the client emits "error" and "end", as for a cut connection. The server, from Postgres 14 on,
 * ends the session of a process that is frozen or cut off. Before 14, TCP's keep-alive finds only a process that is cut off.
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

/** Ends a connection when the server no longer answers on it. Listeners get the same events as for a cut connection. */
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
