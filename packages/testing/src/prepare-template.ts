import { migrate } from "@longhaul/db";
import { migrateQueue } from "@longhaul/queue";
import { Client } from "pg";
import { withDatabase } from "./with-database.ts";

const TEMPLATE_NAME = "longhaul_template";

/**
 * Creates the migrated database that every test database is a clone of. Nobody may connect to it afterwards:
 * Postgres refuses to clone a database that is in use.
 */
export async function prepareTemplate(postgresUrl: string): Promise<string> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${TEMPLATE_NAME}`);
    const databaseUrl = withDatabase(postgresUrl, TEMPLATE_NAME);
    await migrate(databaseUrl);
    await migrateQueue({ backend: "postgres", databaseUrl });
    await client.query(`ALTER DATABASE ${TEMPLATE_NAME} WITH IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  } finally {
    await client.end();
  }
  return TEMPLATE_NAME;
}
