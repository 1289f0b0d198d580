import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { warnOfUnknownSettings } from "./warn-of-unknown-settings.ts";
import { readConfig } from "./config.ts";
import { launch, type App } from "./launch.ts";
import { migrateAll } from "./migrate-all.ts";
import { createOutput } from "./processes/output.ts";
import { listenForStopRequests } from "./stop-request.ts";

const PROJECT_FOLDER = fileURLToPath(new URL("../../../", import.meta.url));

const APPS: readonly App[] = [
  { name: "api", role: "api", entry: entryOf("api") },
  { name: "operations-worker", role: "worker", entry: entryOf("operations-worker") },
  { name: "webhook-worker", role: "worker", entry: entryOf("webhook-worker") },
];

function entryOf(app: string): string {
  return fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url));
}

const CONSOLE_BUILD = fileURLToPath(new URL("../../console/src/build/main.ts", import.meta.url));

/** In a process of its own: the bundler is large, and is gone when it has done its work. */
async function buildConsole(): Promise<void> {
  await promisify(execFile)(process.execPath, [CONSOLE_BUILD]);
}

/**
 * `start`: everything on this machine, until Ctrl-C.
 * @returns the exit code
 */
export async function runLauncher(apps = APPS, migrate = migrateAll, build = buildConsole): Promise<number> {
  const stopRequest = listenForStopRequests();
  // Whoever read our output may go away; the processes that we keep must not fall with it.
  process.stdout.on("error", () => undefined);
  warnOfUnknownSettings();
  try {
    return await launch({
      config: readConfig(process.env, PROJECT_FOLDER),
      apps,
      migrate,
      buildConsole: build,
      env: process.env,
      output: createOutput(process.stdout),
      printBanner: (text) => process.stdout.write(`${text}\n`),
      stopRequest,
    });
  } catch (err) {
    process.stderr.write(`\n${describe(err)}\n`);
    return 1;
  }
}

/** The message with its causes: a person reads this, and has no use for a stack. */
function describe(err: unknown): string {
  if (!(err instanceof Error)) {
    return String(err);
  }
  return err.cause === undefined ? err.message : `${err.message}\n  ${describe(err.cause)}`;
}
