import { findKnownApiKey, touchApiKey, type Db } from "@longhaul/db";
import { DomainError } from "@longhaul/domain";
import type { Logger } from "@longhaul/runtime";
import type { Authenticator, Principal } from "./authenticator.ts";
import { isApiKey, isOneOf, readApiKey } from "./api-key-text.ts";

/** For so long a process may take a key for good that was rotated or deleted by another. */
const KEY_STALENESS_MS = 10_000;
const MAX_CACHED = 5000;

/** Knows keys of the ledger beside the tokens that `tokens` knows. */
export interface KeyAuthenticator {
  readonly authenticate: Authenticator;
  /** What is remembered of a key no longer counts. */
  forget(keyId: string): void;
  /**
   * Tells when a key is no longer good: at once where that happened in this process, else within ten seconds. Of a token
   * that is no key it never does. @returns what ends this
   */
  watch(token: string, onEnd: () => void): () => void;
}

interface Remembered {
  readonly until: number;
  readonly hash: string;
  readonly principal: Promise<Principal>;
}

/**
 * Verifies keys. One that was good is remembered for ten seconds, so that a busy one costs a read in ten seconds and
 * process; of requests that come together one reads.
 */
export function createKeyAuthenticator(db: Db, logger: Logger, tokens: Authenticator): KeyAuthenticator {
  const remembered = new Map<string, Remembered>();
  const watches = new Map<string, Set<() => void>>();

  const read = async (id: string, hash: string): Promise<Principal> => {
    const key = await findKnownApiKey(db, id);
    if (key === null || !isOneOf(hash, key.hashes)) throw refused();
    touchApiKey(db, id).catch((err: unknown) => logger.warn({ err }, "the use of an API key was not noted"));
    return {
      subject: `api-key ${id}`,
      expiresAt: key.expiresAt,
      tenants: new Map([[key.tenantId, { projects: key.projects ?? "*", permissions: key.permissions }]]),
    };
  };

  const authenticate: Authenticator = async (token) => {
    if (!isApiKey(token)) return tokens(token);
    const given = readApiKey(token);
    if (given === null) throw refused();
    const known = remembered.get(given.id);
    if (known !== undefined && known.until > Date.now() && isOneOf(given.hash, [known.hash])) {
      const principal = await known.principal;
      if (principal.expiresAt.getTime() <= Date.now()) throw refused();
      return principal;
    }
    const principal = read(given.id, given.hash);
    const entry = { until: Date.now() + KEY_STALENESS_MS, hash: given.hash, principal };
    if (remembered.size >= MAX_CACHED) remembered.delete(remembered.keys().next().value ?? "");
    remembered.set(given.id, entry);
    // What was refused, or could not be read, is asked for again.
    principal.catch(() => {
      if (remembered.get(given.id) === entry) remembered.delete(given.id);
    });
    return principal;
  };
  return {
    authenticate,
    forget(keyId) {
      remembered.delete(keyId);
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
