import { spawnSync } from "node:child_process";
import type { PhaseUser } from "./phase-user.ts";

/** What the kernel of this machine keeps phase processes to, as far as this worker may ask it to. */
export interface KernelWalls {
  /** Whether a process can be limited before it runs (`ulimit`). */
  readonly limits: boolean;
  /** What a process is started by, so that it ends with the worker, whatever it does; empty where the machine lacks it. */
  readonly endWithWorker: readonly string[];
  /** What a process is started by that is to have no network; empty where the worker may not do that. */
  readonly withoutNetwork: readonly string[];
}

export const NO_WALLS: KernelWalls = { limits: false, endWithWorker: [], withoutNetwork: [] };

const SHELL = "/bin/sh";
const END_WITH_WORKER = ["setpriv", "--pdeathsig", "KILL"];
const WITHOUT_NETWORK = [
  ["unshare", "--net"],
  // Where only root may do the other: a user's own name space, in which nothing changes but the network.
  ["unshare", "--map-current-user", "--net"],
];

/** Tries what this machine has. */
export function findKernelWalls(phaseUser: PhaseUser | undefined): KernelWalls {
  if (process.platform !== "linux") return NO_WALLS;
  const works = (command: readonly string[]): boolean => {
    const [program = "", ...given] = command;
    return spawnSync(program, given, { ...phaseUser, stdio: "ignore", cwd: "/" }).status === 0;
  };
  return {
    limits: works([SHELL, "-c", "ulimit -c 0 && ulimit -d 1000000"]),
    endWithWorker: works([...END_WITH_WORKER, "true"]) ? END_WITH_WORKER : [],
    withoutNetwork: WITHOUT_NETWORK.find((command) => works([...command, "true"])) ?? [],
  };
}

/** A program and its first arguments. */
export interface Launch {
  readonly execPath: string;
  readonly execArgv: string[];
}

/** How Node is started inside the walls. It keeps its id and its channel to the worker: each program becomes the next. */
export function launchInside(walls: KernelWalls, { nodeArguments, dataBytes, hasNetwork }: LaunchLimits): Launch {
  const command = [
    ...(hasNetwork ? [] : walls.withoutNetwork),
    ...walls.endWithWorker, // behind what changes capabilities, which would undo it
    process.execPath,
    ...nodeArguments,
  ];
  if (walls.limits) {
    // No dump of customers' data, and no more memory, even where the machine's own limit is the smaller one.
    const script = 'ulimit -c 0; ulimit -d "$0" 2>/dev/null; exec "$@"';
    return { execPath: SHELL, execArgv: ["-c", script, String(Math.ceil(dataBytes / 1024)), ...command] };
  }
  const [execPath = process.execPath, ...execArgv] = command;
  return { execPath, execArgv };
}

export interface LaunchLimits {
  readonly nodeArguments: readonly string[];
  /** Private memory that the process may have written to, at most. */
  readonly dataBytes: number;
  readonly hasNetwork: boolean;
}
