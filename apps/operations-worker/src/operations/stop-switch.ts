import type { PhaseRunner } from "./phase-runner.ts";
import type { StopReason } from "../context/running-tasks.ts";

/** Stops one run, for any reason and at any time. */
export interface StopSwitch {
  /** Asks the run to stop and ends its process: at once if the reason demands it, else after a grace period. */
  stop(reason: StopReason): void;
  /** The first reason, or null. */
  stopped(): StopReason | null;
  /** Reports that the run is over. From then on the switch doesn't touch the process. */
  end(): void;
}

/** @param graceMs how long the run may take to stop by itself */
export function createStopSwitch(runner: Pick<PhaseRunner, "abort" | "kill">, graceMs: number): StopSwitch {
  let stopped: StopReason | null = null;
  let ended = false;
  let graceTimer: NodeJS.Timeout | undefined;
  return {
    stop(reason) {
      if (ended) return;
      if (stopped === null) runner.abort();
      stopped ??= reason;
      if (reason.kind === "drain" || reason.force) runner.kill();
      else graceTimer ??= setTimeout(() => runner.kill(), graceMs);
    },
    stopped: () => stopped,
    end() {
      ended = true;
      clearTimeout(graceTimer);
    },
  };
}
