import { execFileSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { waitFor } from "./wait-for.ts";

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

/** A process and all that descend from it, itself first. Each process that Postgres starts leads a group of its own. */
function treeOf(pid: number): number[] {
  const children = Map.groupBy(
    execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
      .split("\n")
      .map((line) => line.trim().split(/ +/).map(Number)),
    ([, parent]) => parent,
  );
  const tree = [pid];
  for (const one of tree) for (const [child] of children.get(one) ?? []) if (child !== undefined) tree.push(child);
  return tree;
}

/** @param spawnServer starts one that is ready; null when it couldn't start */
export function privateServer(url: string, spawnServer: () => Promise<ChildProcess | null>): PrivateServer {
  let server: ChildProcess | null = null;
  const signalAll = (signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void => {
    if (server?.pid === undefined) return;
    // While it stands still it starts no others.
    if (signal !== "SIGCONT") process.kill(server.pid, "SIGSTOP");
    for (const pid of treeOf(server.pid)) {
      try {
        process.kill(pid, signal);
      } catch (err) {
        if ((err as NodeJS.ErrnoException).code !== "ESRCH") throw err;
      }
    }
  };
  return {
    url,
    async start() {
      server = await waitFor(spawnServer, { what: `a server at ${url}` });
    },
    async kill(leaderSignal) {
      if (server === null) return;
      const exited = once(server, "exit");
      if (leaderSignal === undefined) signalAll("SIGKILL");
      else server.kill(leaderSignal);
      await exited;
      server = null;
    },
    freeze: () => signalAll("SIGSTOP"),
    thaw: () => signalAll("SIGCONT"),
  };
}
