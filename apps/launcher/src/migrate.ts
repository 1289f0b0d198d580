/** One-shot for deployments: brings DATABASE_URL, and the queue's store, up to date, then ends. */
import { migrateAll } from "./migrate-all.ts";
import { tellUnknownSettings } from "./tell-unknown-settings.ts";

tellUnknownSettings();

const databaseUrl = process.env["DATABASE_URL"] ?? "";
if (databaseUrl === "") {
  process.stderr.write("DATABASE_URL is not set\n");
  process.exit(1);
}
const redisUrl = process.env["REDIS_URL"] ?? "";
const { applied, warnings } = await migrateAll({ databaseUrl, redisUrl: redisUrl === "" ? null : redisUrl });
process.stdout.write(applied.length === 0 ? "the database is up to date\n" : `applied ${applied.join(", ")}\n`);
for (const warning of warnings) {
  process.stderr.write(`${warning}\n`);
}
