import { signal } from "@preact/signals";
import { readToken } from "./read-token.ts";
import type { Scope } from "./scope-fields.tsx";

/** Who works here, and where. It lives as long as the tab. */
export interface Session extends Scope {
  readonly token: string;
}

const KEY = "longhaul-session";

export const session = signal<Session | null>(takeFromAddress() ?? readStored());

/** Why the session ended; null when the user ended it. */
export const sessionEnd = signal<"expired" | "refused" | null>(null);

/** Begins a session, or goes on in another tenant or project. */
export function signIn(next: Session): void {
  sessionStorage.setItem(KEY, JSON.stringify(next));
  session.value = next;
  sessionEnd.value = null;
}

/** Where the last session was: who signs in again goes on there, if their token covers it. */
let lastScope: Scope | null = null;

export const scopeBefore = (): Scope | null => lastScope;

/** Forgets the token. The address stays: who signs in again is back where they were. */
export function signOut(because: "expired" | "refused" | null = null): void {
  sessionStorage.removeItem(KEY);
  // Not the token with it.
  lastScope = session.value && { tenantId: session.value.tenantId, projectId: session.value.projectId };
  session.value = null;
  sessionEnd.value = because;
}

/** Forgets a token that the service didn't take. @param date the service's clock, as its answer says it */
export function endSession(date: string | null): void {
  // When several calls fail together, the first one has recorded the reason.
  if (session.value === null) return;
  const expiresAt = readToken(session.value.token)?.expiresAt ?? null;
  const now = date === null ? new Date() : new Date(date);
  signOut(expiresAt !== null && expiresAt <= now ? "expired" : "refused");
}

/** A link's fragment `#token=…&tenant=…&project=…`, which no server sees; it is taken out of the address bar and the history. */
function takeFromAddress(): Session | null {
  const given = new URLSearchParams(location.hash.slice(1));
  const [token, tenantId, projectId] = ["token", "tenant", "project"].map((name) => given.get(name));
  if (token === null || token === undefined || !tenantId || !projectId) return null;
  history.replaceState(null, "", location.pathname + location.search);
  const taken = { token, tenantId, projectId };
  sessionStorage.setItem(KEY, JSON.stringify(taken));
  return taken;
}

function readStored(): Session | null {
  try {
    const stored = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Partial<Session> | null;
    const { token, tenantId, projectId } = stored ?? {};
    return token === undefined || tenantId === undefined || projectId === undefined
      ? null
      : { token, tenantId, projectId };
  } catch {
    return null;
  }
}
