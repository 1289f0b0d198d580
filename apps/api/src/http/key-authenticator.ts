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

type GivenKey = NonNullable<ReturnType<typeof readApiKey>>;

/** A key as the ledger has it, whoever asked for it. */
interface ReadKey {
  /** Of the secrets that are good: two, for a while after a rotation. */
  readonly hashes: readonly string[];
  readonly principal: Principal;
}

interface CachedKey {
  readonly until: number;
  readonly key: Promise<ReadKey>;
  isUseNoted: boolean;
}

/**
 * Verifies keys and caches a key for ten seconds, so that a busy key costs one read per ten seconds and process, whichever of its secrets
 * it is used with.
 * Concurrent requests share one read.
 */
export function createKeyAuthenticator(db: Db, logger: Logger, tokens: Authenticator): KeyAuthenticator {
  const cache = new Map<string, CachedKey>();
  const watches = new Map<string, Set<() => void>>();

  const read = async (id: string): Promise<ReadKey> => {
    const key = await findKnownApiKey(db, id);
    if (key === null) throw refused();
    const grant = { projects: key.projects ?? "*", permissions: key.permissions } as const;
    const tenants = new Map([[key.tenantId, grant]]);
    return {
      hashes: key.hashes,
      principal: { subject: `api-key ${id}`, keyId: id, expiresAt: key.expiresAt, tenants },
    };
  };
  const readAnew = (id: string): CachedKey => {
    const entry = { until: Date.now() + KEY_STALENESS_MS, key: read(id), isUseNoted: false };
    if (cache.size >= MAX_CACHED) cache.delete(cache.keys().next().value ?? "");
    cache.set(id, entry);
    // A failed read isn't cached.
    entry.key.catch(() => {
      if (cache.get(id) === entry) cache.delete(id);
    });
    return entry;
  };
  /** Null where the secret is none of those of the key. */
  const accept = async (entry: CachedKey, { id, hash }: GivenKey): Promise<Principal | null> => {
    const { hashes, principal } = await entry.key;
    if (!isOneOf(hash, hashes)) return null;
    if (principal.expiresAt.getTime() <= Date.now()) throw refused();
    if (!entry.isUseNoted) {
      entry.isUseNoted = true;
      touchApiKey(db, id).catch((err: unknown) => logger.warn({ err }, "the use of an API key was not noted"));
    }
    return principal;
  };

  const readKey = async (token: string): Promise<Principal> => {
    const given = readApiKey(token);
    if (given === null) throw refused();
    const cached = cache.get(given.id);
    const known = cached !== undefined && cached.until > Date.now() ? await accept(cached, given) : null;
    // Another process may have given the key another secret.
    const principal = known ?? (await accept(readAnew(given.id), given));
    if (principal === null) throw refused();
    return principal;
  };
  return {
    authenticate: (token) => (isApiKey(token) ? readKey(token) : tokens(token)),
    invalidate(keyId) {
      cache.delete(keyId);
      for (const look of watches.get(keyId) ?? []) look();
    },
    watch(token, onEnd) {
      const id = readApiKey(token)?.id;
      if (id === undefined) return () => undefined;
      const look = (): void => {
        readKey(token).catch((err: unknown) => {
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
