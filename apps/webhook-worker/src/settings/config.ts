import { hostname } from "node:os";
import { parseAllowList, type AllowList } from "@longhaul/domain";
import {
  durationMsSetting,
  loadConfig,
  portSetting,
  sharedSettings,
  urlSetting,
  type LogLevel,
  type SharedSettings,
  type TracerOptions,
} from "@longhaul/runtime";
import Joi from "joi";
import { parseDnsServers } from "../resolving/parse-dns-servers.ts";

/** Settings of a webhook worker. */
export interface WebhookWorkerConfig {
  readonly databaseUrl: string;
  readonly poolerUrl: string | undefined;
  readonly workerName: string;
  /** Keys that secrets are encrypted with and projects' keys are derived from, the current one first: 32 bytes each. */
  readonly secretsKeys: readonly Buffer[];
  /** What callbacks are signed with: the project's Ed25519 key or its HMAC secret. */
  readonly callbackSigning: "ed25519" | "hmac";
  readonly sending: SendingConfig;
  readonly delivery: DeliveryConfig;
  readonly messages: MessageSettings;
  readonly healthPort: number;
  readonly healthHost: string;
  /** Where traces go; undefined: nowhere. */
  readonly tracing: Pick<TracerOptions, "endpoint" | "headers">;
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
}

/** The channels of messages to people; a message for one that isn't set is recorded as skipped. */
export interface MessageSettings {
  /** Where the API is reached, for links to results. */
  readonly publicUrl: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly smtpFrom: string;
  readonly slackBotToken: string | undefined;
  readonly slackApiUrl: string | undefined;
  /** Used where there is no bot token. */
  readonly slackWebhookUrl: string | undefined;
}

export interface SendingConfig {
  readonly client: "got" | "undici";
  /** Limit of a whole attempt: look-up, connection, answer; of a message, too. */
  readonly timeoutMs: number;
  /** Private addresses that deliveries may reach. */
  readonly allowList: AllowList;
  /** Name servers, `address` or `address:port`; those of the system when empty. */
  readonly dnsServers: readonly string[];
  /** Limit of a look-up, with all its tries. */
  readonly dnsTimeoutMs: number;
  /** Everything goes through this proxy, which then resolves names. */
  readonly egressProxyUrl: string | null;
}

export interface DeliveryConfig {
  /** Deliveries of this worker at the same time. */
  readonly concurrency: number;
  readonly laneCap: number;
  readonly originCap: number;
  readonly perSecond: number | null;
  /** A delivery that is not recorded so long after its claim is given to another worker. Longer than the timeout. */
  readonly leaseMs: number;
  readonly tripAfter: number;
  readonly minOpenMs: number;
  readonly disableAfterMs: number;
}

interface Env extends Pick<
  SharedSettings,
  | "DATABASE_URL"
  | "DATABASE_POOLER_URL"
  | "PUBLIC_URL"
  | "SECRETS_KEY"
  | "SECRETS_KEYS_OLD"
  | "WEBHOOK_EGRESS_PROXY"
  | "HEALTH_HOST"
  | "OTEL_EXPORTER_OTLP_ENDPOINT"
  | "OTEL_EXPORTER_OTLP_HEADERS"
  | "LOG_LEVEL"
  | "LOG_FORMAT"
> {
  readonly WORKER_NAME: string;
  readonly WEBHOOK_CALLBACK_SIGNING: "ed25519" | "hmac";
  readonly WEBHOOK_SENDER: "got" | "undici";
  readonly WEBHOOK_ALLOW_PRIVATE: AllowList;
  readonly WEBHOOK_DNS_SERVERS: readonly string[];
  readonly WEBHOOK_DNS_TIMEOUT: number;
  readonly WEBHOOK_CONCURRENCY: number;
  readonly WEBHOOK_LANE_CAP: number;
  readonly WEBHOOK_ORIGIN_CAP: number;
  readonly WEBHOOK_MAX_PER_SECOND?: number;
  readonly WEBHOOK_TIMEOUT: number;
  readonly WEBHOOK_LEASE_MARGIN: number;
  readonly WEBHOOK_BREAKER_FAILURES: number;
  readonly WEBHOOK_BREAKER_OPEN: number;
  readonly WEBHOOK_DISABLE_AFTER: number;
  readonly SMTP_URL?: string;
  readonly SMTP_FROM: string;
  readonly SLACK_BOT_TOKEN?: string;
  readonly SLACK_API_URL?: string;
  readonly SLACK_WEBHOOK_URL?: string;
  readonly HEALTH_PORT: number;
}

