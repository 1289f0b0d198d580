import { consoleUrl, navigate, path, query, serviceUrl } from "../router/router.ts";
import { readToken } from "./read-token.ts";
import type { Scope } from "./scope-fields.tsx";

/** The identity provider that the service names. */
export interface Provider {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly clientId: string;
  readonly scope: string;
  readonly resource?: string;
}

/** What the page kept when it sent its reader to the provider. */
interface Leave {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  /** Where the reader was. */
  readonly from: string;
  readonly scope: Scope | null;
}

/** A reader who came back from the provider. */
interface Return {
  /** Null where the provider gave none. */
  readonly code: string | null;
  /** Null where this page didn't send its reader there. */
  readonly leave: Leave | null;
}

/** What went wrong, by its text. */
export type ProviderFault = "providerAway" | "providerDenied" | "providerRefused" | "providerNoTenants";

const KEY = "longhaul-sign-in";
const BACK = "/signed-in";

/** Read when the page loads, whoever is signed in: nothing of it stays in the address. */
let back = readReturn();

const redirectUri = (): string => new URL(BACK.slice(1), consoleUrl).href;

/** The provider, null where none is set. @throws when the service or the provider can't be reached */
export async function askProvider(signal: AbortSignal): Promise<Provider | null> {
  const response = await fetch(new URL("console/sign-in.json", serviceUrl), { signal });
  if (!response.ok) throw new Error(`${response.status}`);
  const facts = (await response.json()) as Partial<Provider>;
  return facts.authorizationEndpoint === undefined ? null : (facts as Provider);
}

/** Sends the reader to the provider; they will be back where they are. */
export async function leaveFor(provider: Provider, scope: Scope | null): Promise<void> {
  const [state, nonce, verifier] = [randomText(), randomText(), randomText()];
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const queried = query.value.toString();
  const from = queried === "" ? path.value : `${path.value}?${queried}`;
  sessionStorage.setItem(KEY, JSON.stringify({ state, nonce, verifier, from, scope } satisfies Leave));
  const address = new URL(provider.authorizationEndpoint);
  const parameters = {
    response_type: "code",
    client_id: provider.clientId,
    redirect_uri: redirectUri(),
    scope: provider.scope,
    state,
    nonce,
    code_challenge: textOf(new Uint8Array(hash)),
    code_challenge_method: "S256",
    ...(provider.resource === undefined ? {} : { resource: provider.resource, audience: provider.resource }),
  };
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  location.assign(address);
}

/** A reader who has just come back from the provider, once. */
export function takeReturn(): Return | null {
  const taken = back;
  back = null;
  return taken;
}

/** The access token for a code, or why there is none. */
export async function tokenFor({ code, leave }: Return): Promise<{ readonly token: string } | ProviderFault> {
  if (leave === null) return "providerRefused";
  if (code === null) return "providerDenied";
  const { verifier, nonce } = leave;
  const response = await fetch(new URL("console/sign-in/token", serviceUrl), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code, verifier, nonce, redirectUri: redirectUri() }),
  }).catch(() => null);
  if (response === null || response.status === 429 || response.status >= 500) return "providerAway";
  if (!response.ok) return "providerRefused";
  const { accessToken: token } = (await response.json()) as { readonly accessToken: string };
  return (readToken(token)?.tenants.size ?? 0) === 0 ? "providerNoTenants" : { token };
}

/** Reads the provider's answer from the address, and restores the address that the user left from. */
function readReturn(): Return | null {
  if (path.value !== BACK) return null;
  const given = query.value;
  const leave = readLeave();
  sessionStorage.removeItem(KEY);
  navigate(leave?.from ?? "/", { replace: true });
  return { code: given.get("code"), leave: leave !== null && given.get("state") === leave.state ? leave : null };
}

function readLeave(): Leave | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Leave | null;
  } catch {
    return null;
  }
}

const randomText = (): string => textOf(crypto.getRandomValues(new Uint8Array(32)));

const textOf = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
