import type { ChildProcess } from "node:child_process";

/** How a process ended: one of the two is set. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One life of a process that may have several. */
export interface LiveProcess<Info> {
  /** Rejects when the process ends before it is ready. */
  readonly ready: Promise<Info>;
  /** Never rejects. */
  readonly ended: Promise<Ending>;
  /** Asks it to finish what it does and to end. */
  askToStop(): void;
  /** Ends it now. */
  kill(): void;
}

export function describeEnding({ exitCode, signal }: Ending): string {
  return signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
}

/** Resolves when the process is gone and its output is read, or when it could not be started at all. */
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

/** Signals a process, or with `-pid` its whole group; one that is gone already needs none. */
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
