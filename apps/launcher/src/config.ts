import { resolve } from "node:path";
import Joi from "joi";

export interface LauncherConfig {
  /** Absolute path. */
  readonly dataFolder: string;
  /** The API's port: as asked, or the first one to try. */
  readonly port: { readonly number: number; readonly isAsked: boolean };
  /** A server of the user's; null means the embedded one. */
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

const optional = () => Joi.string().empty("");

const schema = Joi.object<Variables>({
  LONGHAUL_DATA: optional(),
  PORT: Joi.number().port().min(1).empty(""),
  DATABASE_URL: optional().uri({ scheme: ["postgres", "postgresql"] }),
  REDIS_URL: optional().uri({ scheme: ["redis", "rediss"] }),
  STORAGE_URL: optional().uri(),
  PUBLIC_URL: optional().uri({ scheme: ["http", "https"] }),
  LOG_LEVEL: optional().default("info"),
}).unknown();

/**
 * Reads the launcher's settings.
 * @throws Error that names every faulty variable
 */
export function readConfig(env: NodeJS.ProcessEnv, projectFolder: string): LauncherConfig {
  const result = schema.validate(env, { abortEarly: false, errors: { wrap: { label: false } } });
  if (result.error) {
    throw new Error(result.error.details.map((detail) => detail.message).join("; "));
  }
  const value: Variables = result.value;
  return {
    dataFolder: resolve(projectFolder, value.LONGHAUL_DATA ?? ".longhaul"),
    port: { number: value.PORT ?? DEFAULT_PORT, isAsked: value.PORT !== undefined },
    databaseUrl: value.DATABASE_URL ?? null,
    redisUrl: value.REDIS_URL ?? null,
    storageUrl: value.STORAGE_URL ?? null,
    publicUrl: value.PUBLIC_URL ?? null,
    logLevel: value.LOG_LEVEL,
  };
}
