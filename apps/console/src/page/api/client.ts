import { computed } from "@preact/signals";
import { createClient, type Client } from "@longhaul/sdk";
import { serviceUrl } from "../router/router.ts";
import { session } from "../session/session.ts";
import { watchedFetch } from "./connection.ts";

/** The client of the session's project; null without a session. Requests are not repeated behind the reader's back: the page says that it tries. */
export const client = computed<Client | null>(() => {
  const { value } = session;
  return value === null
    ? null
    : createClient({ url: serviceUrl.href, ...value, maxRetries: 1, timeoutMs: 30_000, fetch: watchedFetch });
});

/** The client, for what is only shown in a session. */
export function useClient(): Client {
  const { value } = client;
  if (value === null) throw new Error("nobody is signed in");
  return value;
}
