import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { serviceEnvironment } from "./product-environment.ts";
import type { Backend, SharedProduct, TestServers } from "./provided-context.ts";
import { startApp } from "./start-app.ts";
import { hangMs } from "./test-time.ts";
import { withDatabase } from "./with-database.ts";

/**
 * Starts API and worker on a database, a queue and a folder of their own.
 * @param stopAtTheEnd - registers what ends them; rejects when it is too late for them
 */
export async function startSharedProduct(
  { postgresUrl, templateName, redisUrl }: TestServers,
  { backend, programs }: { readonly backend: Backend; readonly programs: readonly string[] },
  runFolder: string,
  stopAtTheEnd: (stop: () => Promise<unknown>) => Promise<void>,
): Promise<SharedProduct> {
  const name = `shared_${backend}`;
  const databaseUrl = withDatabase(postgresUrl, name);
  const folder = join(runFolder, name);
  await mkdir(folder);
  const client = new Client({ connectionString: postgresUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${templateName} STRATEGY file_copy`);
  } finally {
    await client.end();
  }
  if (backend === "redis" && redisUrl === null) throw new Error("there is no redis-server on the PATH");
  const env = serviceEnvironment(
    redisUrl === null || backend === "postgres"
      ? { backend: "postgres", databaseUrl }
      : { backend: "redis", redisUrl, prefix: `{${name}}` },
    { databaseUrl, folder },
  );
  const [api] = await Promise.all(
    programs.map(async (program) => {
      const app = await startApp(
        program,
        { ...env, WEBHOOK_ALLOW_PRIVATE: "loopback" },
        { name: program, readyTimeoutMs: hangMs() },
      );
      await stopAtTheEnd(() => app.kill("SIGKILL"));
      return app;
    }),
  );
  return { url: String(api?.ready["url"]), storageFolder: join(folder, "storage") };
}
