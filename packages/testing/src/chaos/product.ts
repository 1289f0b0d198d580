import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { SignJWT } from "jose";
import { spawnApp, type SpawnedApp } from "../spawn-app.ts";
import { TRIAL_MODULE } from "../trial/trial-module.ts";
import { waitFor } from "../wait-for.ts";

const ROOT = new URL("../../../../", import.meta.url);
const JWT_SECRET = "a secret of at least thirty-two bytes";
const APPS = ["api", "operations-worker", "webhook-worker"] as const;
/** Statuses that a client may see while a store is away; 409 is a repeated request whose first try is still under way. */
const ALLOWED: ReadonlySet<number> = new Set([200, 201, 202, 409, 503]);
const PAUSE_MS = 100;
/** An import is much more work than a trial operation. */
const UPLOAD_PAUSE_MS = 1_000;
const LOG = "case,activity,timestamp\na,b,2024-01-01\na,c,2024-01-02\n";

/** How long a fault lasts, or a pause between requests: a length of a trial's own, which no condition tells. */
export const lasting = (ms: number): Promise<void> => sleep(ms);

/** API and both workers, each a process of its own, with what clients did and saw. */
export interface Product {
  readonly apps: readonly SpawnedApp[];
  /** Ends that nobody asked for, with what the process wrote. */
  readonly exits: readonly string[];
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Operations that were accepted. */
  readonly accepted: ReadonlySet<string>;
  /** Datasets that were accepted. */
  readonly uploaded: ReadonlySet<string>;
  /** Statuses that no client may ever see. */
  wrongStatuses(): number[];
  /** How long the slowest answer took, but for uploads, whose answer waits for their import. */
  slowestMs(): number;
  call(path: string, init?: CallInit): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** Starts an operation under one key, however often it takes until it is accepted. @returns its id */
  startOne(): Promise<string>;
  /** Starts, uploads, lists and reads by several clients until `end` aborts. */
  load(end: AbortSignal): Promise<unknown>;
  /** What each process says of itself. */
  ready(): Promise<boolean[]>;
  /** Processes that say that they aren't ready, and what each checked, for people. */
  unready(): Promise<string[]>;
  alive(): Promise<boolean[]>;
  stop(): Promise<void>;
}

export interface CallInit {
  readonly method?: string;
  readonly body?: string | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ProductOptions {
  readonly databaseUrl: string;
  /** Null where the queue lives on Postgres. */
  readonly redisUrl: string | null;
  readonly queuePrefix?: string;
}

export async function startProduct({ databaseUrl, redisUrl, queuePrefix }: ProductOptions): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-chaos-"));
  const [tenantId, projectId] = [randomUUID(), randomUUID()];
  const exits: string[] = [];
  const statuses = new Map<number, number>();
  const accepted = new Set<string>();
  const uploaded = new Set<string>();
  let slowestMs = 0;
  let isStopping = false;

  const start = async (app: string): Promise<SpawnedApp> => {
    const spawned = await spawnApp(new URL(`apps/${app}/src/main.ts`, ROOT), {
      NODE_ENV: "test",
      DATABASE_URL: databaseUrl,
      ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
      ...(queuePrefix === undefined ? {} : { QUEUE_PREFIX: queuePrefix }),
      STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
      SCRATCH_DIR: join(folder, "scratch"),
      JWT_SECRET,
      DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
      SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
      OPERATION_MODULES: TRIAL_MODULE,
      HOST: "127.0.0.1",
      PORT: "0",
      HEALTH_PORT: "0",
      WORKER_CPU_UNITS: "4",
      WORKER_MEMORY_GB: "4",
      WORKER_CRASH_BUDGET: "1000",
      WEBHOOK_ALLOW_PRIVATE: "127.0.0.1/32",
      LOG_LEVEL: "error",
    });
    void spawned.exited.then((exit) => {
      if (!isStopping) exits.push(`${app}: ${JSON.stringify(exit)}\n${spawned.output()}`);
    });
    return spawned;
  };
  const apps = await Promise.all(APPS.map(start));
  const token = await new SignJWT({ tenants: { [tenantId]: { projects: "*", role: "admin" } } })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("ann")
    .setExpirationTime("2h")
    .sign(new TextEncoder().encode(JWT_SECRET));

  const call: Product["call"] = async (path, init = {}) => {
    const begunAt = performance.now();
    const response = await fetch(`${String(apps[0]?.ready["url"])}/api/${tenantId}/${projectId}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(init.body instanceof FormData ? {} : { "content-type": "application/json" }),
        ...init.headers,
      },
    });
    const body = (await response.json()) as Record<string, unknown>;
    if (!(init.body instanceof FormData)) slowestMs = Math.max(slowestMs, Math.round(performance.now() - begunAt));
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    return { status: response.status, body };
  };
  const startOne = async (): Promise<string> => {
    const headers = { "idempotency-key": randomUUID() };
    const body = JSON.stringify({ operationType: "Trial", operationName: "chaos", parameters: { phaseMs: 20 } });
    return waitFor(
      async () => {
        const answer = await call("/async/operation", { method: "POST", headers, body });
        if (answer.status !== 202) {
          await lasting(PAUSE_MS);
          return null;
        }
        const operationId = String(answer.body["operationId"]);
        accepted.add(operationId);
        return operationId;
      },
      { what: "an operation to be accepted" },
    );
  };
  const upload = async (): Promise<void> => {
    const body = new FormData();
    body.set("file", new Blob([LOG]), "log.csv");
    const answer = await call("/datasets", { method: "POST", body });
    if (answer.status === 201) uploaded.add(String(answer.body["datasetId"]));
  };
  const loop = async (end: AbortSignal, work: () => Promise<unknown>, pauseMs = PAUSE_MS): Promise<void> => {
    while (!end.aborted) {
      await work();
      await lasting(pauseMs);
    }
  };
  const read = async (): Promise<void> => {
    const latest = [...accepted].at(-1);
    if (latest !== undefined) await call(`/async/operation/${latest}`, { headers: { prefer: "wait=0" } });
  };
  const list = (): Promise<unknown> => call("/async/operations?pageSize=5");
  const webhooks = (): Promise<unknown> => call("/async/webhooks");
  const ask = (path: string): Promise<{ readonly ok: boolean; readonly text: string }[]> =>
    Promise.all(
      apps.map((app) =>
        fetch(`http://127.0.0.1:${String(app.ready["healthPort"])}${path}`).then(async (answer) => {
          return { ok: answer.ok, text: await answer.text() };
        }),
      ),
    );
  const say = async (path: string): Promise<boolean[]> => (await ask(path)).map(({ ok }) => ok);
  return {
    apps,
    exits,
    statuses,
    accepted,
    uploaded,
    wrongStatuses: () => [...statuses.keys()].filter((status) => !ALLOWED.has(status)),
    slowestMs: () => slowestMs,
    call,
    startOne,
    load: (end) =>
      Promise.all([
        ...[startOne, startOne, list, list, read, webhooks].map((work) => loop(end, work)),
        loop(end, upload, UPLOAD_PAUSE_MS),
      ]),
    ready: () => say("/readyz"),
    async unready() {
      const answers = await ask("/readyz");
      return answers.flatMap(({ ok, text }, at) => (ok ? [] : [`${APPS[at]}: ${text}`]));
    },
    alive: () => say("/healthz"),
    async stop() {
      isStopping = true;
      await Promise.all(apps.map((app) => app.kill("SIGKILL")));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
