import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, statSync } from "node:fs";
import { describeEnding, sendSignal, waitForEnding, type LiveProcess } from "../processes/live-process.ts";
import type { Say } from "../processes/output.ts";
import { waitUntil } from "../processes/wait-until.ts";
import type { PostgresAccount } from "./postgres-account.ts";
import type { PostgresBinaries } from "./postgres-binaries.ts";
import { findPostmasterPid } from "./postmaster-pid.ts";

export interface PostgresProcessOptions {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly clusterFolder: string;
  readonly port: number;
  readonly logFile: string;
  /** Prints the last lines of the log when the server ends with an error. */
  readonly say: Say;
}

/** Durability stays as Postgres ships it: fsync and synchronous commits are on. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
};

const READY_TIMEOUT_MS = 120_000; // recovery after a crash replays its log first
const MAX_LOG_BYTES = 10_000_000;
const LAST_LINES = 4;

/**
 * Starts the server in a session of its own, writing its log to a file: it survives the launcher's death without
 * losing a word, and Ctrl-C in the terminal doesn't reach it before the apps are done with it.
 */
export function startPostgresProcess(options: PostgresProcessOptions): LiveProcess<void> {
  const { binaries, account, clusterFolder, port, logFile, say } = options;
  const log = openSync(logFile, sizeOf(logFile) > MAX_LOG_BYTES ? "w" : "a", 0o600);
  const logStart = sizeOf(logFile);
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const server = spawn(binaries.postgres, ["-D", clusterFolder, "-p", String(port), ...settings], {
    ...account,
    cwd: clusterFolder,
    detached: true,
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", log, log],
  });
  closeSync(log);

  let hasEnded = false;
  const ended = waitForEnding(server).then((ending) => {
    hasEnded = true;
    if (ending.exitCode !== 0) {
      readFileSync(logFile).subarray(logStart).toString("utf8").trimEnd().split("\n").slice(-LAST_LINES).forEach(say);
    }
    return ending;
  });
  const isReady = async () => {
    const postmaster = await findPostmasterPid(clusterFolder);
    return postmaster !== null && postmaster.pid === server.pid && postmaster.isReady;
  };
  const ready = waitUntil(async () => hasEnded || (await isReady()), READY_TIMEOUT_MS).then(async (isInTime) => {
    if (hasEnded) {
      throw new Error(`it ended with ${describeEnding(await ended)} before it was ready`);
    }
    if (!isInTime) {
      throw new Error(`it was not ready in ${READY_TIMEOUT_MS / 1000} s`);
    }
  });
  return {
    ready,
    ended,
    askToStop: () => sendSignal(server.pid, "SIGINT"), // a fast shutdown, with a checkpoint
    kill: () => sendSignal(server.pid, "SIGQUIT"), // an immediate one: the next start recovers
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
