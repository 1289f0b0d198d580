import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { waitFor } from "../wait-for.ts";

/** A server that a test may kill, freeze and start again, always at the same address. */
export interface PrivateServer {
  readonly url: string;
  /** Starts it, again and again until what is left of the one before is gone. */
  start(): Promise<void>;
  /** Ends it without a warning. @param leaderSignal sent to its first process alone, instead of SIGKILL to all */
  kill(leaderSignal?: NodeJS.Signals): Promise<void>;
  /** Stops all its processes where they are; connections stay open and nothing is answered. */
  freeze(): void;
  thaw(): void;
}

/** @param spawnServer starts one that is ready, the leader of a process group; null when it couldn't start */
export function privateServer(url: string, spawnServer: () => Promise<ChildProcess | null>): PrivateServer {
  let server: ChildProcess | null = null;
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (server?.pid !== undefined) process.kill(-server.pid, signal);
  };
  return {
    url,
    async start() {
      server = await waitFor(spawnServer, { what: `a server at ${url}` });
    },
    async kill(leaderSignal) {
      if (server === null) return;
      const exited = once(server, "exit");
      if (leaderSignal === undefined) signalGroup("SIGKILL");
      else server.kill(leaderSignal);
      await exited;
      server = null;
    },
    freeze: () => signalGroup("SIGSTOP"),
    thaw: () => signalGroup("SIGCONT"),
  };
}
