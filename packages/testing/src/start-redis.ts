import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort } from "./find-free-port.ts";
import { privateServer, type PrivateServer } from "./private-server.ts";
import { stopProcess } from "./stop-process.ts";

export interface RunningRedis {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

const START_ATTEMPTS = 3;
const READY = "Ready to accept connections";

/** Starts a redis-server that keeps nothing, in `folder`/redis, on a free port of 127.0.0.1. */
export async function startRedis(serverPath: string, folder: string): Promise<RunningRedis> {
  const dataFolder = join(folder, "redis");
  await mkdir(dataFolder);
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const started = await startServer(serverPath, dataFolder, port);
    if (started.outcome === "ready") {
      const stop = () => stopProcess(started.server, { askWith: "SIGTERM", forceWith: "SIGKILL" });
      return { url: `redis://127.0.0.1:${port}`, pid: started.server.pid ?? 0, stop };
    }
    if (attempt === START_ATTEMPTS) {
      throw new Error(`redis-server did not start:\n${started.log}`);
    }
  }
}

/**
 * A redis-server that a test may kill, freeze and start again, empty, always on the same port. Not started yet.
 * @param keepsData whether from the next start on it writes an append-only file and begins with what that holds
 */
export async function createPrivateRedis(
  serverPath: string,
  folder: string,
  keepsData: () => boolean = () => false,
): Promise<PrivateServer> {
  const dataFolder = join(folder, "private-redis");
  await mkdir(dataFolder);
  const port = await findFreePort();
  return privateServer(`redis://127.0.0.1:${port}`, async () => {
    const started = await startServer(serverPath, dataFolder, port, { detached: true }, keepsData());
    return started.outcome === "ready" ? started.server : null;
  });
}

type StartOutcome = { outcome: "ready"; server: ChildProcess } | { outcome: "exited"; log: string };

async function startServer(
  serverPath: string,
  dataFolder: string,
  port: number,
  options: SpawnOptions = {},
  keepsData = false,
): Promise<StartOutcome> {
  const configPath = join(dataFolder, "redis.conf");
  await writeFile(configPath, configuration(port, dataFolder, keepsData));
  const server = spawn(serverPath, [configPath], { ...options, cwd: dataFolder, stdio: ["ignore", "pipe", "ignore"] });
  let log = "";
  const ready = new Promise<"ready">((resolve) => {
    server.stdout?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-20_000);
      if (log.includes(READY)) {
        resolve("ready");
      }
    });
  });
  const outcome = await Promise.race([ready, once(server, "close").then(() => "exited" as const)]);
  return outcome === "ready" ? { outcome, server } : { outcome, log };
}

function configuration(port: number, dataFolder: string, keepsData: boolean): string {
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    `dir "${dataFolder}"`,
    'save ""',
    keepsData ? "appendonly yes" : "appendonly no",
    "appendfsync always",
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}
