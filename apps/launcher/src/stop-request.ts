const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A package manager passes Ctrl-C on to a process that has had it from the terminal: that is no second one. */
const ECHO_MS = 1_000;

export interface StopRequest {
  /** Resolves at the first request. */
  readonly asked: Promise<void>;
  /** Resolves at the second one. */
  readonly forced: Promise<void>;
}

/** Listens for Ctrl-C and the signals that ask a process to end. */
export function listenForStopRequests(): StopRequest {
  const asked = Promise.withResolvers<void>();
  const forced = Promise.withResolvers<void>();
  let askedAt: number | null = null;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (askedAt === null) {
        askedAt = performance.now();
        asked.resolve();
      } else if (performance.now() - askedAt > ECHO_MS) {
        forced.resolve();
      }
    });
  }
  return { asked: asked.promise, forced: forced.promise };
}
