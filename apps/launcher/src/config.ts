import { resolve } from "node:path";
import Joi from "joi";
import { loadConfig, portSetting, urlSetting } from "@longhaul/runtime";

export interface LauncherConfig {
  /** Absolute path. */
  readonly dataFolder: string;
  /** The API's port: the one that `PORT` chose, or the first one to try. */
  readonly port: { readonly number: number; readonly isChosen: boolean };
  /** The user's own server; null means the embedded one. */
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly storageUrl: string | null;
  readonly publicUrl: string | null;
  readonly logLevel: string;
}

const DEFAULT_PORT = 8080;

interface Variables {
  LONGHAUL_DATA?: string;
  PORT?: number;
  DATABASE_URL?: string;
  REDIS_URL?: string;
  STORAGE_URL?: string;
  PUBLIC_URL?: string;
  LOG_LEVEL: string;
}

const schema = Joi.object<Variables>({
  LONGHAUL_DATA: Joi.string(),
  PORT: portSetting().min(1),
  DATABASE_URL: urlSetting(["postgres", "postgresql"]),
  REDIS_URL: urlSetting(["redis", "rediss"]),
  STORAGE_URL: urlSetting(["file", "s3"]),
  PUBLIC_URL: urlSetting(["http", "https"]),
  LOG_LEVEL: Joi.string().default("info"),
});

/**
 * Reads the launcher's settings.
 * @throws ConfigError that names every faulty variable
 */
export function readConfig(env: NodeJS.ProcessEnv, projectFolder: string): LauncherConfig {
  const value = loadConfig(schema, env);
  return {
    dataFolder: resolve(projectFolder, value.LONGHAUL_DATA ?? ".longhaul"),
    port: { number: value.PORT ?? DEFAULT_PORT, isChosen: value.PORT !== undefined },
    databaseUrl: value.DATABASE_URL ?? null,
    redisUrl: value.REDIS_URL ?? null,
    storageUrl: value.STORAGE_URL ?? null,
    publicUrl: value.PUBLIC_URL ?? null,
    logLevel: value.LOG_LEVEL,
  };
}
