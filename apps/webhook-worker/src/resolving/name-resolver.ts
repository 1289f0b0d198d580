import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { LOOPBACK_ADDRESSES, isLoopbackName } from "@longhaul/domain";
import { createHostsFile, type HostsFile } from "./hosts-file.ts";
import { LookupError } from "./lookup-error.ts";
import type { QueryDns } from "./query-dns.ts";
import { createConcurrencyLimiter } from "./concurrency-limiter.ts";

/** Gives the addresses of names, none of which can hold up the others. */
export interface NameResolver {
  /**
   * All addresses of a name.
   * @param share whose look-up it is: one share gets only a part of all look-ups
   * @throws LookupError
   */
  resolve(name: string, share: string): Promise<readonly LookupAddress[]>;
}

export interface NameResolverOptions {
  readonly query: QueryDns;
  /** How long a look-up may wait for its share's turn. */
  readonly waitMs: number;
  readonly hosts?: HostsFile;
}

/** Answers are kept as long as their zone says, within these bounds. */
const MIN_TTL_MS = 5000;
const MAX_TTL_MS = 300_000;
/** Short, for a retry must find out that a name is back. */
const FAILURE_TTL_MS = 1000;
const MAX_KEPT = 10_000;
const MOST_LOOKUPS = 512;
const MOST_OF_SHARE = 64;
const LOOPBACK: readonly LookupAddress[] = LOOPBACK_ADDRESSES.map((address) => ({ address, family: isIP(address) }));

interface Kept {
  readonly until: number;
  readonly answer: readonly LookupAddress[] | LookupError;
}

/**
 * Resolves by the system's hosts file, then by name servers. Answers and failures are kept for a while, a name that is
 * being asked for isn't asked for twice, and one share's look-ups that hang leave room for those of others.
 */
export function createNameResolver({ query, waitMs, hosts = createHostsFile() }: NameResolverOptions): NameResolver {
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<readonly LookupAddress[]>>();
  const limiter = createConcurrencyLimiter(MOST_LOOKUPS, MOST_OF_SHARE);

  const keep = (name: string, answer: Kept["answer"], ttlMs: number): void => {
    kept.delete(name);
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(name, { answer, until: performance.now() + ttlMs });
  };
  const ask = async (name: string): Promise<readonly LookupAddress[]> => {
    try {
      const { addresses, ttlSec } = await query(name);
      keep(name, addresses, Math.min(MAX_TTL_MS, Math.max(MIN_TTL_MS, 1000 * ttlSec)));
      return addresses;
    } catch (err) {
      if (err instanceof LookupError) keep(name, err, FAILURE_TTL_MS);
      throw err;
    } finally {
      underWay.delete(name);
    }
  };
  const recall = (name: string): Promise<readonly LookupAddress[]> | null => {
    const known = kept.get(name);
    if (known === undefined || known.until <= performance.now()) return underWay.get(name) ?? null;
    return known.answer instanceof LookupError ? Promise.reject(known.answer) : Promise.resolve(known.answer);
  };

  return {
    async resolve(hostname, share) {
      const name = hostname.toLowerCase().replace(/\.$/, "");
      if (isLoopbackName(name)) return LOOPBACK;
      const listed = await hosts.find(name);
      if (listed.length > 0) return listed;
      const known = recall(name);
      if (known !== null) return known;
      const leave = await limiter.take(
        share,
        waitMs,
        () => new LookupError("timeout", `too many look-ups hang: none of ${name} within ${waitMs} ms`),
      );
      try {
        // Another caller may have looked the name up while this one waited.
        const meanwhile = recall(name);
        if (meanwhile !== null) {
          leave();
          return await meanwhile;
        }
        const asking = ask(name);
        underWay.set(name, asking);
        return await asking;
      } finally {
        leave();
      }
    },
  };
}
