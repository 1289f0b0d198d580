import { DomainError } from "@longhaul/domain";
import Joi from "joi";
import { jwtVerify, type JWTVerifyGetKey } from "jose";
import { KEY_ALGORITHMS, remoteKeys } from "./remote-keys.ts";

export interface OidcOptions {
  /** What the provider calls itself; its discovery document lies below. */
  readonly issuer: string;
  /** A public client: it has no secret, and proves by PKCE that it made the request. */
  readonly clientId: string;
  readonly scope: string;
  /** What tokens are for. */
  readonly resource: string | undefined;
}

/** What a page needs to send its reader to the provider. */
export interface SignInFacts {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly clientId: string;
  readonly scope: string;
  readonly resource?: string;
}

/** A code from the provider, with the values of the request for it. */
export interface CodeExchange {
  readonly code: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

/** An OpenID provider. Its endpoints and keys are fetched at their first use. */
export interface OidcProvider {
  /** What its tokens may say who issued them. */
  readonly issuers: readonly string[];
  /** What its tokens are for. */
  readonly resource: string | undefined;
  /** Keys that it signs with. @throws DomainError `temporarily_unavailable` */
  readonly keys: JWTVerifyGetKey;
  /** @throws DomainError `temporarily_unavailable` */
  facts(): Promise<SignInFacts>;
  /**
   * Gives a code for an access token. The ID token that comes with it must be of this provider, for this client, and carry the nonce.
   * @throws DomainError `unauthenticated` when the provider refuses it; `rate_limited`; `temporarily_unavailable`
   */
  exchange(request: CodeExchange): Promise<string>;
}

interface Discovered {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
}

interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
}

const TIMEOUT_MS = 4_000;
const MAX_ANSWER_CHARS = 200_000;
/** How long a discovery document is good. */
const DISCOVERY_MS = 600_000;
/** How long a provider that failed is left alone. */
const PAUSE_MS = 5_000;
const MAX_EXCHANGES = 20;
/** What its clock may be ahead or behind. */
const CLOCK_TOLERANCE_SEC = 30;

const address = Joi.string()
  .uri({ scheme: ["http", "https"] })
  .required();
const discoverySchema = Joi.object<Discovered>({
  issuer: Joi.string().required(),
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
}).unknown(true);
const tokenSchema = Joi.object<Tokens>({
  access_token: Joi.string().required(),
  id_token: Joi.string().required(),
}).unknown(true);
const refusalSchema = Joi.object({ error: Joi.string().valid("invalid_grant").required() }).unknown(true);

export function createOidcProvider(
  { issuer, clientId, scope, resource }: OidcOptions,
  now: () => number = Date.now,
): OidcProvider {
  const issuers = issuerForms(issuer);
  let discovery: Promise<Discovered> | null = null;
  let due = 0;
  let last: Discovered | null = null;
  let keySet: { readonly uri: string; readonly keys: JWTVerifyGetKey } | null = null;
  let underWay = 0;

  /** While the provider is away, its last answer stays valid; the next fetch follows after a pause. */
  const read = async (): Promise<Discovered> => {
    try {
      const found = await readDiscovery(issuer);
      [last, due] = [found, now() + DISCOVERY_MS];
      return found;
    } catch (err) {
      due = now() + PAUSE_MS;
      if (last !== null) return last;
      throw err;
    }
  };
  const discover = async (): Promise<Discovered> => {
    if (discovery === null || now() >= due) {
      due = Infinity;
      discovery = read();
    }
    return discovery;
  };
  const keys: JWTVerifyGetKey = async (header, token) => {
    const { jwks_uri: uri } = await discover();
    if (keySet?.uri !== uri) keySet = { uri, keys: remoteKeys(new URL(uri)) };
    return keySet.keys(header, token);
  };
  const checkIdToken = async (idToken: string, nonce: string): Promise<void> => {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer: issuers,
      audience: clientId,
      algorithms: [...KEY_ALGORITHMS],
      requiredClaims: ["exp", "sub"],
      clockTolerance: CLOCK_TOLERANCE_SEC,
    }).catch((err: unknown) => {
      throw err instanceof DomainError ? err : refused(err);
    });
    if (payload["nonce"] !== nonce) throw refused(new Error("the ID token has another nonce"));
    if (payload["azp"] !== undefined && payload["azp"] !== clientId)
      throw refused(new Error("the ID token is for another client"));
  };
  return {
    issuers,
    resource,
    keys,
    async facts() {
      const { authorization_endpoint } = await discover();
      return {
        issuer,
        authorizationEndpoint: authorization_endpoint,
        clientId,
        scope,
        ...(resource === undefined ? {} : { resource }),
      };
    },
    async exchange({ code, verifier, nonce, redirectUri }) {
      if (underWay >= MAX_EXCHANGES)
        throw new DomainError("rate_limited", "many sign in at once; try again in a moment", {
          details: { retryAfterSec: 1 },
        });
      underWay++;
      try {
        const { token_endpoint } = await discover();
        const form = {
          grant_type: "authorization_code",
          client_id: clientId,
          code,
          code_verifier: verifier,
          redirect_uri: redirectUri,
          ...(resource === undefined ? {} : { resource }),
        };
        const tokens = await readTokens(token_endpoint, new URLSearchParams(form));
        await checkIdToken(tokens.id_token, nonce);
        return tokens.access_token;
      } finally {
        underWay--;
      }
    },
  };
}

/** A provider's name with and without a slash at its end: providers differ from what people write. */
const issuerForms = (issuer: string): string[] => {
  const plain = issuer.replace(/\/$/, "");
  return [plain, `${plain}/`];
};

async function readDiscovery(issuer: string): Promise<Discovered> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const { status, json } = await ask(url, {});
  if (status !== 200) throw away(new Error(`${url} answered ${status}`));
  const checked = discoverySchema.validate(json);
  if (checked.error !== undefined) throw away(checked.error);
  const found = checked.value;
  if (!issuerForms(issuer).includes(found.issuer)) throw away(new Error(`${url} is of the issuer ${found.issuer}`));
  return found;
}

async function readTokens(url: string, form: URLSearchParams): Promise<Tokens> {
  const { status, json } = await ask(url, { method: "POST", body: form });
  const failure = new Error(`${url} answered ${status}: ${JSON.stringify(json).slice(0, 300)}`);
  // Other refusals are the service's own: of a client that isn't registered, or of too many requests.
  if (refusalSchema.validate(json).error === undefined) throw refused(failure);
  if (status !== 200) throw away(failure);
  const checked = tokenSchema.validate(json);
  if (checked.error !== undefined) throw away(checked.error);
  return checked.value;
}

async function ask(
  url: string,
  init: { readonly method?: string; readonly body?: URLSearchParams },
): Promise<{ readonly status: number; readonly json: unknown }> {
  try {
    const response = await fetch(url, {
      ...init,
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MAX_ANSWER_CHARS) throw new Error(`${url} answers more than ${MAX_ANSWER_CHARS} characters`);
    }
    return { status: response.status, json: JSON.parse(text) };
  } catch (err) {
    throw away(err);
  }
}

const away = (cause: unknown): DomainError =>
  new DomainError("temporarily_unavailable", "the identity provider doesn't answer as it should; try again later", {
    details: { retryAfterSec: 5 },
    cause,
  });

const refused = (cause: unknown): DomainError =>
  new DomainError("unauthenticated", "the identity provider doesn't vouch for this code; sign in again", { cause });
