import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LauncherConfig } from "./config.ts";
import type { DevSecrets } from "./dev-secrets.ts";

export interface AppEnvironmentOptions {
  readonly appName: string;
  readonly config: LauncherConfig;
  readonly secrets: DevSecrets;
  readonly databaseUrl: string;
  readonly port: number;
  readonly publicUrl: string;
  /** The launcher's own: what it doesn't settle is passed on. */
  readonly inherited: NodeJS.ProcessEnv;
}

/** The environment variables that an app is started with. */
export function createAppEnvironment(options: AppEnvironmentOptions): NodeJS.ProcessEnv {
  const { appName, config, secrets, databaseUrl, port, publicUrl, inherited } = options;
  return {
    ...inherited,
    NODE_ENV: "development",
    DATABASE_URL: databaseUrl,
    ...(config.redisUrl === null ? {} : { REDIS_URL: config.redisUrl }),
    STORAGE_URL: config.storageUrl ?? pathToFileURL(join(config.dataFolder, "storage")).href,
    SCRATCH_DIR: join(config.dataFolder, "scratch"),
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    JWT_SECRET: secrets.jwtSecret,
    DOWNLOAD_SECRET: secrets.downloadSecret,
    SECRETS_KEY: secrets.secretsKey,
    LOG_LEVEL: config.logLevel,
    LOG_FORMAT: "pretty",
    WORKER_NAME: `${appName}-1`,
    HEALTH_PORT: "0",
    // Nobody balances load on this machine.
    SHUTDOWN_DELAY: "0ms",
    WEBHOOK_ALLOW_PRIVATE: inherited["WEBHOOK_ALLOW_PRIVATE"] ?? "loopback",
  };
}
