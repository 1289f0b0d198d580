import {
  durationMsSetting,
  listSetting,
  loadConfig,
  portSetting,
  secretSetting,
  sharedSettings,
  urlSetting,
  type LogLevel,
  type SharedSettings,
  type TracerOptions,
} from "@longhaul/runtime";
import {
  DEFAULT_TARIFF,
  parseAllowList,
  parseQuotas,
  USUAL_QUOTAS,
  type AllowList,
  type QuotaDefaults,
  type Tariff,
} from "@longhaul/domain";
import Joi from "joi";
import type { OidcOptions } from "../http/oidc-provider.ts";
import { readTariff } from "./read-tariff.ts";
import { parseTrustedProxies, PRIVATE_PROXIES } from "./trusted-proxies.ts";

/** Settings of the API. */
export interface ApiConfig {
  readonly host: string;
  readonly port: number;
  /** What absolute URLs in answers begin with; taken from the request when absent. */
  readonly publicUrl: string | undefined;
  /** Origins whose pages may call the API from a browser; none when empty. */
  readonly corsOrigins: readonly string[];
  readonly databaseUrl: string;
  readonly poolerUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly queuePrefix: string | undefined;
  readonly storageUrl: string;
  readonly auth: {
    readonly secret: string | undefined;
    readonly jwksUrl: string | undefined;
    readonly issuer: string | undefined;
    readonly audience: string | undefined;
  };
  /** The identity provider that the console signs in through. */
  readonly oidc: OidcOptions | undefined;
  readonly downloadSecret: string;
  /** Keys that secrets are encrypted with and projects' keys are derived from, the current one first: 32 bytes each. */
  readonly secretsKeys: readonly Buffer[];
  readonly maxUploadBytes: number;
  readonly importWaitMs: number;
  /** Limits of tenants and projects that have none of their own. */
  readonly quotas: QuotaDefaults;
  /** Private networks that webhooks and callbacks may reach. */
  readonly allowList: AllowList;
  /** Who may name the address that a request comes from: networks, as Express takes them. */
  readonly trustedProxies: readonly string[];
  /** How long entries of the audit log are kept. */
  readonly auditRetentionDays: number;
  /** Live streams that may be open at a time, in this process and of one tenant. */
  readonly maxStreams: number;
  readonly maxStreamsPerTenant: number;
  /** What CPU units and memory cost. */
  readonly tariff: Tariff;
  readonly operationModules: readonly string[];
  /** Where `/metrics` is; not for the public. 0 = any free port. */
  readonly healthPort: number;
  readonly healthHost: string;
  /** How long the process goes on serving after SIGTERM, while it reports that it isn't ready. */
  readonly shutdownDelayMs: number;
  /** Whether answers are held against their schemas before they are sent. */
  readonly checkAnswers: boolean;
  /** Where traces go; undefined: nowhere. */
  readonly tracing: Pick<TracerOptions, "endpoint" | "headers">;
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
}

interface ApiEnv extends Omit<SharedSettings, "WEBHOOK_EGRESS_PROXY"> {
  readonly HOST: string;
  readonly PORT: number;
  readonly CORS_ORIGINS: readonly string[];
  readonly JWT_SECRET?: string;
  readonly JWKS_URL?: string;
  readonly JWT_ISSUER?: string;
  readonly JWT_AUDIENCE?: string;
  readonly OIDC_ISSUER?: string;
  readonly OIDC_CLIENT_ID?: string;
  readonly OIDC_SCOPE: string;
  readonly OIDC_RESOURCE?: string;
  readonly DOWNLOAD_SECRET: string;
  readonly IMPORT_WAIT_MS: number;
  readonly REQUESTS_PER_MINUTE: number;
  readonly QUOTAS: QuotaDefaults;
  readonly WEBHOOK_ALLOW_PRIVATE: AllowList;
  readonly TRUSTED_PROXIES: readonly string[];
  readonly AUDIT_RETENTION_DAYS: number;
  readonly MAX_STREAMS: number;
  readonly MAX_STREAMS_PER_TENANT: number;
  readonly TARIFF_FILE: Tariff;
  readonly HEALTH_PORT: number;
  readonly SHUTDOWN_DELAY: number;
  readonly NODE_ENV: string;
}

const ORIGIN = /^https?:\/\/[^\s,/]+$/;

