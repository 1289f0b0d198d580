import type { Logger } from "./create-logger.ts";

/** A service that runs. */
export interface RunningService {
  /** Sent to the parent process with `{ type: "ready" }`: what it should know, such as a URL. */
  readonly ready?: Readonly<Record<string, unknown>>;
  /** Takes no more work and finishes what it has. */
  readonly drain?: () => Promise<void>;
  /** Closes everything; afterwards nothing keeps the process alive. */
  readonly stop: () => Promise<void>;
}

export interface ServiceOptions {
  readonly name: string;
  readonly logger: Logger;
  readonly start: () => Promise<RunningService>;
  /** How long draining may take, default 30 s. */
  readonly drainTimeoutMs?: number;
  /** How long closing may take, default 10 s. */
  readonly stopTimeoutMs?: number;
}

const SIGNALS = ["SIGTERM", "SIGINT"] as const;

/** A terminal's Ctrl-C reaches the whole process group, and a launcher then signals its children, too: one request, not two. */
const SAME_REQUEST_MS = 1000;

/**
 * The life of a process: start, tell the parent, wait for SIGTERM or SIGINT (or for the parent's end), drain, stop,
 * exit 0. A second signal, or a step that takes too long, exits 1 at once; so does an error that nobody caught, after a
 * brief drain. Never resolves before the service has stopped.
 */
export async function runService(options: ServiceOptions): Promise<void> {
  const { name, logger } = options;
  let service: RunningService | null = null;
  let stoppingSince: number | null = null;

  const shutDown = async (reason: string, exitCode: number): Promise<void> => {
    if (stoppingSince !== null) {
      if (performance.now() - stoppingSince < SAME_REQUEST_MS) return;
      logger.warn({ reason }, "stopped by force");
      process.exit(1);
    }
    stoppingSince = performance.now();
    logger.info({ reason }, "stopping");
    try {
      await within(options.drainTimeoutMs ?? 30_000, "draining", service?.drain?.());
      await within(options.stopTimeoutMs ?? 10_000, "stopping", service?.stop());
    } catch (err) {
      logger.error({ err }, "not stopped cleanly");
      process.exit(1);
    }
    logger.info("stopped");
    process.exit(exitCode);
  };

  for (const signal of SIGNALS) process.on(signal, () => void shutDown(signal, 0));
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (err: unknown) => {
      logger.error({ err, event }, "unexpected error");
      void shutDown(event, 1);
    });
  }
  if (process.connected) process.on("disconnect", () => void shutDown("parent process ended", 0));

  try {
    service = await options.start();
  } catch (err) {
    logger.error({ err }, "not started");
    process.exit(1);
  }
  if (process.connected) process.send?.({ type: "ready", ...service.ready });
  logger.info({ name, ...service.ready }, "started");
}

async function within(timeoutMs: number, what: string, work: Promise<void> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took more than ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
