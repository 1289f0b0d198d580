import { hash } from "node:crypto";
import { asTenants, takeRequests, type RequestLease, type Sql } from "@longhaul/db";
import type { QuotaDefaults } from "@longhaul/domain";

/** Whose requests are counted: a tenant's, and those of a project where the sender may see it. */
export interface Requester {
  readonly tenantId: string;
  readonly projectId: string | null;
}

/** The limits that a request counts for, for the headers of its answer. */
export interface Permit {
  readonly isGranted: boolean;
  /** What is left of each: by what nobody has taken, and what this process still has. */
  readonly limits: RequestLease["limits"];
  /** `RateLimit-Policy` of these limits; empty without any. */
  readonly policy: string;
  /** Until the minute is over. */
  readonly waitMs: number;
}

/** Permits to send requests, of which all processes together give a tenant or a project so many a minute. */
export interface RequestPermits {
  /** Resolves at once as long as this process has permits left: it takes a handful at a time from the ledger. */
  take(requester: Requester): Permit | Promise<Permit>;
}

interface Held {
  permits: number;
  /** By `performance.now()`: the end of the minute, or when to look again whether there is a limit. */
  until: number;
  /** After a refusal, the ledger isn't queried again before this time. */
  refusedUntil: number;
  /** How many to ask for next. */
  wanted: number;
  limits: RequestLease["limits"];
  policy: string;
  taking: Promise<void> | null;
}

const WINDOW_SEC = 60;
const FIRST_WANTED = 4;
const MOST_WANTED = 1000;
/** How long the ledger isn't queried again for a tenant without a limit, or with no permits left. */
const UNLIMITED_MS = 10_000;
const REFUSED_MS = 1000;
/** How long a ledger that is away isn't queried again. */
const AWAY_MS = 1000;
/** Requesters that are remembered; those of earlier minutes are forgotten first. */
const MOST_HELD = 10_000;

/**
 * Permits that this process takes from the ledger. While that is away, nothing is counted: whatever a request needs of it fails
 * by itself. @param onFault called when the ledger can't be queried
 */
export function createRequestPermits(
  sql: Sql,
  defaults: QuotaDefaults,
  onFault: (err: unknown) => void,
  now: () => number = () => performance.now(),
): RequestPermits {
  const held = new Map<string, Held>();

  const refill = async (of: Held, requester: Requester): Promise<void> => {
    const lease = await asTenants([requester.tenantId], async () =>
      takeRequests(sql, requester, { wanted: of.wanted, defaults }),
    );
    of.limits = lease.limits;
    of.policy = policyOf(requester, lease.limits);
    of.permits = lease.granted ?? Infinity;
    of.until = now() + (lease.granted === null ? UNLIMITED_MS : lease.waitMs);
    of.refusedUntil = lease.granted === 0 ? now() + Math.min(REFUSED_MS, lease.waitMs) : 0;
    of.wanted = Math.min(MOST_WANTED, 2 * of.wanted);
  };
  const letAllIn = (of: Held): void => {
    of.limits = [];
    of.policy = "";
    of.permits = Infinity;
    of.until = now() + AWAY_MS;
    of.refusedUntil = 0;
  };
  const answer = (of: Held): Permit => {
    const isGranted = of.permits >= 1;
    if (isGranted) of.permits -= 1;
    const limits = of.limits.map((limit) => ({ ...limit, left: limit.left + of.permits }));
    return { isGranted, limits, policy: of.policy, waitMs: Math.max(1, of.until - now()) };
  };
  const find = (key: string): Held => {
    const known = held.get(key);
    if (known !== undefined) return known;
    if (held.size >= MOST_HELD) dropOldRequesters();
    const fresh = { permits: 0, until: 0, refusedUntil: 0, wanted: FIRST_WANTED, limits: [], policy: "", taking: null };
    held.set(key, fresh);
    return fresh;
  };
  const dropOldRequesters = (): void => {
    for (const [key, { until, taking }] of held) if (until <= now() && taking === null) held.delete(key);
    for (const key of held.keys()) {
      if (held.size < MOST_HELD) break;
      held.delete(key);
    }
  };
  const takeLater = async (of: Held, requester: Requester): Promise<Permit> => {
    // Those who come meanwhile wait for the same handful; whoever finds it used up takes the next.
    for (;;) {
      of.taking ??= refill(of, requester)
        .catch((err: unknown) => {
          letAllIn(of);
          onFault(err);
        })
        .finally(() => (of.taking = null));
      await of.taking;
      if (of.permits >= 1 || of.refusedUntil > now()) return answer(of);
    }
  };

  return {
    take(requester) {
      const of = find(`${requester.tenantId}/${requester.projectId ?? ""}`);
      if (of.until <= now()) {
        of.permits = 0;
        of.wanted = FIRST_WANTED;
      } else if (of.permits >= 1 || of.refusedUntil > now()) return answer(of);
      return takeLater(of, requester);
    },
  };
}

function policyOf({ tenantId, projectId }: Requester, limits: RequestLease["limits"]): string {
  const policies = limits.map(({ level, limit }) => {
    const key = level === "tenant" ? tenantId : `${tenantId}/${projectId}`;
    const partition = hash("sha256", key, "base64").slice(0, 16);
    return `"${level}"; q=${Math.floor(limit)}; w=${WINDOW_SEC}; pk=:${partition}:`;
  });
  return policies.join(", ");
}