/** Every setting of the API. */
export const schema = Joi.object<ApiEnv>({
  ...sharedSettings(
    "DATABASE_URL",
    "DATABASE_POOLER_URL",
    "REDIS_URL",
    "QUEUE_PREFIX",
    "STORAGE_URL",
    "PUBLIC_URL",
    "SECRETS_KEY",
    "SECRETS_KEYS_OLD",
    "OPERATION_MODULES",
    "MAX_UPLOAD_BYTES",
    "HEALTH_HOST",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_HEADERS",
    "LOG_LEVEL",
    "LOG_FORMAT",
  ),
  HOST: Joi.string().default("0.0.0.0").description("address to listen on"),
  PORT: portSetting().default(8080),
  CORS_ORIGINS: listSetting()
    .custom((origins: readonly string[], helpers: Joi.CustomHelpers) =>
      origins.length > 0 && origins.every((origin, place) => (place === 0 && origin === "*") || ORIGIN.test(origin))
        ? origins
        : helpers.error("setting.origins"),
    )
    .default([])
    .messages({ "setting.origins": "is not a list of origins, or *" })
    .description("origins whose pages may call the API from a browser")
    .example("https://app.example.com"),
  JWT_SECRET: secretSetting(),
  JWKS_URL: urlSetting(["http", "https"]).description("the key set that tokens are verified with"),
  JWT_ISSUER: Joi.string(),
  // A provider's tokens for its other clients are none for this service.
  JWT_AUDIENCE: Joi.string().when("OIDC_ISSUER", {
    not: Joi.exist(),
    otherwise: Joi.when("OIDC_RESOURCE", { is: Joi.exist(), otherwise: Joi.required() }),
  }),
  OIDC_ISSUER: urlSetting(["https", "http"]).description("the OpenID provider that the console signs in through"),
  OIDC_CLIENT_ID: Joi.string()
    .when("OIDC_ISSUER", { not: Joi.exist(), otherwise: Joi.required() })
    .description("what the provider calls the console: a public client, with the code flow and PKCE"),
  OIDC_SCOPE: Joi.string()
    .pattern(/(?:^| )openid(?: |$)/, "openid")
    .default("openid")
    .description("what the console asks the provider for, with openid among it"),
  OIDC_RESOURCE: Joi.string().description(
    "the resource that the console requests tokens for, if the provider needs one",
  ),
  DOWNLOAD_SECRET: secretSetting().required().invalid(Joi.ref("JWT_SECRET")),
  IMPORT_WAIT_MS: durationMsSetting().default(120_000),
  REQUESTS_PER_MINUTE: Joi.number()
    .integer()
    .min(0)
    .default(30_000)
    .description(
      "how many requests of one tenant all API processes together answer in a minute, where QUOTAS doesn't say; 0 = any number",
    ),
  QUOTAS: Joi.any()
    .custom(parseQuotas)
    .default(USUAL_QUOTAS)
    .description(
      "limits of tenants that have none of their own, quota=limit, separated by commas; project.quota: of projects",
    )
    .example("queuedOperations=100000,project.queuedOperations=20000"),
  WEBHOOK_ALLOW_PRIVATE: Joi.any()
    .custom(parseAllowList)
    .default([])
    .description("networks that aren't public and may be reached: loopback, or CIDRs, separated by commas"),
  TRUSTED_PROXIES: Joi.any()
    .custom(parseTrustedProxies)
    .default(PRIVATE_PROXIES)
    .description(
      "proxies that may name a client's address: loopback, linklocal, uniquelocal, addresses or CIDRs; or none",
    )
    .example("10.0.12.0/24"),
  AUDIT_RETENTION_DAYS: Joi.number()
    .integer()
    .min(1)
    .max(36_500)
    .default(400)
    .description("how long entries of the audit log are kept"),
  MAX_STREAMS: Joi.number()
    .integer()
    .positive()
    .default(2000)
    .description("how many live streams an API process has open at a time"),
  MAX_STREAMS_PER_TENANT: Joi.number().integer().positive().default(200).description("how many of them of one tenant"),
  TARIFF_FILE: Joi.any()
    .custom(readTariff)
    .default(DEFAULT_TARIFF)
    .description("a JSON file with perCpuUnitHour and perMemoryGbHour"),
  HEALTH_PORT: portSetting().default(9100),
  SHUTDOWN_DELAY: durationMsSetting({ maxMs: 300_000 }).default(5_000),
  NODE_ENV: Joi.string().default("production"),
}).or("JWT_SECRET", "JWKS_URL", "OIDC_ISSUER");

/** Reads the API's settings from the environment; reports all faults at once. */
export function readConfig(env: NodeJS.ProcessEnv): ApiConfig {
  const values = loadConfig(schema, env);
  return {
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL?.replace(/(?<!\/)\/+$/, ""),
    corsOrigins: values.CORS_ORIGINS,
    databaseUrl: values.DATABASE_URL,
    poolerUrl: values.DATABASE_POOLER_URL,
    redisUrl: values.REDIS_URL,
    queuePrefix: values.QUEUE_PREFIX,
    storageUrl: values.STORAGE_URL,
    auth: {
      secret: values.JWT_SECRET,
      jwksUrl: values.JWKS_URL,
      issuer: values.JWT_ISSUER,
      audience: values.JWT_AUDIENCE,
    },
    oidc:
      values.OIDC_ISSUER === undefined
        ? undefined
        : {
            issuer: values.OIDC_ISSUER,
            clientId: values.OIDC_CLIENT_ID ?? "",
            scope: values.OIDC_SCOPE,
            resource: values.OIDC_RESOURCE,
          },
    downloadSecret: values.DOWNLOAD_SECRET,
    secretsKeys: [values.SECRETS_KEY, ...values.SECRETS_KEYS_OLD],
    maxUploadBytes: values.MAX_UPLOAD_BYTES,
    importWaitMs: values.IMPORT_WAIT_MS,
    quotas: withRequests(values.QUOTAS, values.REQUESTS_PER_MINUTE),
    allowList: values.WEBHOOK_ALLOW_PRIVATE,
    trustedProxies: values.TRUSTED_PROXIES,
    auditRetentionDays: values.AUDIT_RETENTION_DAYS,
    maxStreams: values.MAX_STREAMS,
    maxStreamsPerTenant: values.MAX_STREAMS_PER_TENANT,
    tariff: values.TARIFF_FILE,
    operationModules: values.OPERATION_MODULES,
    healthPort: values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
    shutdownDelayMs: values.SHUTDOWN_DELAY,
    checkAnswers: values.NODE_ENV !== "production",
    tracing: { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, headers: values.OTEL_EXPORTER_OTLP_HEADERS },
    logLevel: values.LOG_LEVEL,
    logPretty: values.LOG_FORMAT === "pretty",
  };
}

/** The usual limit of requests has a setting of its own. */
function withRequests(quotas: QuotaDefaults, requestsPerMinute: number): QuotaDefaults {
  if (requestsPerMinute === 0) return quotas;
  return { ...quotas, tenant: { requestsPerMinute, ...quotas.tenant } };
}
