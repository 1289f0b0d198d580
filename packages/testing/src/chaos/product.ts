import { randomUUID } from "node:crypto";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { SignJWT } from "jose";
import { createRunFolder } from "../run-folder.ts";
import { waitFor } from "../wait-for.ts";
import { startPlace, type App, type ProductProcess } from "./product-process.ts";

const JWT_SECRET = "a secret of at least thirty-two bytes";
const APPS: readonly App[] = ["api", "operations-worker", "webhook-worker"];
/** Statuses that a client may see while a store is away; 409 is a repeated request whose first try is still under way. */
const ALLOWED: ReadonlySet<number> = new Set([200, 201, 202, 409, 503]);
const PAUSE_MS = 100;
/** An import is much more work than a trial operation. */
const UPLOAD_PAUSE_MS = 1_000;
const LOG = "case,activity,timestamp\na,b,2024-01-01\na,c,2024-01-02\n";

/** How long a fault lasts, or a pause between requests: a length of a trial's own, which no condition tells. */
export const lasting = (ms: number): Promise<void> => sleep(ms);

/** The API and both kinds of worker, each a process of its own, with what clients did and saw. */
export interface Product {
  readonly processes: readonly ProductProcess[];
  /** Where blobs are. */
  readonly storageFolder: string;
  /** Unexpected ends, with the output of the process. */
  readonly exits: string[];
  /** Answers by status. */
  readonly statuses: Map<number, number>;
  /** Operations that were accepted. */
  readonly accepted: ReadonlySet<string>;
  /** Datasets that were accepted. */
  readonly uploaded: ReadonlySet<string>;
  /** Statuses that no client may ever see; 0, which is no answer, is one unless the API was ended. */
  wrongStatuses(): number[];
  /** How long the slowest answer took, but for uploads, whose answer waits for their import. */
  slowestMs(): number;
  /** Asks the API; status 0 where it gave no answer. */
  call(path: string, init?: CallInit): Promise<Answer>;
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

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
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
  /** How many processes of each kind; default one. */
  readonly fleet?: readonly App[];
  /** The storage URL; default a new folder behind a link. */
  readonly storageFolder?: string;
  /** Settings of a bucket that takes its place. */
  readonly bucket?: Readonly<Record<string, string>>;
}

export async function startProduct(options: ProductOptions): Promise<Product> {
  const { databaseUrl, redisUrl, fleet = APPS } = options;
  const folder = await createRunFolder();
  const storageFolder = options.storageFolder ?? join(folder.path, "storage");
  if (options.storageFolder === undefined) {
    const real = join(folder.path, "blobs");
    await mkdir(real);
    await symlink(real, storageFolder);
  }
  const [tenantId, projectId] = [randomUUID(), randomUUID()];
  const exits: string[] = [];
  const statuses = new Map<number, number>();
  const accepted = new Set<string>();
  const uploaded = new Set<string>();
  let slowestMs = 0;

  const placeFor = (app: App, place: number): Promise<ProductProcess> =>
    startPlace(app, place, {
      env: {
        DATABASE_URL: databaseUrl,
        ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
        STORAGE_URL: pathToFileURL(storageFolder).href,
        ...options.bucket,
        SCRATCH_DIR: join(folder.path, `scratch-${place}`),
        JWT_SECRET,
      },
      onEnd: (text) => exits.push(text),
    });
  const processes = await Promise.all(fleet.map(placeFor));
  const api = processes.find(({ app }) => app === "api");
  const token = await new SignJWT({ tenants: { [tenantId]: { projects: "*", role: "admin" } } })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("ann")
    .setExpirationTime("12h")
    .sign(new TextEncoder().encode(JWT_SECRET));

  const ask = async (path: string, init: CallInit): Promise<Answer> => {
    const response = await fetch(`${String(api?.ready()["url"])}/api/${tenantId}/${projectId}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(init.body instanceof FormData ? {} : { "content-type": "application/json" }),
        ...init.headers,
      },
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const call: Product["call"] = async (path, init = {}) => {
    const begunAt = performance.now();
    const answer = await ask(path, init).catch((err: unknown) => ({ status: 0, body: { error: String(err) } }));
    if (!(init.body instanceof FormData)) slowestMs = Math.max(slowestMs, Math.round(performance.now() - begunAt));
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    return answer;
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
  const askAll = (path: string): Promise<{ readonly ok: boolean; readonly text: string }[]> =>
    Promise.all(
      processes.map((one) =>
        fetch(`http://127.0.0.1:${String(one.ready()["healthPort"])}${path}`).then(
          async (answer) => ({ ok: answer.ok, text: await answer.text() }),
          (err: unknown) => ({ ok: false, text: String(err) }),
        ),
      ),
    );
  const say = async (path: string): Promise<boolean[]> => (await askAll(path)).map(({ ok }) => ok);
  return {
    processes,
    storageFolder,
    exits,
    statuses,
    accepted,
    uploaded,
    wrongStatuses: () =>
      [...statuses.keys()].filter((status) => !(ALLOWED.has(status) || (status === 0 && api?.wasEnded() === true))),
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
      const answers = await askAll("/readyz");
      return answers.flatMap(({ ok, text }, at) => (ok ? [] : [`${processes[at]?.name()}: ${text}`]));
    },
    alive: () => say("/healthz"),
    async stop() {
      await Promise.all(processes.map((one) => one.end("SIGKILL")));
      await folder.remove();
    },
  };
}
