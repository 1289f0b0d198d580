import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { atFileEnd } from "./at-file-end.ts";
import type { BundledApps } from "./bundle-apps.ts";
import { bundledModule, getBundledApps } from "./get-test-servers.ts";
import { startApp, type AppExit, type SpawnedApp } from "./start-app.ts";
import { hangMs } from "./test-time.ts";

export interface SpawnOptions {
  /** Left out: what `waitFor` waits. */
  readonly readyTimeoutMs?: number;
  /** Started by a test for the tests behind it too: a hook of the file ends it. */
  readonly isForFile?: boolean;
}

/**
 * Starts a TypeScript entry file as `startApp` does. A test that leaves a process it started running fails, and so does a
 * file that leaves one started in a hook; either way the process is killed.
 */
export async function spawnApp(
  entryPath: string | URL,
  env: Readonly<Record<string, string>> = {},
  { readyTimeoutMs = hangMs(), isForFile = false }: SpawnOptions = {},
): Promise<SpawnedApp> {
  const path = entryPath instanceof URL ? fileURLToPath(entryPath) : entryPath;
  const { program, settings } = programOf(path, env, await getBundledApps());
  return startApp(
    program,
    { ...env, ...settings },
    {
      name: path,
      readyTimeoutMs,
      onStarted: (child, exited) => failIfLeftRunning(child, path, exited, isForFile),
    },
  );
}

/**
 * What to run of the entry: all its code in few files, which halves what a start costs. Modules of operations share classes with
 * the code around them, so they are taken from there too; those that aren't there need the code in its own files, as in production.
 */
function programOf(
  path: string,
  { OPERATION_MODULES: modules }: Readonly<Record<string, string>>,
  apps: BundledApps,
): { readonly program: string; readonly settings: Readonly<Record<string, string>> } {
  const program = apps[path];
  if (program === undefined) return { program: path, settings: {} };
  if (modules === undefined) return { program, settings: {} };
  const bundled = modules.split(",").map((module) => bundledModule(apps, module));
  return bundled.includes(null)
    ? { program: path, settings: {} }
    : { program, settings: { OPERATION_MODULES: bundled.join(",") } };
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
