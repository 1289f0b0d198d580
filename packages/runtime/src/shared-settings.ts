import Joi from "joi";
import type { LogLevel } from "./format-log-line.ts";
import { keyListSetting, keySetting, listSetting, urlSetting } from "./setting-schemas.ts";

/** Settings that more than one process has, as their values come out. */
export interface SharedSettings {
  readonly DATABASE_URL: string;
  readonly DATABASE_POOLER_URL?: string;
  readonly REDIS_URL?: string;
  readonly QUEUE_PREFIX?: string;
  readonly STORAGE_URL: string;
  readonly PUBLIC_URL?: string;
  readonly SECRETS_KEY: Buffer;
  readonly SECRETS_KEYS_OLD: readonly Buffer[];
  readonly OPERATION_MODULES: readonly string[];
  readonly MAX_UPLOAD_BYTES: number;
  readonly WEBHOOK_EGRESS_PROXY?: string;
  readonly HEALTH_HOST: string;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;
  readonly OTEL_EXPORTER_OTLP_HEADERS?: string;
  readonly LOG_LEVEL: LogLevel;
  readonly LOG_FORMAT: "json" | "pretty";
}

const SCHEMAS: { readonly [Name in keyof SharedSettings]-?: () => Joi.Schema } = {
  DATABASE_URL: () => urlSetting(["postgres", "postgresql"]).required(),
  DATABASE_POOLER_URL: () =>
    urlSetting(["postgres", "postgresql"]).description(
      "a pooler before the same database that shares connections between transactions",
    ),
  REDIS_URL: () => urlSetting(["redis", "rediss"]),
  QUEUE_PREFIX: () => Joi.string().description("keeps several deployments on one Redis apart"),
  STORAGE_URL: () => urlSetting(["file", "s3"]).required().example("file:///var/lib/longhaul"),
  PUBLIC_URL: () => urlSetting(["http", "https"]),
  SECRETS_KEY: () => keySetting().required(),
  SECRETS_KEYS_OLD: () => keyListSetting().default([]),
  OPERATION_MODULES: () => listSetting().default([]).description("modules with further operation types"),
  MAX_UPLOAD_BYTES: () => Joi.number().integer().positive().default(10_000_000_000),
  WEBHOOK_EGRESS_PROXY: () => urlSetting(["http"]),
  HEALTH_HOST: () => Joi.string().default("127.0.0.1").description("address that the health port listens on"),
  OTEL_EXPORTER_OTLP_ENDPOINT: () =>
    urlSetting(["http", "https"]).description(
      "a collector of OpenTelemetry that traces are sent to, as JSON over HTTP",
    ),
  OTEL_EXPORTER_OTLP_HEADERS: () => Joi.string().description("headers for it, name=value, separated by commas"),
  LOG_LEVEL: () => Joi.string().valid("error", "warn", "info", "debug").default("info"),
  LOG_FORMAT: () => Joi.string().valid("json", "pretty").default("json"),
};

/** The schemas of shared settings, to be spread into a process's own: each is declared once. */
export function sharedSettings(...names: readonly (keyof SharedSettings)[]): Joi.SchemaMap {
  return Object.fromEntries(names.map((name) => [name, SCHEMAS[name]()]));
}
