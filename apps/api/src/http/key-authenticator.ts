import { findKnownApiKey, touchApiKey, type Db } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { Logger } from "@longhaul/runtime";
import type { Authenticator, Principal } from "./authenticator.ts";
import { isApiKey, isOneOf, readApiKey } from "./api-key-text.ts";

/** How long a process may accept a key that another process has rotated or deleted. */
const KEY_STALENESS_MS = 10_000;
const MAX_CACHED = 5000;

/** Verifies API keys of the ledger, besides tokens. */
export interface KeyAuthenticator {
  readonly authenticate: Authenticator;
  /** Drops a key from the cache: it was rotated or deleted. */
  invalidate(keyId: string): void;
  /**
   * Calls `onEnd` when a key becomes invalid: at once when this process changed it, else within ten seconds. It never calls
   * `onEnd` for a token that isn't a key. @returns a function that ends the watch
   */
  watch(token: string, onEnd: () => void): () => void;
}

interface CachedKey {
  readonly until: number;
  readonly hash: string;
  readonly principal: Promise<Principal>;
}

/**
 * Verifies keys and caches a valid key for ten seconds, so that a busy key costs one read per ten seconds and process.
 * Concurrent requests share one read.
 */
export function createKeyAuthenticator(db: Db, logger: Logger, tokens: Authenticator): KeyAuthenticator {
  const cache = new Map<string, CachedKey>();
  const watches = new Map<string, Set<() => void>>();

  const read = async (id: string, hash: string): Promise<Principal> => {
    const key = await findKnownApiKey(db, id);
    if (key === null || !isOneOf(hash, key.hashes)) throw refused();
    touchApiKey(db, id).catch((err: unknown) => logger.warn({ err }, "the use of an API key was not noted"));
    return {
      subject: `api-key ${id}`,
      keyId: id,
      expiresAt: key.expiresAt,
      tenants: new Map([[key.tenantId, { projects: key.projects ?? "*", permissions: key.permissions }]]),
    };
  };

  const authenticate: Authenticator = async (token) => {
    if (!isApiKey(token)) return tokens(token);
    const given = readApiKey(token);
    if (given === null) throw refused();
    const known = cache.get(given.id);
    if (known !== undefined && known.until > Date.now() && isOneOf(given.hash, [known.hash])) {
      const principal = await known.principal;
      if (principal.expiresAt.getTime() <= Date.now()) throw refused();
      return principal;
    }
    const principal = read(given.id, given.hash);
    const entry = { until: Date.now() + KEY_STALENESS_MS, hash: given.hash, principal };
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? "");
    cache.set(given.id, entry);
    // A failed read isn't cached.
    principal.catch(() => {
      if (cache.get(given.id) === entry) cache.delete(given.id);
    });
    return principal;
  };
  return {
    authenticate,
    invalidate(keyId) {
      cache.delete(keyId);
      for (const look of watches.get(keyId) ?? []) look();
    },
    watch(token, onEnd) {
      const id = readApiKey(token)?.id;
      if (id === undefined) return () => undefined;
      const look = (): void => {
        authenticate(token).catch((err: unknown) => {
          if (err instanceof DomainError && err.code === "unauthenticated") onEnd();
        });
      };
      const timer = setInterval(look, KEY_STALENESS_MS);
      const ofKey = watches.get(id) ?? new Set();
      watches.set(id, ofKey.add(look));
      return () => {
        clearInterval(timer);
        ofKey.delete(look);
        if (ofKey.size === 0) watches.delete(id);
      };
    },
  };
}

const refused = (): DomainError =>
  new DomainError("unauthenticated", "the API key is not valid: it is mistyped, expired, rotated or deleted");