/** Every setting of a webhook worker. */
export const schema = Joi.object<Env>({
  ...sharedSettings(
    "DATABASE_URL",
    "DATABASE_POOLER_URL",
    "PUBLIC_URL",
    "SECRETS_KEY",
    "SECRETS_KEYS_OLD",
    "WEBHOOK_EGRESS_PROXY",
    "HEALTH_HOST",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_HEADERS",
    "LOG_LEVEL",
    "LOG_FORMAT",
  ),
  WORKER_NAME: Joi.string().default(`webhook-${hostname()}-${process.pid}`),
  WEBHOOK_CALLBACK_SIGNING: Joi.string().valid("ed25519", "hmac").default("ed25519"),
  WEBHOOK_SENDER: Joi.string().valid("got", "undici").default("got"),
  WEBHOOK_ALLOW_PRIVATE: Joi.any()
    .custom(parseAllowList)
    .default([])
    .description("networks that aren't public and may be reached: loopback, or CIDRs, separated by commas"),
  WEBHOOK_DNS_SERVERS: Joi.any()
    .custom(parseDnsServers)
    .default([])
    .description("name servers to ask instead of the system's, address or address:port, separated by commas"),
  WEBHOOK_DNS_TIMEOUT: durationMsSetting({ minMs: 50 }).default(3000),
  WEBHOOK_CONCURRENCY: Joi.number().integer().min(1).max(2000).default(200),
  WEBHOOK_LANE_CAP: Joi.number().integer().min(1).max(1000).default(16),
  WEBHOOK_ORIGIN_CAP: Joi.number().integer().min(1).max(2000).default(64),
  WEBHOOK_MAX_PER_SECOND: Joi.number().positive(),
  WEBHOOK_TIMEOUT: durationMsSetting({ minMs: 50 }).default(15_000),
  WEBHOOK_LEASE_MARGIN: durationMsSetting({ minMs: 500 }).default(15_000),
  WEBHOOK_BREAKER_FAILURES: Joi.number().integer().min(1).default(5),
  WEBHOOK_BREAKER_OPEN: durationMsSetting({ minMs: 1 }).default(5000),
  WEBHOOK_DISABLE_AFTER: durationMsSetting({ minMs: 1 }).default(5 * 86_400_000),
  SMTP_URL: urlSetting(["smtp", "smtps"]),
  SMTP_FROM: Joi.string().default("Longhaul <longhaul@localhost>"),
  SLACK_BOT_TOKEN: Joi.string(),
  SLACK_API_URL: urlSetting(["http", "https"]),
  SLACK_WEBHOOK_URL: urlSetting(["http", "https"]),
  HEALTH_PORT: portSetting().default(9102),
});

/** Reads the worker's settings from the environment; reports all faults at once. */
export function readConfig(env: NodeJS.ProcessEnv): WebhookWorkerConfig {
  const values = loadConfig(schema, env);
  return {
    databaseUrl: values.DATABASE_URL,
    poolerUrl: values.DATABASE_POOLER_URL,
    workerName: values.WORKER_NAME,
    secretsKeys: [values.SECRETS_KEY, ...values.SECRETS_KEYS_OLD],
    callbackSigning: values.WEBHOOK_CALLBACK_SIGNING,
    sending: {
      client: values.WEBHOOK_SENDER,
      timeoutMs: values.WEBHOOK_TIMEOUT,
      allowList: values.WEBHOOK_ALLOW_PRIVATE,
      dnsServers: values.WEBHOOK_DNS_SERVERS,
      dnsTimeoutMs: values.WEBHOOK_DNS_TIMEOUT,
      egressProxyUrl: values.WEBHOOK_EGRESS_PROXY ?? null,
    },
    delivery: {
      concurrency: values.WEBHOOK_CONCURRENCY,
      laneCap: values.WEBHOOK_LANE_CAP,
      originCap: values.WEBHOOK_ORIGIN_CAP,
      perSecond: values.WEBHOOK_MAX_PER_SECOND ?? null,
      leaseMs: values.WEBHOOK_TIMEOUT + values.WEBHOOK_LEASE_MARGIN,
      tripAfter: values.WEBHOOK_BREAKER_FAILURES,
      minOpenMs: values.WEBHOOK_BREAKER_OPEN,
      disableAfterMs: values.WEBHOOK_DISABLE_AFTER,
    },
    messages: {
      publicUrl: values.PUBLIC_URL,
      smtpUrl: values.SMTP_URL,
      smtpFrom: values.SMTP_FROM,
      slackBotToken: values.SLACK_BOT_TOKEN,
      slackApiUrl: values.SLACK_API_URL,
      slackWebhookUrl: values.SLACK_WEBHOOK_URL,
    },
    healthPort: values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
    tracing: { endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT, headers: values.OTEL_EXPORTER_OTLP_HEADERS },
    logLevel: values.LOG_LEVEL,
    logPretty: values.LOG_FORMAT === "pretty",
  };
}
