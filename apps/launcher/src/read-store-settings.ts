import Joi from "joi";
import { ConfigError, loadConfig, sharedSettings, type SharedSettings } from "@longhaul/runtime";
import { warnOfUnknownSettings } from "./warn-of-unknown-settings.ts";

/** Where ledger, queue and storage are. */
export interface StoreSettings {
  readonly databaseUrl: string;
  readonly storageUrl: string;
  /** Undefined where the queue lives on Postgres. */
  readonly redisUrl: string | undefined;
  readonly queuePrefix: string | undefined;
}

/** Reads the settings of the stores from the environment. Prints all faults and ends the process if there are any. */
export function readStoreSettings(env: NodeJS.ProcessEnv): StoreSettings {
  warnOfUnknownSettings();
  try {
    const schema = Joi.object<SharedSettings>(
      sharedSettings("DATABASE_URL", "STORAGE_URL", "REDIS_URL", "QUEUE_PREFIX"),
    );
    const { DATABASE_URL, STORAGE_URL, REDIS_URL, QUEUE_PREFIX } = loadConfig(schema, env);
    return { databaseUrl: DATABASE_URL, storageUrl: STORAGE_URL, redisUrl: REDIS_URL, queuePrefix: QUEUE_PREFIX };
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    process.stderr.write(`${err.message}\n`);
    process.exit(1);
  }
}
