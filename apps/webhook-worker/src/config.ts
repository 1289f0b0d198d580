import { hostname } from "node:os";
import { loadConfig, type LogLevel } from "@longhaul/runtime";
import Joi from "joi";

/** Settings of a webhook worker. */
export interface WebhookWorkerConfig {
  readonly databaseUrl: string;
  readonly workerName: string;
  /** Key from which the projects' signing keys are derived: 32 bytes. */
  readonly secretsKey: Buffer;
  /** Whether deliveries may go to this machine itself. Other addresses that aren't public are always refused. */
  readonly allowLoopback: boolean;
  /** Deliveries at the same time. */
  readonly concurrency: number;
  /** For a whole attempt: look-up, connection, answer. */
  readonly timeoutMs: number;
  readonly healthPort: number;
  readonly healthHost: string;
  readonly logLevel: LogLevel;
  readonly logPretty: boolean;
}

interface Env {
  readonly DATABASE_URL: string;
  readonly WORKER_NAME: string;
  readonly SECRETS_KEY: string;
  readonly WEBHOOK_ALLOW_PRIVATE: "" | "loopback";
  readonly WEBHOOK_CONCURRENCY: number;
  readonly WEBHOOK_TIMEOUT_MS: number;
  readonly HEALTH_PORT: number;
  readonly HEALTH_HOST: string;
  readonly LOG_LEVEL: LogLevel;
  readonly LOG_FORMAT: "json" | "pretty";
}

const KEY_BYTES = 32;

const schema = Joi.object<Env>({
  DATABASE_URL: Joi.string()
    .uri({ scheme: ["postgres", "postgresql"] })
    .required(),
  WORKER_NAME: Joi.string().default(`webhook-${hostname()}-${process.pid}`),
  SECRETS_KEY: Joi.string()
    .custom((value: string, helpers) =>
      Buffer.from(value, "base64").length === KEY_BYTES ? value : helpers.error("string.base64"),
    )
    .required()
    .description("32 bytes in base64"),
  WEBHOOK_ALLOW_PRIVATE: Joi.string().valid("", "loopback").default(""),
  WEBHOOK_CONCURRENCY: Joi.number().integer().min(1).max(1000).default(50),
  WEBHOOK_TIMEOUT_MS: Joi.number().integer().min(100).default(15_000),
  HEALTH_PORT: Joi.number().port().allow(0).default(9100),
  HEALTH_HOST: Joi.string().default("127.0.0.1"),
  LOG_LEVEL: Joi.string().valid("error", "warn", "info", "debug").default("info"),
  LOG_FORMAT: Joi.string().valid("json", "pretty").default("json"),
});

/** Reads the worker's settings from the environment; reports all faults at once. */
export function readConfig(env: NodeJS.ProcessEnv): WebhookWorkerConfig {
  const values = loadConfig(schema, env);
  return {
    databaseUrl: values.DATABASE_URL,
    workerName: values.WORKER_NAME,
    secretsKey: Buffer.from(values.SECRETS_KEY, "base64"),
    allowLoopback: values.WEBHOOK_ALLOW_PRIVATE === "loopback",
    concurrency: values.WEBHOOK_CONCURRENCY,
    timeoutMs: values.WEBHOOK_TIMEOUT_MS,
    healthPort: values.HEALTH_PORT,
    healthHost: values.HEALTH_HOST,
    logLevel: values.LOG_LEVEL,
    logPretty: values.LOG_FORMAT === "pretty",
  };
}
