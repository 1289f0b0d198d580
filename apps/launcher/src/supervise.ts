import { setTimeout as sleep } from "node:timers/promises";
import { describeEnding, type LiveProcess } from "./processes/live-process.ts";
import type { Say } from "./processes/output.ts";

export interface SuperviseOptions<Info> {
  readonly name: string;
  /** Begins a life of the process. */
  readonly start: () => LiveProcess<Info>;
  readonly say: Say;
  readonly timings?: Partial<SuperviseTimings>;
}

export interface SuperviseTimings {
  /** Wait after the first crash; doubled by each further one. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** A life this long makes the earlier crashes forgotten. */
  readonly healthyAfterMs: number;
}

export interface Supervised<Info> {
  /** Rejects when the process ended so often before it was ever ready that something must be wrong with it. */
  readonly firstReady: Promise<Info>;
  /** Asks the process to end, and kills it after the time. Resolves when it is gone. */
  stop(timeoutMs: number): Promise<void>;
  /** Ends it now, without waiting. */
  kill(): void;
}

const TIMINGS: SuperviseTimings = { firstDelayMs: 1_000, maxDelayMs: 30_000, healthyAfterMs: 60_000 };
const ATTEMPTS_TO_GET_READY = 3;

/** Keeps a process running: starts it, and starts it again with a growing delay whenever it ends unasked. */
export function supervise<Info>({ name, start, say, timings }: SuperviseOptions<Info>): Supervised<Info> {
  const { firstDelayMs, maxDelayMs, healthyAfterMs } = { ...TIMINGS, ...timings };
  const stopping = new AbortController();
  const firstReady = Promise.withResolvers<Info>();
  firstReady.promise.catch(() => undefined); // a caller that is stopping doesn't look at it any more
  let live: LiveProcess<Info> | null = null;
  let wasEverReady = false;

  async function liveOnce(): Promise<string> {
    live = start();
    live.ready.then(
      (info) => {
        if (wasEverReady) {
          say("is back");
        }
        wasEverReady = true;
        firstReady.resolve(info);
      },
      () => live?.kill(), // gone already, or too slow to be of use
    );
    const ending = await live.ended;
    live = null;
    return describeEnding(ending);
  }

  async function keepRunning(): Promise<void> {
    let crashes = 0;
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      const ending = await liveOnce();
      if (stopping.signal.aborted) {
        return;
      }
      crashes = performance.now() - startedAt >= healthyAfterMs ? 1 : crashes + 1;
      if (!wasEverReady && crashes === ATTEMPTS_TO_GET_READY) {
        firstReady.reject(
          new Error(`${name} does not start: it ended ${crashes} times (${ending}), see its lines above`),
        );
        return;
      }
      const delayMs = Math.min(firstDelayMs * 2 ** (crashes - 1), maxDelayMs);
      say(`ended unexpectedly (${ending}); starting it again in ${delayMs / 1000} s`);
      await sleep(delayMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  function abandon(): void {
    stopping.abort();
    firstReady.reject(new Error(`${name} was stopped before it was ready`));
  }

  const finished = keepRunning();
  return {
    firstReady: firstReady.promise,
    async stop(timeoutMs) {
      abandon();
      live?.askToStop();
      const timer = setTimeout(() => {
        say(`did not stop in ${timeoutMs / 1000} s: killed`);
        live?.kill();
      }, timeoutMs);
      await finished;
      clearTimeout(timer);
    },
    kill() {
      abandon();
      live?.kill();
    },
  };
}
