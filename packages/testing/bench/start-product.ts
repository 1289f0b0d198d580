import { fork, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "@longhaul/db";
import { migrateQueue, type QueueConnection } from "@longhaul/queue";
import { SignJWT } from "jose";
import { findOnPath } from "../src/find-on-path.ts";
import { PRODUCT_JWT_SECRET, productEnvironment } from "../src/product-environment.ts";
import { DURABLE, startPostgres } from "../src/start-postgres.ts";
import { startRedis } from "../src/start-redis.ts";

export type Backend = "postgres" | "redis";
type Process = "api" | "operations-worker" | "webhook-worker";

/** A tenant's way in. */
export interface ProductTenant {
  /** URL of its project's paths. */
  readonly project: string;
  readonly authorization: string;
}

/** The product's processes on stores of their own, whose commits are durable; a tenant has come. */
export interface Product extends ProductTenant {
  readonly databaseUrl: string;
  /** Process ids by name, the stores' among them. */
  readonly pids: ReadonlyMap<string, number>;
  /** Starts a process and waits until it is ready. */
  start(app: Process): Promise<void>;
  newTenant(): Promise<ProductTenant>;
  stop(): Promise<void>;
}

/**
 * Prepares stores and starts the API.
 * @param postgresSettings beside those that make commits durable
 * @throws when the machine has no redis-server and one is needed
 */
export async function startProduct(
  backend: Backend,
  env: Readonly<Record<string, string>>,
  postgresSettings: Readonly<Record<string, string>> = {},
): Promise<Product> {
  const redisPath = findOnPath("redis-server");
  if (backend === "redis" && redisPath === null) throw new Error("this machine has no redis-server");
  const folder = await mkdtemp(join(tmpdir(), "longhaul-bench-"));
  await chmod(folder, 0o711); // the server may run as another account
  const postgres = await startPostgres(folder, { ...DURABLE, ...postgresSettings });
  const redis = backend === "redis" && redisPath !== null ? await startRedis(redisPath, folder) : null;
  await migrate(postgres.url);
  if (redis === null) await migrateQueue({ backend: "postgres", databaseUrl: postgres.url });
  const connection: QueueConnection =
    redis === null
      ? { backend: "postgres", databaseUrl: postgres.url }
      : { backend: "redis", redisUrl: redis.url, prefix: "{bench}" };
  const settings = {
    ...productEnvironment({ connection: () => connection }, { databaseUrl: postgres.url, folder }),
    // In production one that can be guessed is refused.
    SECRETS_KEY: randomBytes(32).toString("base64"),
  };
  const pids = new Map([["postgres", postgres.pid]]);
  if (redis !== null) pids.set("redis", redis.pid);
  const children: ChildProcess[] = [];
  let url = "";
  const start = async (app: Process): Promise<void> => {
    const child = fork(fileURLToPath(new URL(`../../../apps/${app}/src/main.ts`, import.meta.url)), {
      env: {
        ...process.env,
        ...settings,
        NODE_ENV: "production",
        REQUESTS_PER_MINUTE: "0",
        LOG_LEVEL: "error",
        ...env,
      },
    });
    children.push(child);
    pids.set(app, child.pid ?? 0);
    const [ready] = (await once(child, "message")) as [{ readonly url?: string }];
    url = ready.url?.replace("localhost", "127.0.0.1") ?? url;
  };
  await start("api");
  const newTenant = async (): Promise<ProductTenant> => {
    const tenantId = randomUUID();
    const token = await new SignJWT({ tenants: { [tenantId]: { projects: "*", role: "admin" } } })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject("bench")
      .setExpirationTime("2h")
      .sign(new TextEncoder().encode(PRODUCT_JWT_SECRET));
    return { project: `${url}/api/${tenantId}/${randomUUID()}`, authorization: `Bearer ${token}` };
  };
  return {
    ...(await newTenant()),
    newTenant,
    databaseUrl: postgres.url,
    pids,
    start,
    async stop() {
      for (const child of children) {
        child.kill("SIGTERM");
        await once(child, "exit");
      }
      await redis?.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
