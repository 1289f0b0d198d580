import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createAppEnvironment } from "./app-environment.ts";
import { startAppProcess, type ReadyMessage } from "./app-process.ts";
import { renderBanner } from "./banner.ts";
import { choosePort } from "./choose-port.ts";
import type { LauncherConfig } from "./config.ts";
import { openDataFolder } from "./data-folder.ts";
import { loadDevSecrets } from "./dev-secrets.ts";
import { createDevToken } from "./dev-token.ts";
import { prepareEmbeddedPostgres } from "./embedded-postgres/prepare-embedded-postgres.ts";
import { acquireLock, type Lock } from "./lock.ts";
import type { MigrateOptions, MigrateResult } from "./migrate-all.ts";
import type { Output, Say } from "./processes/output.ts";
import { writePrivateFile } from "./processes/private-file.ts";
import type { StopRequest } from "./stop-request.ts";
import { supervise, type Supervised } from "./supervise.ts";

export interface App {
  readonly name: string;
  /** Path of its entry file. */
  readonly entry: string;
  /** The API is ended last, for it still answers for what the workers finish. */
  readonly role: "api" | "worker";
}

export interface LaunchOptions {
  readonly config: LauncherConfig;
  readonly apps: readonly App[];
  readonly migrate: (options: MigrateOptions) => Promise<MigrateResult>;
  /** Builds what browsers are served, where its sources have changed. */
  readonly buildConsole: () => Promise<void>;
  /** The launcher's own environment, passed on to the apps. */
  readonly env: NodeJS.ProcessEnv;
  readonly output: Output;
  readonly printBanner: (text: string) => void;
  readonly stopRequest: StopRequest;
}

const STOP_TIMEOUT_MS = 30_000;
/** Migrations that are named. */
const MOST_TOLD = 3;

/** What runs so far, in the order of its start. */
interface Running {
  postgres: Supervised<void> | null;
  readonly apps: { readonly role: App["role"]; readonly process: Supervised<ReadyMessage> }[];
  /** Once aborted, nothing more is started. */
  readonly stopping: AbortController;
}

/**
 * Runs all of Longhaul on this machine until a signal stops it.
 * @returns the exit code: 0 after a clean stop, 130 after a forced one
 * @throws Error when it could not start; whatever ran by then is ended
 */
export async function launch(options: LaunchOptions): Promise<number> {
  const { config, output, stopRequest } = options;
  const say = output.named("launcher");
  await openDataFolder(config.dataFolder);
  const outcome = await acquireLock(config.dataFolder);
  if (outcome.outcome === "held") {
    const { pid, url } = outcome.holder;
    throw new Error(`Longhaul runs on ${config.dataFolder} already: pid ${pid}, ${url ?? "still starting"}`);
  }
  const running: Running = { postgres: null, apps: [], stopping: new AbortController() };
  const starting = startAll(options, running, outcome.lock, say);
  try {
    await Promise.race([starting, stopRequest.requested]);
    await stopRequest.requested;
    say("stopping; Ctrl-C again ends everything at once");
    const end = await Promise.race([stopAll(running, starting), stopRequest.forced.then(() => killAll(running))]);
    say(end === "clean" ? "stopped" : "ended at once");
    return end === "clean" ? 0 : 130;
  } catch (err) {
    await Promise.race([stopAll(running, starting), stopRequest.forced.then(() => killAll(running))]);
    throw err;
  } finally {
    await outcome.lock.release();
  }
}

async function startAll(options: LaunchOptions, running: Running, lock: Lock, say: Say): Promise<void> {
  const { config, apps, env, output } = options;
  const { dataFolder } = config;
  const devFile = join(dataFolder, "dev.json");
  await rm(devFile, { force: true });
  const secrets = await loadDevSecrets(dataFolder);
  const [database] = await Promise.all([
    startDatabase(options, running, secrets.postgresPassword),
    // Without it everything else works.
    options.buildConsole().catch((err: Error) => say(`the console could not be built: ${err.message}`)),
  ]);
  const { applied, warnings } = await options.migrate({
    databaseUrl: database.url,
    redisUrl: config.redisUrl,
    signal: running.stopping.signal,
  });
  if (applied.length > 0) {
    say(`migrated the database: ${listSome(applied)}`);
  }
  warnings.forEach(say);

  const port = await choosePort(config.port, say);
  running.stopping.signal.throwIfAborted();
  const publicUrl = config.publicUrl ?? `http://localhost:${port}`;
  for (const { name, entry, role } of apps) {
    const appEnv = createAppEnvironment({
      appName: name,
      config,
      secrets,
      databaseUrl: database.url,
      port,
      publicUrl,
      inherited: env,
    });
    const appSay = output.named(name);
    const start = () => startAppProcess({ entry, env: appEnv, say: appSay });
    running.apps.push({ role, process: supervise({ name, start, say: appSay }) });
  }
  const messages = await Promise.all(running.apps.map((app) => app.process.firstReady));

  const url = messages.find((message) => message.url !== undefined)?.url ?? publicUrl;
  const { tenantId, projectId } = secrets;
  const token = await createDevToken(secrets.jwtSecret, tenantId);
  await writePrivateFile(devFile, `${JSON.stringify({ url, token, tenantId, projectId }, null, 2)}\n`);
  await lock.publishUrl(url);
  options.printBanner(
    renderBanner({
      url,
      token,
      tenantId,
      projectId,
      database: database.description,
      dataFolder,
      devFile,
      isFound: dataFolder === resolve(".longhaul"),
    }),
  );
}

/** The first names of a list, and how many more there are: of a new database there are a hundred. */
function listSome(names: readonly string[]): string {
  const more = names.length - MOST_TOLD;
  return more > 0 ? `${names.slice(0, MOST_TOLD).join(", ")} and ${more} more` : names.join(", ");
}

async function startDatabase(
  { config, output }: LaunchOptions,
  running: Running,
  password: string,
): Promise<{ url: string; description: string }> {
  if (config.databaseUrl !== null) {
    return { url: config.databaseUrl, description: `${new URL(config.databaseUrl).host}, named by DATABASE_URL` };
  }
  const say = output.named("postgres");
  const embedded = await prepareEmbeddedPostgres({ dataFolder: config.dataFolder, password, say });
  running.stopping.signal.throwIfAborted();
  running.postgres = supervise({ name: "postgres", start: () => embedded.start(), say });
  await running.postgres.firstReady;
  return { url: embedded.databaseUrl, description: embedded.description };
}

/** Workers first, then the API, Postgres last; a start that is still under way is waited for. */
async function stopAll({ apps, postgres, stopping }: Running, starting: Promise<void>): Promise<"clean"> {
  stopping.abort();
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  for (const role of ["worker", "api"] as const) {
    const timeLeftMs = Math.max(1_000, deadline - performance.now());
    await Promise.all(apps.filter((app) => app.role === role).map((app) => app.process.stop(timeLeftMs)));
  }
  await postgres?.stop(STOP_TIMEOUT_MS);
  await starting.catch(() => undefined);
  return "clean";
}

function killAll({ apps, postgres }: Running): "forced" {
  for (const app of apps) {
    app.process.kill();
  }
  postgres?.kill();
  return "forced";
}
