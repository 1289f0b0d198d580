import { DomainError, QUOTAS, type Quota, type QuotaLevel } from "@longhaul/domain";

/** A quota that would be exceeded. */
export interface QuotaRefusal {
  readonly quota: Quota;
  readonly level: QuotaLevel;
  readonly limit: number;
  readonly used: number;
  /** How much more the request needs. */
  readonly wanted: number;
}

/** The error that a client gets. @param retryAfterSec when a retry may succeed, if that is known */
export function quotaExceeded({ retryAfterSec, ...refusal }: QuotaRefusal & { retryAfterSec?: number }): DomainError {
  const { quota, level, limit, used, wanted } = refusal;
  const { noun, change } = QUOTAS[quota];
  if (wanted > limit) {
    return new DomainError(
      "quota_exceeded",
      `this ${level} may have ${limit} ${noun} in all, and this alone is ${wanted}; ask for less, or have the limit raised`,
      { details: { ...refusal, changesWhen: "the limit is raised" } },
    );
  }
  const more = wanted === 1 ? "" : `, and this would add ${wanted}`;
  return new DomainError(
    "quota_exceeded",
    `this ${level} has ${used} of its ${limit} ${noun}${more}; repeat the request when ${change}, or have the limit raised`,
    { details: { ...refusal, changesWhen: change, ...(retryAfterSec === undefined ? {} : { retryAfterSec }) } },
  );
}
