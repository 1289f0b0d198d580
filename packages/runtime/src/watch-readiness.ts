import { checkReadiness, type Readiness, type ReadinessChecks } from "./check-readiness.ts";
import type { Logger } from "./create-logger.ts";

/** What a process knows of its readiness, asked without cost. */
export interface ReadinessWatch {
  /** The last outcome; not ready before the first one, and from the moment that the process is told to end. */
  current(): Readiness;
  /** Something that is checked seems to have failed: not ready until all is checked again, which happens now. */
  suspect(): void;
  /** Says from now on that the process is not ready: it is about to end. */
  retire(): void;
  close(): void;
}

export interface ReadinessWatchOptions {
  readonly checks: ReadinessChecks;
  readonly logger: Logger;
  /** Between two rounds while all is well; default 5 s. */
  readonly intervalMs?: number;
  /** Between two rounds while a check fails, default 1 s. */
  readonly failingIntervalMs?: number;
}

/**
 * Runs the checks in the background, so that being asked costs nothing, however often and by whom. Why a check fails goes to
 * the log, once each time it starts to fail. Resolves after the first round.
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
