import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { SignJWT, type JWTPayload } from "jose";
import { afterAll, beforeAll } from "vitest";
import type { TestBackend } from "../describe-each-backend.ts";
import { spawnApp, type SpawnedApp } from "../spawn-app.ts";
import { useTestDatabase } from "../use-test-database.ts";
import { waitFor } from "../wait-for.ts";

const APPS = new URL("../../../../apps/", import.meta.url);
const JWT_SECRET = "a secret of at least thirty-two bytes";

/** An answer of the service; its body is what JSON made of it. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into it in many ways
  readonly body: Record<string, any>;
}

/** What a client can do with the API and the worker of a test file, each a process of its own. */
export interface Service {
  readonly tenantId: string;
  readonly projectId: string;
  /** What a client of the project needs. */
  connection(): { readonly url: string; readonly tenantId: string; readonly projectId: string; readonly token: string };
  /** Where the ledger is, for tests that spoil it. */
  databaseUrl(): string;
  /** Settings of its processes, for an operator's programs. */
  environment(): Readonly<Record<string, string>>;
  /** A token with other claims, or of another secret, which the service refuses. */
  mintToken(claims: JWTPayload, secret?: string): Promise<string>;
  /** Kills a process, as a crash does, and starts it again where it was. */
  crash(app: AppName): Promise<void>;
  /** Does `work` while nothing that waits can start or end: there is no operations worker until it is done. */
  withoutWorker<T>(work: () => Promise<T>): Promise<T>;
  /** Calls a path below the project; `json` is sent as POST where `method` isn't given. */
  call(path: string, init?: CallInit): Promise<ServiceAnswer>;
  /** Uploads a file, and waits until it is imported or refused. */
  upload(content: string | Uint8Array<ArrayBuffer>, parts?: UploadParts): Promise<ServiceAnswer>;
  /** Reads an upload again with another mapping, and waits until that is done. */
  remap(datasetId: string, json: unknown, init?: Omit<CallInit, "json">): Promise<ServiceAnswer>;
  /** Starts an operation and waits for its end. @returns its id and its detailed results */
  run(
    operationType: string,
    parameters: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly operationId: string; readonly results: ServiceAnswer["body"] }>;
  /** Names of the files that are stored, below the tenant's datasets. */
  storedFiles(): Promise<readonly string[]>;
  /** JSON of an artifact by its download URL. */
  download(url: string): Promise<unknown>;
  /** Text of an artifact by its download URL. */
  downloadText(url: string): Promise<string>;
  /** Bytes of an artifact by its download URL. */
  downloadBytes(url: string): Promise<Uint8Array<ArrayBuffer>>;
}

type AppName = "api" | "operations-worker";

export interface CallInit {
  readonly method?: string;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the path; the service's own where none is given. */
  readonly tenantId?: string;
}

export interface UploadParts {
  readonly fileName?: string;
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Below the project; `/datasets` where none is given. */
  readonly path?: string;
}

const mintToken: Service["mintToken"] = (claims, secret = JWT_SECRET) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(claims.sub ?? "ann")
    .setExpirationTime(claims.exp ?? "1h")
    .sign(new TextEncoder().encode(secret));

