import { within } from "@longhaul/domain";
import type { Logger } from "./create-logger.ts";

/** A service that runs. */
export interface RunningService {
  /** Sent to the parent process with `{ type: "ready" }`: what it should know, such as a URL. */
  readonly ready?: Readonly<Record<string, unknown>>;
  /** Takes no more work and finishes what it has, which may take `limitMs`. */
  readonly drain?: (limitMs: number) => Promise<void>;
  /** Closes everything; called after draining, also when that failed or took too long. */
  readonly stop: () => Promise<void>;
  /** A store failed and nobody had reckoned with it: the process is not ready until the stores have been checked again. */
  readonly suspect?: () => void;
}

export interface ServiceContext {
  /** Aborts as soon as the process has to end. */
  readonly signal: AbortSignal;
  /** For a fault without which the service can't go on: ends the process as an uncaught error would. */
  readonly fail: (err: unknown) => void;
}

export interface ServiceOptions {
  readonly name: string;
  readonly logger: Logger;
  readonly start: (ctx: ServiceContext) => Promise<RunningService>;
  /** Whether an uncaught error is a fault of a store: it ends no process. Any other uncaught error is a bug. */
  readonly isStoreFault: (err: unknown) => boolean;
  /** How long draining may take, and starting when the end comes before it is done; default 30 s. */
  readonly drainTimeoutMs?: number;
  /** How long closing may take, default 10 s. */
  readonly stopTimeoutMs?: number;
  /** Signals this close to the first one belong to it, default 1 s. */
  readonly sameRequestMs?: number;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;
const BRIEF_DRAIN_MS = 5_000;

/**
 * The life of a process: start, notify the parent over IPC, wait for SIGTERM or SIGINT or for the parent's end, drain,
 * stop, exit 0. It exits 1 when a step fails or takes too long, and after an error that nobody caught, unless that is a
 * store's; then it drains for 5 s at most. Another signal while it is stopping exits 1 at once.
 *
 * A terminal's Ctrl-C reaches the whole process group, a launcher and a package manager pass it on, and people press
 * it twice: signals within `sameRequestMs` count as one.
 *
 * Resolves when the service has started; the process ends by itself later.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const { name, logger, drainTimeoutMs = 30_000, stopTimeoutMs = 10_000, sameRequestMs = 1_000 } = options;
  const stopping = new AbortController();
  let stoppingSinceMs = 0;
  let exitCode = 0;
  let running: RunningService | undefined;

  const shutDown = async (drainLimitMs: number): Promise<void> => {
    const attempt = async (what: string, timeoutMs: number, step: () => Promise<unknown>): Promise<void> => {
      try {
        await within(timeoutMs, step(), what);
      } catch (err) {
        exitCode = 1;
        logger.error({ err }, "not stopped cleanly");
      }
    };
    let service: RunningService | null = null;
    await attempt("starting", drainLimitMs, async () => {
      service = await starting.catch(() => null);
    });
    const { drain, stop } = service ?? NOTHING_STARTED;
    await attempt("draining", drainLimitMs, async () => drain?.(drainLimitMs));
    await attempt("stopping", stopTimeoutMs, async () => stop());
    logger.info({ exitCode }, "stopped");
    process.exit(exitCode);
  };
  const requestStop = (reason: string, drainLimitMs = drainTimeoutMs): void => {
    if (!stopping.signal.aborted) {
      stoppingSinceMs = performance.now();
      logger.info({ reason }, "stopping");
      stopping.abort();
      void shutDown(drainLimitMs);
    }
  };
  const fail = (err: unknown, event = "fault"): void => {
    exitCode = 1;
    logger.error({ err, event }, "unexpected error");
    requestStop(event, Math.min(drainTimeoutMs, BRIEF_DRAIN_MS));
  };

  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (stopping.signal.aborted && performance.now() - stoppingSinceMs >= sameRequestMs) {
        logger.warn({ reason: signal }, "stopped by force");
        process.exit(1);
      }
      requestStop(signal);
    });
  }
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (err: unknown) => {
      if (!options.isStoreFault(err)) {
        fail(err, event);
        return;
      }
      logger.error({ err, event }, "a store's fault that nobody caught");
      running?.suspect?.();
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", () => undefined); // the reader of our output may end before us
  }

  const starting = Promise.resolve().then(async () => options.start({ signal: stopping.signal, fail }));
  watchParent(() => requestStop("parent process ended"));
  try {
    running = await starting;
    const { ready } = running;
    if (!stopping.signal.aborted) {
      sendToParent({ type: "ready", ...ready });
      logger.info({ name, ...ready }, "started");
    }
  } catch (err) {
    if (!stopping.signal.aborted) {
      logger.error({ err }, "not started");
      process.exit(1);
    }
    logger.info({ err }, "start broken off");
  }
}

const NOTHING_STARTED: RunningService = { stop: async () => undefined };

/** Calls back when the process that started this one over IPC is gone; it may be gone already. */
function watchParent(onEnd: () => void): void {
  if (process.send !== undefined) {
    process.once("disconnect", onEnd);
    if (!process.connected) {
      onEnd();
    }
  }
}

function sendToParent(message: Readonly<Record<string, unknown>>): void {
  if (process.connected) {
    process.send?.(message, undefined, undefined, () => undefined); // a parent that can't be reached is gone
  }
}
