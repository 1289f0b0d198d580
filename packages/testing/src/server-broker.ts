import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { bundleApps, type BundledApps } from "./bundle-apps.ts";
import type { ServerProcessMessage, TestServers } from "./provided-context.ts";

export interface ServerBroker {
  /** Answers GET with the run's `TestServers` as JSON, `/apps` below it with its `BundledApps`, or 500 and the reason. */
  readonly url: string;
  close(): Promise<void>;
}

/** Lets any number of test files share one set of servers, and of programs, made when the first of them asks. */
export async function openServerBroker(redisServerPath: string | null): Promise<ServerBroker> {
  let serverProcess: ChildProcess | null = null;
  let servers: Promise<TestServers> | null = null;
  let apps: Promise<BundledApps> | null = null;
  const startServers = (): Promise<TestServers> => {
    serverProcess ??= forkServerProcess(redisServerPath);
    return (servers ??= waitUntilReady(serverProcess));
  };

  const http = createServer((request, response) => {
    const asked: Promise<TestServers | BundledApps> =
      request.url === "/apps" ? (apps ??= bundleApps()) : startServers();
    asked.then(
      (ready) => response.end(JSON.stringify(ready)),
      (err: unknown) => response.writeHead(500).end(String(err)),
    );
  }).listen(0, "127.0.0.1");
  await once(http, "listening");
  const address = http.address();
  if (address === null || typeof address === "string") {
    throw new Error("the operating system gave no TCP port");
  }

  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      http.close();
      http.closeAllConnections();
      if (serverProcess?.connected === true) {
        const exited = once(serverProcess, "exit");
        serverProcess.send("stop");
        await exited;
      }
    },
  };
}

/** In a session of its own: Ctrl-C in the terminal must reach the servers last, not first. */
function forkServerProcess(redisServerPath: string | null): ChildProcess {
  const path = fileURLToPath(new URL("server-process.ts", import.meta.url));
  return fork(path, redisServerPath === null ? [] : [redisServerPath], {
    detached: true,
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
}

async function waitUntilReady(serverProcess: ChildProcess): Promise<TestServers> {
  let stderr = "";
  serverProcess.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const message = await new Promise<ServerProcessMessage>((resolve) => {
    serverProcess.once("message", (received) => resolve(received as ServerProcessMessage));
    serverProcess.once("close", () => resolve({ type: "failed", message: stderr }));
  });
  if (message.type === "failed") {
    throw new Error(`the servers of the test run did not start: ${message.message}`);
  }
  return message.servers;
}
