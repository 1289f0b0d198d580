/**
 * A process of its own for the servers of one test run. It ends them when the test runner asks, and also when the
 * runner is gone, however it went: the channel between the two closes with it.
 */
import { tmpdir } from "node:os";
import { endOrphanedRedis } from "./end-orphaned-redis.ts";
import { prepareTemplate } from "./prepare-template.ts";
import type { RunnerMessage, ServerProcessMessage, TestServers } from "./provided-context.ts";
import { createRunFolder, findMemoryFolder, sweepRunFolders } from "./run-folder.ts";
import { startSharedProduct } from "./shared-product.ts";
import { startPostgres } from "./start-postgres.ts";
import { startRedis } from "./start-redis.ts";

const redisServerPath = process.argv[2];
const folder = await createRunFolder();
const memory = await findMemoryFolder();
/** Of the databases; the same folder where there is none in memory. */
const dataFolder = memory === null ? folder : await createRunFolder(memory);
/** What ends servers, and before these what uses them. */
const stops: (() => Promise<unknown>)[] = [];
const stopsOfProducts: (() => Promise<unknown>)[] = [];
let servers: TestServers | null = null;
let ending: Promise<void> | null = null;

process.on("message", (message: RunnerMessage) => {
  if (message.type === "stop") end();
  else void startProduct(message);
});
process.on("disconnect", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, end);
}

try {
  const [postgres, redis] = await Promise.all([startAndMigrate(), startRedisIfThere()]);
  servers = { ...postgres, redisUrl: redis };
  send({ type: "ready", servers });
} catch (err) {
  send({ type: "failed", message: err instanceof Error ? (err.stack ?? err.message) : String(err) });
}
for (const parent of new Set([tmpdir(), memory ?? tmpdir()])) {
  await sweepRunFolders(new Date(), endOrphanedRedis, parent).catch(() => []); // another run may be sweeping the same folders
}

async function startAndMigrate(): Promise<{ postgresUrl: string; templateName: string }> {
  const postgres = await startPostgres(folder.path, {}, { dataParent: dataFolder.path });
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

async function startProduct(request: Extract<RunnerMessage, { type: "start product" }>): Promise<void> {
  const { backend } = request;
  try {
    if (servers === null) throw new Error("a product was requested before there were servers");
    const product = await startSharedProduct(servers, request, folder.path, (stop) =>
      stopAtTheEnd(stop, stopsOfProducts),
    );
    send({ type: "product", backend, product });
  } catch (err) {
    send({ type: "no product", backend, message: String(err) });
  }
}

/** A server may come up while we are leaving already. */
async function stopAtTheEnd(stop: () => Promise<unknown>, among = stops): Promise<void> {
  if (ending !== null) {
    await stop();
    throw new Error("the test run ended before its servers had started");
  }
  among.push(stop);
}

function end(): void {
  ending ??= Promise.all(stopsOfProducts.map((stop) => stop()))
    .then(() => Promise.all(stops.map((stop) => stop())))
    .then(() => Promise.all([folder.remove(), dataFolder.remove()]))
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
