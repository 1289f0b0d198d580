import { fork, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { migrate } from "@longhaul/db";
import { migrateQueue } from "@longhaul/queue";
import { SignJWT } from "jose";
import { PRODUCT_JWT_SECRET, productEnvironment } from "../src/product-environment.ts";
import { startPostgres } from "../src/start-postgres.ts";
import { TRIAL_MODULE } from "../src/trial/trial-module.ts";
import type { LoopFigures } from "./event-loop-monitor.ts";

const MONITOR = new URL("./event-loop-monitor.ts", import.meta.url).href;

/** The API as in production, in a process of its own whose event loop is watched, with a Postgres of its own. */
export interface MeasuredApi {
  readonly url: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly authorization: string;
  readonly databaseUrl: string;
  readonly storageFolder: string;
  /** Figures since the last call, and those of a process that does nothing: what both have, the machine's load did. */
  figures(): Promise<LoopFigures & { readonly idle: LoopFigures }>;
  close(): Promise<void>;
}

export async function startMeasuredApi(): Promise<MeasuredApi> {
  const folder = await mkdtemp(join(tmpdir(), "longhaul-bench-"));
  await chmod(folder, 0o711); // the server may run as another account
  const postgres = await startPostgres(folder);
  await migrate(postgres.url);
  await migrateQueue({ backend: "postgres", databaseUrl: postgres.url });
  const [tenantId, projectId] = [randomUUID(), randomUUID()];
  const child = fork(fileURLToPath(new URL("../../../apps/api/src/main.ts", import.meta.url)), {
    execArgv: ["--expose-gc", "--import", MONITOR],
    env: {
      ...process.env,
      ...productEnvironment(
        { connection: (databaseUrl) => ({ backend: "postgres", databaseUrl }) },
        { databaseUrl: postgres.url, folder },
      ),
      NODE_ENV: "production",
      // In production one that can be guessed is refused.
      SECRETS_KEY: randomBytes(32).toString("base64"),
      OPERATION_MODULES: TRIAL_MODULE,
      IMPORT_WAIT_MS: "200ms",
      REQUESTS_PER_MINUTE: "0",
      LOG_LEVEL: "error",
    },
  });
  child.once("exit", (code) => {
    if (code !== 0) process.exit(1);
  });
  const url = await readyUrl(child);
  const idle = fork(fileURLToPath(MONITOR));
  const token = await new SignJWT({ role: "admin", tenants: { [tenantId]: { projects: "*", role: "admin" } } })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("bench")
    .setExpirationTime("2h")
    .sign(new TextEncoder().encode(PRODUCT_JWT_SECRET));
  return {
    url: url.replace("localhost", "127.0.0.1"),
    tenantId,
    projectId,
    authorization: `Bearer ${token}`,
    databaseUrl: postgres.url,
    storageFolder: join(folder, "storage"),
    async figures() {
      const [api, ofIdle] = await Promise.all([figuresOf(child), figuresOf(idle)]);
      return { ...api, idle: ofIdle };
    },
    async close() {
      idle.kill();
      child.kill("SIGTERM");
      await once(child, "exit");
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function figuresOf(child: ChildProcess): Promise<LoopFigures> {
  const answered = new Promise<LoopFigures>((resolve) => {
    const hear = (message: unknown): void => {
      if (typeof message !== "object" || message === null || !("figures" in message)) return;
      child.off("message", hear);
      resolve(message.figures as LoopFigures);
    };
    child.on("message", hear);
  });
  child.send("figures");
  return answered;
}

async function readyUrl(child: ChildProcess): Promise<string> {
  for (;;) {
    const [message] = (await once(child, "message")) as [{ readonly url?: string }];
    if (message.url !== undefined) return message.url;
  }
}
