import { randomBytes } from "node:crypto";
import { Client, DatabaseError } from "pg";
import { getTestServers } from "./get-test-servers.ts";
import { waitFor } from "./wait-for.ts";
import { withDatabase } from "./with-database.ts";

export interface TestDatabase {
  /** Connection URL of a superuser. */
  readonly url: string;
  /** Ends its connections and deletes it; a second call does nothing. */
  readonly drop: () => Promise<void>;
}

/** A migrated and empty database of its own; in test files `useTestDatabase` also drops it in time. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { postgresUrl, templateName } = await getTestServers();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await waitFor(() => cloneUnlessInUse(postgresUrl, templateName, name), {
    what: "clone of the template database",
  });
  return {
    url: withDatabase(postgresUrl, name),
    drop: () => execute(postgresUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

const OBJECT_IN_USE = "55006";

/** Autovacuum may visit the template; Postgres waits 5 s for it and then gives up. */
async function cloneUnlessInUse(postgresUrl: string, templateName: string, name: string): Promise<boolean> {
  try {
    // As files: the default writes every page of the template into the log too, which takes two to three times as much.
    await execute(postgresUrl, `CREATE DATABASE ${name} TEMPLATE ${templateName} STRATEGY file_copy`);
    return true;
  } catch (err) {
    if (err instanceof DatabaseError && err.code === OBJECT_IN_USE) {
      return false;
    }
    throw err;
  }
}

async function execute(postgresUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
