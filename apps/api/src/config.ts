import {
  durationMsSetting,
  keyListSetting,
  keySetting,
  loadConfig,
  portSetting,
  type LogLevel,
} from "@longhaul/runtime";
import { parseAllowList, type AllowList, type Tariff } from "@longhaul/domain";
import Joi from "joi";
import { readTariff } from "./read-tariff.ts";

/** Settings of the API. */
export interface ApiConfig {
  readonly host: string;
  readonly port: number;
  /** What absolute URLs in answers begin with; taken from the request when absent. */
  readonly publicUrl: string | undefined;
  /** Origins whose pages may call the API from a browser; none when empty. */
  readonly corsOrigins: readonly string[];
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  readonly queuePrefix: string | undefined;
  readonly storageUrl: string;
  readonly auth: {
    readonly secret: string | undefined;
    readonly jwksUrl: string | undefined;
    readonly issuer: string | undefined;
    readonly audience: string | undefined;
  };
  readonly downloadSecret: string;
  /** Keys that secrets are encrypted with and projects' keys are derived from, the current one first: 32 bytes each. */
  readonly secretsKeys: readonly Buffer[];
  readonly maxUploadBytes: number;
  readonly importWaitMs: number;
  /** Of one tenant, to this process; 0 = any number. */
  readonly requestsPerMinute: number;
  /** Networks that aren't public and that webhooks and callbacks may reach all the same. */
  readonly allowList: AllowList;
  /** Live streams that may be open at a time, in this process and of one tenant. */
  readonly maxStreams: number;
  readonly maxStreamsPerTenant: number;
  /** What CPU units and memory cost. */
  readonly tariff: Tariff;
  readonly operationModules: readonly string[];
  /** Where `/metrics` is; not for the public. 0 = any free port. */
  readonly healthPort: number;
  readonly healthHost: string;
  /** How long the process still serves after it was told to end, saying that it isn't ready. */
  readonly shutdownDelayMs: number;
  /** Whether answers are held against their schemas before they are sent. */
  readonly checkAnswers: boolean;
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
}

interface ApiEnv {
  readonly HOST: string;
  readonly PORT: number;
  readonly PUBLIC_URL?: string;
  readonly CORS_ORIGINS: string;
  readonly DATABASE_URL: string;
  readonly REDIS_URL?: string;
  readonly QUEUE_PREFIX?: string;
  readonly STORAGE_URL: string;
  readonly JWT_SECRET?: string;
  readonly JWKS_URL?: string;
  readonly JWT_ISSUER?: string;
  readonly JWT_AUDIENCE?: string;
  readonly DOWNLOAD_SECRET: string;
  readonly SECRETS_KEY: Buffer;
  readonly SECRETS_KEYS_OLD: readonly Buffer[];
  readonly MAX_UPLOAD_BYTES: number;
  readonly IMPORT_WAIT_MS: number;
  readonly REQUESTS_PER_MINUTE: number;
  readonly WEBHOOK_ALLOW_PRIVATE: AllowList;
  readonly MAX_STREAMS: number;
  readonly MAX_STREAMS_PER_TENANT: number;
  readonly TARIFF_FILE?: string;
  readonly OPERATION_MODULES: string;
  readonly HEALTH_PORT: number;
  readonly HEALTH_HOST: string;
  readonly SHUTDOWN_DELAY: number;
  readonly NODE_ENV: string;
  readonly LOG_LEVEL: LogLevel;
  readonly LOG_FORMAT: "json" | "pretty";
}

