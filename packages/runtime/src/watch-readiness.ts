import { checkReadiness, type Readiness, type ReadinessChecks } from "./check-readiness.ts";
import type { Logger } from "./create-logger.ts";

/** The readiness of a process, from checks in the background. */
export interface ReadinessWatch {
  /** The last result. It is `ready: false` before the first result and after `retire`. */
  current(): Readiness;
  /** Marks the process as not ready and checks everything again now. Call it when a checked store seems to have failed. */
  suspect(): void;
  /** Marks the process as not ready for good: it is about to stop. */
  retire(): void;
  close(): void;
}

export interface ReadinessWatchOptions {
  readonly checks: ReadinessChecks;
  readonly logger: Logger;
  /** Pause between two rounds while all checks pass; default 5 s. */
  readonly intervalMs?: number;
  /** Pause between two rounds while a check fails; default 1 s. */
  readonly failingIntervalMs?: number;
}

/**
 * Runs the checks in the background, so that readiness probes cost nothing. The log gets the reason once, when a check starts to
 * fail. Resolves after the first round.
 */
export async function watchReadiness(options: ReadinessWatchOptions): Promise<ReadinessWatch> {
  const { checks, logger, intervalMs = 5_000, failingIntervalMs = 1_000 } = options;
  const failing = new Set<string>();
  let latest: Readiness = { ready: false, checks: {} };
  let isRetired = false;
  let isClosed = false;
  let isChecking = false;
  let timer: NodeJS.Timeout | undefined;

  const check = async (): Promise<void> => {
    clearTimeout(timer);
    isChecking = true;
    latest = await checkReadiness(checks, (name, err) => {
      if (!failing.has(name) && !isClosed) logger.warn({ check: name, err }, "readiness check failed");
    });
    isChecking = false;
    for (const [name, result] of Object.entries(latest.checks)) {
      if (result === "failed") failing.add(name);
      else if (failing.delete(name)) logger.info({ check: name }, "readiness check passes again");
    }
    if (!isClosed) timer = setTimeout(() => void check(), latest.ready ? intervalMs : failingIntervalMs);
  };
  await check();
  return {
    current: () => (isRetired ? { ready: false, checks: latest.checks, stopping: true } : latest),
    suspect() {
      latest = { ...latest, ready: false };
      if (!isChecking && !isClosed) void check();
    },
    retire() {
      isRetired = true;
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
