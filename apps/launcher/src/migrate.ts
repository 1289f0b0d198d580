/** One-shot for deployments: brings DATABASE_URL, and the queue's store, up to date, then ends. */
import Joi from "joi";
import { ConfigError, loadConfig, sharedSettings } from "@longhaul/runtime";
import { migrateAll } from "./migrate-all.ts";
import { warnOfUnknownSettings } from "./warn-of-unknown-settings.ts";

warnOfUnknownSettings();

const settings = readSettings();
const { applied, warnings } = await migrateAll({
  databaseUrl: settings.DATABASE_URL,
  redisUrl: settings.REDIS_URL ?? null,
});
process.stdout.write(applied.length === 0 ? "the database is up to date\n" : `applied ${applied.join(", ")}\n`);
for (const warning of warnings) {
  process.stderr.write(`${warning}\n`);
}

function readSettings(): { readonly DATABASE_URL: string; readonly REDIS_URL?: string } {
  try {
    return loadConfig(Joi.object(sharedSettings("DATABASE_URL", "REDIS_URL")), process.env);
  } catch (err) {
    if (!(err instanceof ConfigError)) throw err;
    process.stderr.write(`${err.message}\n`);
    process.exit(1);
  }
}
