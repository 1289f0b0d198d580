import type { PhaseRunner } from "./phase-runner.ts";
import type { StopReason } from "../context/running-tasks.ts";

/** Stops one run of work, wherever the word comes from and however late. */
export interface StopSwitch {
  /** Asks the run to stop, and ends its process: at once where the reason says so, else after a grace. */
  stop(reason: StopReason): void;
  /** The first reason, or null. */
  stopped(): StopReason | null;
  /** The run is over. Nothing that this switch was told, or is told from now on, touches the process any more. */
  end(): void;
}

/** @param graceMs how long the run has to stop by itself */
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
