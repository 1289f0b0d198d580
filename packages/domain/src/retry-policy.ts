/** Automatic attempts of an operation or a delivery: delays in seconds. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly maxRetries: number;
  readonly retryDelay: number;
  readonly backoffMultiplier: number;
  readonly maxDelay?: number;
}

/** Seconds to wait before retry `n` (1 = the first retry): `retryDelay × multiplier^(n−1)`, at most `maxDelay`. */
export function retryDelaySec(policy: RetryPolicy, n: number): number {
  const delay = policy.retryDelay * policy.backoffMultiplier ** (n - 1);
  return Math.min(delay, policy.maxDelay ?? Number.POSITIVE_INFINITY);
}