const schema = Joi.object<ApiEnv>({
  HOST: Joi.string().default("0.0.0.0").description("address to listen on"),
  PORT: Joi.number().port().allow(0).default(8080),
  PUBLIC_URL: Joi.string()
    .uri({ scheme: ["http", "https"] })
    .description("what clients put before /api"),
  CORS_ORIGINS: Joi.string()
    .pattern(/^(\*|https?:\/\/[^\s,/]+)(\s*,\s*https?:\/\/[^\s,/]+)*$/, "a list of origins, or *")
    .allow("")
    .default("")
    .description("origins whose pages may call the API from a browser"),
  DATABASE_URL: Joi.string()
    .uri({ scheme: ["postgres", "postgresql"] })
    .required(),
  REDIS_URL: Joi.string().uri({ scheme: ["redis", "rediss"] }),
  QUEUE_PREFIX: Joi.string(),
  STORAGE_URL: Joi.string().uri().required().example("file:///var/lib/longhaul"),
  JWT_SECRET: Joi.string().min(32).description("the secret that tokens are signed with (HS256)"),
  JWKS_URL: Joi.string()
    .uri({ scheme: ["http", "https"] })
    .description("the key set that tokens are verified with"),
  JWT_ISSUER: Joi.string(),
  JWT_AUDIENCE: Joi.string(),
  DOWNLOAD_SECRET: Joi.string().min(32).required().description("signs download URLs"),
  SECRETS_KEY: keySetting().required(),
  SECRETS_KEYS_OLD: keyListSetting().default([]),
  MAX_UPLOAD_BYTES: Joi.number().integer().positive().default(10_000_000_000),
  IMPORT_WAIT_MS: durationMsSetting().default(120_000),
  REQUESTS_PER_MINUTE: Joi.number()
    .integer()
    .min(0)
    .default(30_000)
    .description("how many requests of one tenant an API process answers in a minute; 0 = any number"),
  WEBHOOK_ALLOW_PRIVATE: Joi.any()
    .custom(parseAllowList)
    .default([])
    .description("networks that aren't public and may be reached: loopback, or CIDRs, separated by commas"),
  MAX_STREAMS: Joi.number()
    .integer()
    .positive()
    .default(2000)
    .description("how many live streams an API process has open at a time"),
  MAX_STREAMS_PER_TENANT: Joi.number().integer().positive().default(200).description("how many of them of one tenant"),
  TARIFF_FILE: Joi.string().description("a JSON file with perCpuUnitHour and perMemoryGbHour"),
  OPERATION_MODULES: Joi.string().default(""),
  HEALTH_PORT: portSetting().default(9100),
  HEALTH_HOST: Joi.string().default("127.0.0.1"),
  SHUTDOWN_DELAY: durationMsSetting({ maxMs: 300_000 }).default(5_000),
  NODE_ENV: Joi.string().default("production"),
  LOG_LEVEL: Joi.string().valid("error", "warn", "info", "debug").default("info"),
  LOG_FORMAT: Joi.string().valid("json", "pretty").default("json"),
}).or("JWT_SECRET", "JWKS_URL");

/** Reads the API's settings from the environment; reports all faults at once. */
export function readConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const values = loadConfig(schema, env);
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, ""),
    corsOrigins: listOf(values.CORS_ORIGINS),
    databaseUrl: values.DATABASE_URL,
    redisUrl: values.REDIS_URL,
    queuePrefix: values.QUEUE_PREFIX,
    storageUrl: values.STORAGE_URL,
    auth: {
      secret: values.JWT_SECRET,
      jwksUrl: values.JWKS_URL,
      issuer: values.JWT_ISSUER,
      audience: values.JWT_AUDIENCE,
    },
    downloadSecret: values.DOWNLOAD_SECRET,
    secretsKeys: [values.SECRETS_KEY, ...values.SECRETS_KEYS_OLD],
    maxUploadBytes: values.MAX_UPLOAD_BYTES,
    importWaitMs: values.IMPORT_WAIT_MS,
    requestsPerMinute: values.REQUESTS_PER_MINUTE,
    allowList: values.WEBHOOK_ALLOW_PRIVATE,
    maxStreams: values.MAX_STREAMS,
    maxStreamsPerTenant: values.MAX_STREAMS_PER_TENANT,
    tariff: readTariff(values.TARIFF_FILE),
    operationModules: listOf(values.OPERATION_MODULES),
    healthPort: values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
    shutdownDelayMs: values.SHUTDOWN_DELAY,
    checkAnswers: values.NODE_ENV !== "production",
    logLevel: values.LOG_LEVEL,
    logPretty: values.LOG_FORMAT === "pretty",
  };
}

function listOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
