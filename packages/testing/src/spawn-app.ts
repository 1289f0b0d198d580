import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { atFileEnd } from "./at-file-end.ts";
import { getBundledApps } from "./get-test-servers.ts";
import { hangMs } from "./test-time.ts";

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

export interface SpawnOptions {
  /** Left out: what `waitFor` waits. */
  readonly readyTimeoutMs?: number;
  /** Started by a test for the tests behind it too: a hook of the file ends it. */
  readonly isForFile?: boolean;
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

/**
 * Starts a TypeScript entry file as a process of its own, and resolves when it sends
 * `{ type: "ready", … }` over IPC. Fails with the output when it ends or `readyTimeoutMs` passes before that.
 *
 * Its environment is `env`, `TEST_SETTINGS`, PATH, HOME and TMPDIR, and the tests' cache of compiled code, nothing else. A test that
 * leaves a process it started running fails, and so does a file that leaves one started in a hook; either way the process is killed.
 */
export async function spawnApp(
  entryPath: string | URL,
  env: Readonly<Record<string, string>> = {},
  { readyTimeoutMs = hangMs(), isForFile = false }: SpawnOptions = {},
): Promise<SpawnedApp> {
  const path = entryPath instanceof URL ? fileURLToPath(entryPath) : entryPath;
  const child = fork(await programOf(path, env), {
    execArgv: [],
    env: { ...inheritedEnv(), ...TEST_SETTINGS, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => (output += text));
  }
  const exited = once(child, "close").then(() => ({ code: child.exitCode, signal: child.signalCode }));
  failIfLeftRunning(child, path, exited, isForFile);

  const first = await Promise.race([waitUntilReady(child, readyTimeoutMs), exited]);
  if (first === null || "code" in first) {
    child.kill("SIGKILL");
    await exited;
    const reason = first === null ? `was not ready after ${readyTimeoutMs} ms` : `ended with ${JSON.stringify(first)}`;
    throw new Error(`${path} ${reason}; its output:\n${output}`);
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

/**
 * What to run of the entry: all its code in few files, which halves what a start costs. Modules of operations share classes with
 * the code around them, so they need it in its own files, as in production; so do tests of the launcher, which starts the rest.
 */
async function programOf(path: string, env: Readonly<Record<string, string>>): Promise<string> {
  return env["OPERATION_MODULES"] === undefined ? ((await getBundledApps())[path] ?? path) : path;
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

function failIfLeftRunning(child: ChildProcess, path: string, exited: Promise<AppExit>, isForFile: boolean): void {
  const check = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await exited;
      throw new Error(`${path} (process ${child.pid}) was left running; stop it where it was started`);
    }
  };
  if (isForFile) {
    atFileEnd(check);
    return;
  }
  try {
    onTestFinished(check);
  } catch {
    atFileEnd(check); // started in a hook
  }
}
