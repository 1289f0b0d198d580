import { fileURLToPath } from "node:url";
import { startApp, type AppExit, type SpawnedApp } from "../start-app.ts";
import { hangMs } from "../test-time.ts";
import { TRIAL_MODULE } from "../trial/trial-module.ts";

const ROOT = new URL("../../../../", import.meta.url);

export type App = "api" | "operations-worker" | "webhook-worker";

/** Settings of every process, beside where things are. */
const SETTINGS = {
  NODE_ENV: "test",
  DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
  SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
  OPERATION_MODULES: TRIAL_MODULE,
  REQUESTS_PER_MINUTE: "0",
  HOST: "127.0.0.1",
  PORT: "0",
  HEALTH_PORT: "0",
  WORKER_CPU_UNITS: "4",
  WORKER_MEMORY_GB: "4",
  WORKER_CRASH_BUDGET: "1000",
  WORKER_SPARE_PROCESSES: "2",
  WEBHOOK_ALLOW_PRIVATE: "127.0.0.1/32",
  SHUTDOWN_DELAY: "5s",
  LOG_LEVEL: "error",
};
/** A place in the fleet: the process that is there now, which a trial may end and start again. */
export interface ProductProcess {
  readonly app: App;
  /** What its operations and connections are marked with: another for each process that was here. */
  name(): string;
  pid(): number;
  /** Ends it on purpose, which isn't reported as an unexpected end. */
  end(signal: NodeJS.Signals): Promise<AppExit>;
  /** Sends a signal that doesn't end it. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void;
  /** Whether a trial has ever ended it. */
  wasEnded(): boolean;
  /** Its message when it was ready. */
  ready(): SpawnedApp["ready"];
  /** Starts one where there is none. @param env settings of this one alone */
  start(env?: Readonly<Record<string, string>>): Promise<void>;
}

interface PlaceOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Called on an unexpected end. */
  readonly onEnd: (what: string) => void;
}

/** Starts the first process of a place, and resolves when it is ready. */
export async function startPlace(app: App, place: number, { env, onEnd }: PlaceOptions): Promise<ProductProcess> {
  let generation = 0;
  let wasEnded = false;
  const name = (): string => `${app}-${place}-${generation}`;
  const stopping = new WeakSet<SpawnedApp>();
  const spawn = async (own: Readonly<Record<string, string>>): Promise<SpawnedApp> => {
    generation++;
    const names = app === "operations-worker" ? { WORKER_NAME: name() } : {};
    const program = fileURLToPath(new URL(`apps/${app}/src/main.ts`, ROOT));
    const options = { name: name(), readyTimeoutMs: hangMs() };
    const started = await startApp(program, { ...env, ...SETTINGS, ...names, ...own }, options);
    void started.exited.then((exit) => {
      if (!stopping.has(started)) onEnd(`${name()}: ${JSON.stringify(exit)}\n${started.output()}`);
    });
    return started;
  };
  let current = await spawn({});
  return {
    app,
    name,
    wasEnded: () => wasEnded,
    pid: () => current.pid,
    ready: () => current.ready,
    end(signal) {
      stopping.add(current);
      wasEnded = true;
      return current.kill(signal);
    },
    signal: (signal) => void process.kill(current.pid, signal),
    async start(own = {}) {
      current = await spawn(own);
    },
  };
}
