import Joi from "joi";
import {
  ConfigError,
  findUnknownSettings,
  loadConfig,
  secretSetting,
  sharedSettings,
  type SharedSettings,
} from "@longhaul/runtime";
import { error, ok, warning, type Finding } from "./finding.ts";

const OLDEST_NODE = 24;

interface Settings extends SharedSettings {
  readonly JWT_SECRET?: string;
  readonly JWKS_URL?: string;
  readonly OIDC_ISSUER?: string;
  readonly DOWNLOAD_SECRET: string;
}

/** Settings that more than one process needs, and secrets; each process checks its own settings when it starts. */
const schema = Joi.object<Settings>({
  ...sharedSettings(
    "DATABASE_URL",
    "DATABASE_POOLER_URL",
    "REDIS_URL",
    "QUEUE_PREFIX",
    "STORAGE_URL",
    "PUBLIC_URL",
    "SECRETS_KEY",
    "SECRETS_KEYS_OLD",
    "WEBHOOK_EGRESS_PROXY",
    "LOG_LEVEL",
    "LOG_FORMAT",
  ),
  JWT_SECRET: secretSetting(),
  JWKS_URL: Joi.string().uri(),
  OIDC_ISSUER: Joi.string().uri(),
  DOWNLOAD_SECRET: secretSetting().required().invalid(Joi.ref("JWT_SECRET")),
}).or("JWT_SECRET", "JWKS_URL", "OIDC_ISSUER");

/** Where the stores are, as far as the settings say. */
export interface StoreUrls {
  readonly databaseUrl?: string;
  readonly poolerUrl?: string;
  readonly redisUrl?: string;
  readonly storageUrl?: string;
}

/** Judges an environment as production would. @returns findings, and what the other checks need where it can be read */
export function checkSettings(env: NodeJS.ProcessEnv): { readonly findings: Finding[]; readonly urls: StoreUrls } {
  const findings: Finding[] = [];
  try {
    // Weak secrets are faults here, whatever the environment is called.
    loadConfig(schema, { ...env, NODE_ENV: "production" });
    findings.push(ok("settings", "are complete, and no secret can be guessed"));
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    for (const { name, problem, remedy } of err.faults)
      findings.push(error("settings", `${name} ${problem}`, remedy ?? `set ${name}; apps/README.md has each setting`));
  }
  for (const { name, nearest } of findUnknownSettings(env))
    findings.push(warning("settings", `${name} is no setting`, `remove it, or name it ${nearest} if that is meant`));
  return { findings, urls: readUrls(env) };
}

/** Each URL by itself, so that one fault doesn't hide the others' checks. */
function readUrls(env: NodeJS.ProcessEnv): StoreUrls {
  const read = (name: "DATABASE_URL" | "DATABASE_POOLER_URL" | "REDIS_URL" | "STORAGE_URL"): string | undefined => {
    try {
      const values: Readonly<Record<string, string | undefined>> = loadConfig(Joi.object(sharedSettings(name)), env);
      return values[name];
    } catch {
      return undefined;
    }
  };
  const [databaseUrl, poolerUrl] = [read("DATABASE_URL"), read("DATABASE_POOLER_URL")];
  const [redisUrl, storageUrl] = [read("REDIS_URL"), read("STORAGE_URL")];
  return {
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(poolerUrl === undefined ? {} : { poolerUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    ...(storageUrl === undefined ? {} : { storageUrl }),
  };
}

export function checkNode(version: string): Finding {
  return Number(version.split(".")[0]) >= OLDEST_NODE
    ? ok("node", `is ${version}`)
    : error("node", `is ${version}, older than ${OLDEST_NODE}`, `run Node ${OLDEST_NODE} or newer`);
}
