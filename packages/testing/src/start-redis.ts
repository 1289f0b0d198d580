import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findFreePort } from "./find-free-port.ts";
import { stopProcess } from "./stop-process.ts";

export interface RunningRedis {
  readonly url: string;
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
    const configPath = join(dataFolder, "redis.conf");
    await writeFile(configPath, configuration(port, dataFolder));
    const server = spawn(serverPath, [configPath], { cwd: dataFolder, stdio: ["ignore", "pipe", "ignore"] });
    let log = "";
    const ready = new Promise<"ready">((resolve) => {
      server.stdout.setEncoding("utf8").on("data", (text: string) => {
        log = (log + text).slice(-20_000);
        if (log.includes(READY)) {
          resolve("ready");
        }
      });
    });
    const outcome = await Promise.race([ready, once(server, "close").then(() => "exited" as const)]);
    if (outcome === "ready") {
      const stop = () => stopProcess(server, { askWith: "SIGTERM", forceWith: "SIGKILL" });
      return { url: `redis://127.0.0.1:${port}`, stop };
    }
    if (attempt === START_ATTEMPTS) {
      throw new Error(`redis-server did not start:\n${log}`);
    }
  }
}

function configuration(port: number, dataFolder: string): string {
  return [
    "bind 127.0.0.1",
    `port ${port}`,
    `dir "${dataFolder}"`,
    'save ""',
    "appendonly no",
    "maxmemory-policy noeviction",
    "",
  ].join("\n");
}
