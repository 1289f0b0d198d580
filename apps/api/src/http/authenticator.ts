import { hash } from "node:crypto";
import { PERMISSIONS } from "@longhaul/contracts";
import { DomainError } from "@longhaul/domain";
import { errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from "jose";
import Joi from "joi";
import type { OidcProvider } from "./oidc-provider.ts";
import { KEY_ALGORITHMS, remoteKeys } from "./remote-keys.ts";

/** What a token grants in one tenant. */
interface TenantGrant {
  readonly projects: readonly string[] | "*";
  /** `viewer`, `operator` or `admin`. */
  readonly role?: string;
  /** Instead of those of the role. */
  readonly permissions?: readonly string[];
}

/** Who sends a request and what the token covers. */
export interface Principal {
  readonly subject: string;
  /** When the token's time is over. */
  readonly expiresAt: Date;
  /** Id of the API key; absent for a token. */
  readonly keyId?: string;
  /** Role of the token as a whole: `admin` for operators of the service. */
  readonly role?: string;
  readonly tenants: ReadonlyMap<string, TenantGrant>;
}

/** Verifies bearer tokens. @throws DomainError `unauthenticated`; `temporarily_unavailable` when the key set can't be read */
export type Authenticator = (token: string) => Principal | Promise<Principal>;

export interface AuthOptions {
  /** HS256 secret, at least 32 bytes. */
  readonly secret: string | undefined;
  /** Key set for RS256, ES256 and EdDSA. */
  readonly jwksUrl: string | undefined;
  readonly issuer: string | undefined;
  readonly audience: string | undefined;
}

const MAX_CACHED = 5000;
const CACHE_MS = 60_000;
/** What clocks of issuers may be ahead or behind. */
const CLOCK_TOLERANCE_SEC = 30;

const claims = Joi.object<{ sub: string; role?: string; tenants: Readonly<Record<string, TenantGrant>> }>({
  sub: Joi.string().min(1).required(),
  role: Joi.string(),
  tenants: Joi.object()
    .pattern(
      Joi.string(),
      Joi.object({
        projects: Joi.alternatives(Joi.array().items(Joi.string()), Joi.string().valid("*")).required(),
        role: Joi.string(),
        permissions: Joi.array().items(Joi.string().valid(...PERMISSIONS)),
      }).unknown(true),
    )
    .required(),
}).unknown(true);

/** An authenticator that caches verified tokens for a minute, or until they expire. It also accepts tokens of the `provider`. */
export function createAuthenticator(
  options: AuthOptions,
  provider: Pick<OidcProvider, "issuers" | "resource" | "keys"> | null = null,
): Authenticator {
  const secret = options.secret === undefined ? null : new TextEncoder().encode(options.secret);
  const keySet = options.jwksUrl === undefined ? (provider?.keys ?? null) : remoteKeys(new URL(options.jwksUrl));
  const common: JWTVerifyOptions = {
    clockTolerance: CLOCK_TOLERANCE_SEC,
    requiredClaims: ["exp", "sub"],
    ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
    ...(options.audience === undefined ? {} : { audience: options.audience }),
  };
  const audience = options.audience ?? provider?.resource;
  const ofKeySet: JWTVerifyOptions = {
    ...common,
    algorithms: [...KEY_ALGORITHMS],
    ...(provider === null || options.issuer !== undefined ? {} : { issuer: [...provider.issuers] }),
    ...(audience === undefined ? {} : { audience }),
  };
  const cache = new Map<string, { readonly principal: Principal; readonly until: number }>();

  const verify = async (token: string): Promise<JWTPayload> => {
    if (secret !== null && !(keySet !== null && !usesHmac(token))) {
      return (await jwtVerify(token, secret, { ...common, algorithms: ["HS256"] })).payload;
    }
    if (keySet === null) throw new errors.JWTInvalid("no key");
    return (await jwtVerify(token, keySet, ofKeySet)).payload;
  };

  const readToken = async (token: string, key: string): Promise<Principal> => {
    const payload = await verify(token).catch((err: unknown) => {
      if (err instanceof DomainError) throw err;
      if (err instanceof errors.JWTExpired)
        throw new DomainError("unauthenticated", "the token has expired; get a new one", { cause: err });
      throw new DomainError("unauthenticated", "the bearer token is not valid", { cause: err });
    });
    const checked = claims.validate(payload, { convert: false });
    if (checked.error !== undefined) {
      throw new DomainError(
        "unauthenticated",
        `the token's claims are not as they should be: ${checked.error.message}`,
      );
    }
    const { sub, role, tenants } = checked.value;
    const principal: Principal = {
      subject: sub,
      expiresAt: new Date(1000 * (payload.exp ?? 0)),
      ...(role === undefined ? {} : { role }),
      tenants: lowerCaseKeys(tenants),
    };
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? "");
    cache.set(key, {
      principal,
      until: Math.min(Date.now() + CACHE_MS, 1000 * ((payload.exp ?? 0) + CLOCK_TOLERANCE_SEC)),
    });
    return principal;
  };

  return (token) => {
    const key = hash("sha256", token, "base64");
    const known = cache.get(key);
    cache.delete(key);
    if (known === undefined || known.until <= Date.now()) return readToken(token, key);
    cache.set(key, known); // behind those that were used less lately
    return known.principal;
  };
}

function usesHmac(token: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString("utf8"));
    return typeof header === "object" && header !== null && "alg" in header && header.alg === "HS256";
  } catch {
    return true;
  }
}

/** GUIDs are compared in lower case. */
function lowerCaseKeys(tenants: Readonly<Record<string, TenantGrant>>): Principal["tenants"] {
  return new Map(
    Object.entries(tenants).map(([id, grant]) => [
      id.toLowerCase(),
      { ...grant, projects: grant.projects === "*" ? "*" : grant.projects.map((project) => project.toLowerCase()) },
    ]),
  );
}
