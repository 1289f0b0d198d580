import { execFile } from "node:child_process";
import { readlink, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isAlive } from "@longhaul/runtime";
import { waitUntil } from "../processes/wait-until.ts";
import { findPostmasterPid } from "./postmaster-pid.ts";

const FAST_SHUTDOWN_MS = 30_000;

/**
 * A launcher that was killed leaves its Postgres behind. The caller holds the data folder's lock, so a server that
 * still runs on this cluster belongs to nobody: it is shut down cleanly, whatever port it is on.
 * A `postmaster.pid` whose number another process has by now is removed, for Postgres would refuse to start.
 * @returns pid of the server that was ended, or null
 */
export async function endLeftOverPostgres(clusterFolder: string): Promise<number | null> {
  const left = await findPostmasterPid(clusterFolder);
  if (left === null || !isAlive(left.pid)) {
    return null;
  }
  if (!(await isServerOf(left.pid, clusterFolder))) {
    await rm(join(clusterFolder, "postmaster.pid"), { force: true });
    return null;
  }
  process.kill(left.pid, "SIGINT");
  if (!(await waitUntil(() => !isAlive(left.pid), FAST_SHUTDOWN_MS))) {
    throw new Error(`a Postgres of an earlier run (pid ${left.pid}) does not stop: end it by hand`);
  }
  return left.pid;
}

/** A postmaster's working directory is its cluster; if the system hides that, its command line names it. */
async function isServerOf(pid: number, clusterFolder: string): Promise<boolean> {
  const workingDirectory = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  if (workingDirectory !== null) {
    return workingDirectory === (await realpath(clusterFolder));
  }
  const ps = await promisify(execFile)("ps", ["-p", String(pid), "-o", "command="]).catch(() => ({ stdout: "" }));
  return ps.stdout.includes(clusterFolder);
}
