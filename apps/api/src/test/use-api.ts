import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DEFAULT_TARIFF, USUAL_QUOTAS } from "@longhaul/domain";
import { problemSchema } from "@longhaul/contracts";
import { createLogger } from "@longhaul/runtime";
import { hangMs, patientLimits, TRIAL_MODULE, useTestDatabase, type TestBackend } from "@longhaul/testing";
import { SignJWT, type JWTPayload } from "jose";
import { afterAll, beforeAll } from "vitest";
import type { ApiConfig } from "../context/config.ts";
import { PRIVATE_PROXIES } from "../context/trusted-proxies.ts";
import { createContext, type ApiContext } from "../context/context.ts";
import { createApp } from "../create-app.ts";
import { createHttpServer } from "../http/create-http-server.ts";

export const JWT_SECRET = "a secret of at least thirty-two bytes";

/** An answer with its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; fails when it isn't. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any shape
  readonly body: Record<string, any>;
}

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly body?: string | FormData | ReadableStream;
  readonly token?: string | null;
}

/** The API in this process, on a real port, with a database of its own. */
export interface TestApi {
  readonly tenantId: string;
  readonly projectId: string;
  ctx(): ApiContext;
  url(path: string): string;
  /** `/api/{tenant}/{project}` + path. */
  project(path: string): string;
  call(path: string, options?: CallOptions): Promise<Answer>;
  token(claims?: JWTPayload): Promise<string>;
  folder(): string;
  databaseUrl(): string;
}

/** @param limits the usual ones for tests of them; others don't fail because a machine is busy */
export function useApi(
  backend: TestBackend | null = null,
  changes: Partial<ApiConfig> | ((databaseUrl: string) => Promise<Partial<ApiConfig>>) = {},
  limits: "patient" | "usual" = "patient",
): TestApi {
  const database = useTestDatabase();
  const tenantId = randomUUID();
  const projectId = randomUUID();
  let ctx: ApiContext;
  let server: Server;
  let folder: string;
  let origin: string;

  const token = async (claims: JWTPayload = {}): Promise<string> =>
    new SignJWT({ tenants: { [tenantId]: { projects: [projectId], role: "admin" } }, ...claims })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(claims.sub ?? "ann")
      .setExpirationTime(claims.exp ?? "1h")
      .sign(new TextEncoder().encode(JWT_SECRET));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longhaul-api-"));
    const config: ApiConfig = {
      host: "127.0.0.1",
      port: 0,
      publicUrl: undefined,
      corsOrigins: [],
      databaseUrl: database.url,
      poolerUrl: undefined,
      redisUrl: undefined,
      queuePrefix: undefined,
      storageUrl: pathToFileURL(join(folder, "storage")).href,
      auth: { secret: JWT_SECRET, jwksUrl: undefined, issuer: undefined, audience: undefined },
      oidc: undefined,
      secretsKeys: [Buffer.alloc(32, "k")],
      downloadSecret: "another secret of thirty-two bytes or more",
      maxUploadBytes: 5_000_000,
      importWaitMs: 200,
      quotas: USUAL_QUOTAS,
      allowList: [],
      trustedProxies: PRIVATE_PROXIES,
      auditRetentionDays: 400,
      maxStreams: 2000,
      maxStreamsPerTenant: 200,
      tariff: DEFAULT_TARIFF,
      operationModules: [TRIAL_MODULE],
      healthPort: 0,
      healthHost: "127.0.0.1",
      shutdownDelayMs: 0,
      checkAnswers: true,
      tracing: { endpoint: undefined, headers: undefined },
      logLevel: "error",
      logPretty: false,
      ...(typeof changes === "function" ? await changes(database.url) : changes),
    };
    ctx = await createContext(config, {
      logger: createLogger({ service: "api", level: "error" }),
      console: null,
      ...(limits === "usual" ? {} : { limits: { ...patientLimits(), answerMs: hangMs(), paintMs: hangMs() } }),
      ...(backend === null ? {} : { queueConnection: backend.connection(database.url) }),
    });
    server = createHttpServer(createApp(ctx)).listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await ctx.close();
    await rm(folder, { recursive: true, force: true });
  });

  const url = (path: string): string => `${origin}${path}`;
  return {
    tenantId,
    projectId,
    url,
    token,
    ctx: () => ctx,
    folder: () => folder,
    databaseUrl: () => database.url,
    project: (path) => url(`/api/${tenantId}/${projectId}${path}`),
    async call(path, options = {}) {
      const bearer = options.token === undefined ? await token() : options.token;
      const response = await fetch(path.startsWith("http") ? path : url(`/api/${tenantId}/${projectId}${path}`), {
        method: options.method ?? (options.json === undefined && options.body === undefined ? "GET" : "POST"),
        headers: {
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(options.json === undefined ? {} : { "content-type": "application/json" }),
          ...options.headers,
        },
        ...(options.json === undefined
          ? options.body === undefined
            ? {}
            : { body: options.body, duplex: "half" as const }
          : { body: JSON.stringify(options.json) }),
      });
      const text = await response.text();
      if (response.headers.get("content-type")?.startsWith("application/problem+json") === true && text !== "") {
        const { error } = problemSchema.validate(JSON.parse(text), { convert: false, abortEarly: false });
        if (error !== undefined) throw new Error(`the problem is not as its schema says: ${error.message}: ${text}`);
      }
      return {
        status: response.status,
        headers: response.headers,
        text,
        get body() {
          return JSON.parse(text) as Answer["body"];
        },
      };
    },
  };
}