/** Starts API and worker for the tests of a file or a describe block, and ends them after it; `further` are settings of theirs. */
export function useService(
  backend: TestBackend,
  further: () => Promise<Readonly<Record<string, string>>> = () => Promise.resolve({}),
): Service {
  const database = useTestDatabase();
  const [tenantId, projectId] = [randomUUID(), randomUUID()];
  let folder: string;
  const apps = new Map<AppName, SpawnedApp>();
  let env: Readonly<Record<string, string>> = {};
  let token: string;
  const start = async (app: AppName, more: Readonly<Record<string, string>> = {}): Promise<void> => {
    const path = new URL(`${app}/src/main.ts`, APPS);
    apps.set(app, await spawnApp(path, { ...env, ...more }, { isForFile: true }));
  };
  const origin = (): string => String(apps.get("api")?.ready["url"]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-service-"));
    const connection = backend.connection(database.url);
    env = {
      DATABASE_URL: database.url,
      ...(connection.backend === "redis"
        ? { REDIS_URL: connection.redisUrl, QUEUE_PREFIX: connection.prefix ?? "" }
        : {}),
      STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
      SCRATCH_DIR: join(folder, "scratch"),
      JWT_SECRET,
      DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
      SECRETS_KEY: Buffer.alloc(32, 7).toString("base64"),
      HOST: "127.0.0.1",
      PORT: "0",
      HEALTH_PORT: "0",
      LOG_LEVEL: "warn",
      WEBHOOK_ALLOW_PRIVATE: "loopback",
      ...(await further()),
    };
    await Promise.all([start("api"), start("operations-worker")]);
    token = await mintToken({ tenants: { [tenantId]: { projects: "*" } } });
  });
  afterAll(async () => {
    await Promise.all([...apps.values()].map((app) => app.kill()));
    await rm(folder, { recursive: true, force: true });
  });

  const call: Service["call"] = async (path, { method, json, form, headers, tenantId: tenant = tenantId } = {}) => {
    const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
    const response = await fetch(`${origin()}/api/${tenant}/${projectId}${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      ...(body === undefined ? {} : { body }),
      headers: {
        authorization: `Bearer ${token}`,
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as ServiceAnswer["body"],
    };
  };

  /** The service answers 503 where a slow machine doesn't read an upload while a client would wait. */
  async function whenThereIsTime(send: () => Promise<ServiceAnswer>): Promise<ServiceAnswer> {
    let answer = await send();
    await waitFor(async () => answer.status !== 503 || (answer = await send()).status !== 503, {
      what: "an answer to the upload",
    });
    return answer;
  }

  /** An answer that came before the import's end, as it would have been behind it. */
  async function imported(answer: ServiceAnswer): Promise<ServiceAnswer> {
    if (answer.status !== 201 || answer.body["status"] !== "Importing") return answer;
    const path = `/datasets/${String(answer.body["datasetId"])}/versions/${String(answer.body["version"])}`;
    let body = answer.body;
    await waitFor(async () => (body = (await call(path)).body)["status"] !== "Importing", { what: "the import" });
    if (body["status"] === "Ready") return { ...answer, body };
    const { datasetId, error } = body;
    return {
      ...answer,
      status: 422,
      body: { errors: [{ pointer: "/file" }], error: { details: { datasetId, ...error } } },
    };
  }

  const fetchFile = (url: string): Promise<Response> => fetch(new URL(url, origin()));

  return {
    connection: () => ({ url: origin(), tenantId, projectId, token }),
    databaseUrl: () => database.url,
    environment: () => env,
    mintToken,
    async crash(app) {
      await apps.get(app)?.kill("SIGKILL");
      await start(app, app === "api" ? { PORT: new URL(origin()).port } : {});
    },
    async withoutWorker(work) {
      await apps.get("operations-worker")?.kill("SIGTERM");
      try {
        return await work();
      } finally {
        await start("operations-worker");
      }
    },
    async download(url) {
      return (await fetchFile(url)).json();
    },
    async downloadText(url) {
      return (await fetchFile(url)).text();
    },
    async downloadBytes(url) {
      return new Uint8Array(await (await fetchFile(url)).arrayBuffer());
    },
    async storedFiles() {
      const root = join(folder, "storage", "datasets", tenantId);
      const found = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    },
    tenantId,
    projectId,
    call,
    async upload(content, { fileName = "log.csv", mapping, headers, path = "/datasets" } = {}) {
      const form = new FormData();
      form.append("file", new Blob([content]), fileName);
      if (mapping !== undefined) form.append("mapping", JSON.stringify(mapping));
      const send = (): Promise<ServiceAnswer> => call(path, { form, ...(headers === undefined ? {} : { headers }) });
      return imported(await whenThereIsTime(send));
    },
    async remap(datasetId, json, init = {}) {
      return imported(await call(`/datasets/${datasetId}/remap`, { json, ...init }));
    },
    async run(operationType, parameters) {
      const accepted = await call("/async/operation", {
        json: { operationType, operationName: operationType, parameters },
      });
      if (accepted.status !== 202) throw new Error(`not accepted: ${JSON.stringify(accepted.body)}`);
      const operationId = String(accepted.body.operationId);
      const results = (): Promise<ServiceAnswer> => call(`/async/operation/${operationId}/results?format=detailed`);
      const ended = await waitFor(
        async () => {
          const answer = await results();
          // 409 is an operation that hasn't ended, 503 a store that didn't answer in time.
          return answer.status === 409 || answer.status === 503 ? null : answer;
        },
        { what: `the end of ${operationType}` },
      );
      return { operationId, results: ended.body };
    },
  };
}
