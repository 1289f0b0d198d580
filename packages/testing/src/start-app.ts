import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";

export interface AppExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SpawnedApp {
  readonly pid: number;
  /** What the app sent with `{ type: "ready" }`. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Resolves when the process has ended and its output is complete. */
  readonly exited: Promise<AppExit>;
  /** Sends the signal and resolves with the exit. */
  kill(signal?: NodeJS.Signals): Promise<AppExit>;
  /** What it wrote to stdout and stderr so far. */
  output(): string;
}

/**
 * A spare process loads the code of all tasks, a second of a processor, and few tests last until a second tenant comes. No balancer
 * stands before an API of a test, which needn't go on serving for one.
 */
const TEST_SETTINGS = {
  NODE_ENV: "test",
  PHASE_ENV: "NODE_COMPILE_CACHE",
  WORKER_SPARE_PROCESSES: "0",
  SHUTDOWN_DELAY: "0s",
};

interface StartOptions {
  /** What messages of faults call the program. */
  readonly name: string;
  readonly readyTimeoutMs: number;
  /** Called with the process before it is ready. */
  readonly onStarted?: (child: ChildProcess, exited: Promise<AppExit>) => void;
}

/**
 * Starts a program as a process of its own, and resolves when it sends `{ type: "ready", … }` over IPC. Fails with the
 * output when it ends or `readyTimeoutMs` passes before that.
 *
 * Its environment is `env`, `TEST_SETTINGS`, PATH, HOME and TMPDIR, and the tests' cache of compiled code, nothing else.
 */
export async function startApp(
  program: string,
  env: Readonly<Record<string, string>>,
  { name, readyTimeoutMs, onStarted }: StartOptions,
): Promise<SpawnedApp> {
  const child = fork(program, {
    execArgv: [],
    env: { ...inheritedEnv(), ...TEST_SETTINGS, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const exited = once(child, "close").then(() => ({ code: child.exitCode, signal: child.signalCode }));
  onStarted?.(child, exited);

  const first = await Promise.race([waitUntilReady(child, readyTimeoutMs), exited]);
  if (first === null || "code" in first) {
    child.kill("SIGKILL");
    await exited;
    const reason = first === null ? `was not ready after ${readyTimeoutMs} ms` : `ended with ${JSON.stringify(first)}`;
    throw new Error(`${name} ${reason}; its output:\n${output}`);
  }
  return {
    pid: child.pid ?? 0,
    ready: first.ready,
    exited,
    kill(signal = "SIGTERM") {
      child.kill(signal);
      return exited;
    },
    output: () => output,
  };
}

/** What every program that a test starts needs of the test's own environment; with the cache, a start takes half of the time. */
export function inheritedEnv(): Record<string, string> {
  const names = ["PATH", "HOME", "TMPDIR", "TEMP", "SYSTEMROOT", "NODE_COMPILE_CACHE"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function waitUntilReady(
  child: ChildProcess,
  timeoutMs: number,
): Promise<{ ready: Record<string, unknown> } | null> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(() => resolve(null), timeoutMs);
      child.on("message", (message) => {
        if (typeof message === "object" && "type" in message && message.type === "ready") {
          resolve({ ready: { ...message } });
        }
      });
      child.once("close", () => clearTimeout(timer));
    });
  } finally {
    clearTimeout(timer);
  }
}
