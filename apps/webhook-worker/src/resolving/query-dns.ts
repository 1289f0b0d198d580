import { Resolver } from "node:dns/promises";
import type { LookupAddress } from "node:dns";
import { setTimeout as sleep } from "node:timers/promises";
import { LookupError } from "./lookup-error.ts";

export interface DnsAnswer {
  readonly addresses: readonly LookupAddress[];
  /** How long the answer holds, as its zone says. */
  readonly ttlSec: number;
}

/** Asks name servers for a name's addresses. @throws LookupError */
export type QueryDns = (name: string) => Promise<DnsAnswer>;

export interface QueryDnsOptions {
  /** `address` or `address:port`; those of the system when empty. */
  readonly servers: readonly string[];
  /** For a whole look-up, all its tries and servers. */
  readonly timeoutMs: number;
}

const TRIES = 2;
/** A second try has twice the time of the first. */
const SHARE_OF_FIRST_TRY = 1 / 3;
/** How long the addresses of one family wait for those of the other. */
const OTHER_FAMILY_MS = 300;
/** The name exists but has no such records, or it doesn't exist. */
const HAS_NONE = ["ENODATA", "ENOTFOUND"];

/**
 * Asks by c-ares, which needs no thread: look-ups that hang hold up no others. `getaddrinfo` would share four threads
 * with the whole process. The name is asked for as it stands, without search domains. Each look-up has a resolver of its
 * own, so that it can be given up alone and a change of the system's name servers is heard of.
 */
export function createQueryDns({ servers, timeoutMs }: QueryDnsOptions): QueryDns {
  return async (name) => {
    const resolver = new Resolver({ timeout: Math.ceil(timeoutMs * SHARE_OF_FIRST_TRY), tries: TRIES });
    if (servers.length > 0) resolver.setServers(servers);
    const deadline = setTimeout(() => resolver.cancel(), timeoutMs);
    const found: LookupAddress[] = [];
    let ttlSec = Number.POSITIVE_INFINITY;
    const ask = async (family: 4 | 6): Promise<string | null> => {
      try {
        const records = await (family === 4
          ? resolver.resolve4(name, { ttl: true })
          : resolver.resolve6(name, { ttl: true }));
        for (const { address, ttl } of records) {
          found.push({ address, family });
          ttlSec = Math.min(ttlSec, ttl);
        }
        return null;
      } catch (err) {
        return (err as NodeJS.ErrnoException).code ?? "EUNKNOWN";
      }
    };
    try {
      const families = [ask(4), ask(6)];
      const all = Promise.all(families);
      await Promise.race([all, firstSuccess(families).then(() => sleep(OTHER_FAMILY_MS, undefined, { ref: false }))]);
      if (found.length > 0) return { addresses: found.toSorted((a, b) => a.family - b.family), ttlSec };
      throw toError(name, await all);
    } finally {
      clearTimeout(deadline);
      resolver.cancel();
    }
  };
}

/** Resolves with the first family that has addresses; never when none has. */
function firstSuccess(families: readonly Promise<string | null>[]): Promise<void> {
  return new Promise((resolve) => {
    for (const family of families) void family.then((code) => code === null && resolve());
  });
}

function toError(name: string, codes: readonly (string | null)[]): LookupError {
  const reason = codes.find((code) => code !== null && !HAS_NONE.includes(code)) ?? "ENOTFOUND";
  if (HAS_NONE.includes(reason)) return new LookupError("none", `${name} has no address`);
  if (reason === "ETIMEOUT" || reason === "ECANCELLED")
    return new LookupError("timeout", `no name server answered for ${name}`);
  return new LookupError("failed", `the name servers could not tell of ${name} (${reason})`);
}
