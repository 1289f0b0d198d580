import type { ChildProcess } from "node:child_process";

/** How a process ended. One of the two fields is set. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running process. A supervisor may start it again as a new one. */
export interface LiveProcess<Info> {
  /** Rejects when the process ends before it is ready. */
  readonly ready: Promise<Info>;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks the process to finish its work and exit. */
  askToStop(): void;
  /** Kills the process. */
  kill(): void;
}

export function describeEnding({ exitCode, signal }: Ending): string {
  return signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
}

/** Resolves when the process has exited and its output is read, or when it couldn't be started. */
export function waitForEnding(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal }));
    child.once("error", () => {
      if (child.pid === undefined) {
        resolve({ exitCode: -1, signal: null });
      }
    });
  });
}

/** Signals a process, or its whole group with `-pid`. Does nothing when the process is gone. */
export function sendSignal(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(pid, signal);
  } catch (err) {
    if (!(err instanceof Error && "code" in err && err.code === "ESRCH")) {
      throw err;
    }
  }
}
