/**
 * A process of its own for the servers of one test run. It ends them when the test runner asks, and also when the
 * runner is gone, however it went: the channel between the two closes with it.
 */
import { endOrphanedRedis } from "./end-orphaned-redis.ts";
import { prepareTemplate } from "./prepare-template.ts";
import type { ServerProcessMessage } from "./provided-context.ts";
import { createRunFolder, sweepRunFolders } from "./run-folder.ts";
import { startPostgres } from "./start-postgres.ts";
import { startRedis } from "./start-redis.ts";

const redisServerPath = process.argv[2];
const folder = await createRunFolder();
const stops: (() => Promise<void>)[] = [];
let ending: Promise<void> | null = null;

process.on("message", (message) => {
  if (message === "stop") {
    end();
  }
});
process.on("disconnect", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, end);
}

try {
  const [postgres, redis] = await Promise.all([startAndMigrate(), startRedisIfThere()]);
  send({ type: "ready", servers: { ...postgres, redisUrl: redis } });
} catch (err) {
  send({ type: "failed", message: err instanceof Error ? (err.stack ?? err.message) : String(err) });
}
await sweepRunFolders(new Date(), endOrphanedRedis).catch(() => []); // another run may be sweeping the same folders

async function startAndMigrate(): Promise<{ postgresUrl: string; templateName: string }> {
  const postgres = await startPostgres(folder.path);
  await stopAtTheEnd(postgres.stop);
  return { postgresUrl: postgres.url, templateName: await prepareTemplate(postgres.url) };
}

async function startRedisIfThere(): Promise<string | null> {
  if (redisServerPath === undefined) {
    return null;
  }
  const redis = await startRedis(redisServerPath, folder.path);
  await stopAtTheEnd(redis.stop);
  return redis.url;
}

/** A server may come up while we are leaving already. */
async function stopAtTheEnd(stop: () => Promise<void>): Promise<void> {
  if (ending !== null) {
    await stop();
    throw new Error("the test run ended before its servers had started");
  }
  stops.push(stop);
}

function end(): void {
  ending ??= Promise.all(stops.map((stop) => stop()))
    .then(() => folder.remove())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
}

function send(message: ServerProcessMessage): void {
  if (process.connected) {
    process.send?.(message);
  }
}
