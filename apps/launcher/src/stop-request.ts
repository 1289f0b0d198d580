const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A package manager passes Ctrl-C on to a process that has had it from the terminal: that is no second one. */
const ECHO_MS = 1_000;

export interface StopRequest {
  /** Resolves at the first request. */
  readonly requested: Promise<void>;
  /** Resolves at the second one. */
  readonly forced: Promise<void>;
}

/** Listens for Ctrl-C and the signals that ask a process to end. */
export function listenForStopRequests(): StopRequest {
  const requested = Promise.withResolvers<void>();
  const forced = Promise.withResolvers<void>();
  let requestedAt: number | null = null;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (requestedAt === null) {
        requestedAt = performance.now();
        requested.resolve();
      } else if (performance.now() - requestedAt > ECHO_MS) {
        forced.resolve();
      }
    });
  }
  return { requested: requested.promise, forced: forced.promise };
}
