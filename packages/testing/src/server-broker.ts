import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { bundleApps, type BundledApps } from "./bundle-apps.ts";
import { buildConsole } from "./build-console.ts";
import {
  BACKENDS,
  type Backend,
  type RunnerMessage,
  type ServerProcessMessage,
  type SharedProduct,
  type TestServers,
} from "./provided-context.ts";

export interface ServerBroker {
  /**
   * Answers GET with the run's `TestServers` as JSON, `/apps` below it with its `BundledApps`, `/products/<backend>` with a
   * `SharedProduct`, or 500 and the reason.
   */
  readonly url: string;
  close(): Promise<void>;
}

/** Lets any number of test files share one set of servers, of programs and of products, made when the first of them asks. */
export async function openServerBroker(redisServerPath: string | null): Promise<ServerBroker> {
  let serverProcess: ChildProcess | null = null;
  let servers: Promise<TestServers> | null = null;
  let apps: Promise<BundledApps> | null = null;
  const products = new Map<Backend, Promise<SharedProduct>>();
  const send = (message: RunnerMessage): void => void serverProcess?.send(message);
  const startServers = (): Promise<TestServers> => {
    serverProcess ??= forkServerProcess(redisServerPath);
    return (servers ??= waitUntilReady(serverProcess));
  };
  const bundle = (): Promise<BundledApps> => (apps ??= bundleApps());
  const startProduct = async (backend: Backend): Promise<SharedProduct> => {
    const [bundled] = await Promise.all([bundle(), startServers(), buildConsole()]);
    if (serverProcess === null) throw new Error("there are no servers");
    const started = nextProduct(serverProcess, backend);
    send({ type: "start product", backend, programs: PROGRAMS.map((path) => bundled[path] ?? path) });
    return started;
  };
  const shareProduct = (backend: Backend): Promise<SharedProduct> => {
    const product = products.get(backend) ?? startProduct(backend);
    products.set(backend, product);
    return product;
  };
  const answerOf = (path: string | undefined): Promise<TestServers | BundledApps | SharedProduct> => {
    if (path === "/apps") return bundle();
    const backend = BACKENDS.find((name) => path === `/products/${name}`);
    return backend === undefined ? startServers() : shareProduct(backend);
  };

  const http = createServer((request, response) => {
    answerOf(request.url).then(
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
        send({ type: "stop" });
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

/** The processes of a product, of which the first says where it is. */
const PROGRAMS = ["api", "operations-worker"].map((app) =>
  fileURLToPath(new URL(`../../../apps/${app}/src/main.ts`, import.meta.url)),
);

/** Resolves with what the server process says of the product that it has been asked for. */
async function nextProduct(serverProcess: ChildProcess, backend: Backend): Promise<SharedProduct> {
  return new Promise((resolve, reject) => {
    serverProcess.once("close", () => reject(new Error("the servers have ended")));
    serverProcess.on("message", (message: ServerProcessMessage) => {
      if (message.type === "product" && message.backend === backend) resolve(message.product);
      if (message.type === "no product" && message.backend === backend) reject(new Error(message.message));
    });
  });
}

async function waitUntilReady(serverProcess: ChildProcess): Promise<TestServers> {
  let stderr = "";
  serverProcess.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const message = await new Promise<ServerProcessMessage>((resolve) => {
    serverProcess.once("message", (received) => resolve(received as ServerProcessMessage));
    serverProcess.once("close", () => resolve({ type: "failed", message: stderr }));
  });
  if (message.type === "ready") return message.servers;
  const reason = message.type === "failed" ? message.message : `it said ${message.type}`;
  throw new Error(`the servers of the test run did not start: ${reason}`);
}
