// Batches of several shapes through the real API and a real worker: how fast they are accepted, and how soon after its
// last dependency an operation starts. Operations have three phases that write a file each, those that are empty four phases
// that do nothing. pnpm bench batches <url of a scratch database> [redis url] [--shapes "diamond;chain of 1,000"]
import { fork, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createDb, migrate } from "@longhaul/db";
import { patientLimits } from "../src/patience.ts";
import { migrateQueue } from "@longhaul/queue";
import { SignJWT } from "jose";
import { TRIAL_MODULE } from "../src/trial/trial-module.ts";

const ROOT = new URL("../../../", import.meta.url);
const JWT_SECRET = "a secret of at least thirty-two bytes";
const { values, positionals } = parseArgs({ options: { shapes: { type: "string" } }, allowPositionals: true });
const [databaseUrl, redisUrl] = positionals;
if (databaseUrl === undefined) throw new Error("name a scratch database");
const [tenantId, projectId] = [randomUUID(), randomUUID()];

/**
 * A worker of 16 CPU units has that many slots for certain. Of those that become ready together, as a fan does, only so
 * many can start at once; the others wait for a worker, not for their dependencies. Both figures are printed.
 */
const SLOTS = 8;

const range = (n: number): number[] => Array.from({ length: n }, (_, idx) => idx);
const chain = range(1000).map((idx) => (idx === 0 ? [] : [idx - 1]));
const WARM_UP = "warm-up";
const EMPTY = "chain of 1,000 empty ones";
/** For each shape, what each operation depends on, by index. */
const shapes: Readonly<Record<string, readonly (readonly number[])[]>> = {
  [WARM_UP]: range(100).map((idx) => (idx === 0 ? [] : [idx < 50 ? idx - 1 : 0])),
  diamond: [[], [0], [0], [1, 2]],
  "chain of 1,000": chain,
  [EMPTY]: chain,
  "fan of 1,000": range(1000).map((idx) => (idx === 0 ? [] : [0])),
  "31 layers of 31": range(961).map((idx) =>
    idx < 31 ? [] : range(31).map((place) => (Math.floor(idx / 31) - 1) * 31 + place),
  ),
};

await migrate(databaseUrl);
if (redisUrl === undefined) await migrateQueue({ backend: "postgres", databaseUrl });
const folder = await mkdtemp(join(tmpdir(), "longhaul-bench-"));
const env = {
  NODE_ENV: "production",
  DATABASE_URL: databaseUrl,
  ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl, QUEUE_PREFIX: `{bench-${randomUUID()}}` }),
  STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
  SCRATCH_DIR: join(folder, "scratch"),
  JWT_SECRET,
  DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
  SECRETS_KEY: randomBytes(32).toString("base64"),
  OPERATION_MODULES: `${TRIAL_MODULE},${new URL("./trivial-operations.ts", import.meta.url).href}`,
  HOST: "127.0.0.1",
  PORT: "0",
  HEALTH_PORT: "0",
  WORKER_CPU_UNITS: "16",
  WORKER_MEMORY_GB: "64",
  LOG_LEVEL: "error",
};
async function start(app: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = fork(fileURLToPath(new URL(`apps/${app}/src/main.ts`, ROOT)), { env: { ...process.env, ...env } });
  const [ready] = (await once(child, "message")) as [{ readonly url?: string }];
  return { child, url: ready.url ?? "" };
}
const [api, worker] = [await start("api"), await start("operations-worker")];
const token = await new SignJWT({ tenants: { [tenantId]: { projects: "*" } } })
  .setProtectedHeader({ alg: "HS256" })
  .setSubject("bench")
  .setExpirationTime("1h")
  .sign(new TextEncoder().encode(JWT_SECRET));
const db = createDb({ databaseUrl, applicationName: "bench", limits: patientLimits() });

for (const [name, dependsOn] of Object.entries(shapes)) {
  if (name !== WARM_UP && values.shapes?.split(";").includes(name) === false) continue;
  const body = JSON.stringify({
    batchName: name,
    operations: dependsOn.map((dependencies, idx) => ({
      operationKey: `k${idx}`,
      operationName: `Trial ${idx}`,
      operationType: name === EMPTY ? "Trivial" : "TrialInline",
      dependencies: dependencies.map((dependency) => `k${dependency}`),
    })),
  });
  const begun = performance.now();
  const response = await fetch(`${api.url}/api/${tenantId}/${projectId}/async/batch`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body,
  });
  const answer = (await response.json()) as { batchId: string };
  const acceptedMs = performance.now() - begun;
  if (response.status !== 202) throw new Error(`${name}: ${response.status} ${JSON.stringify(answer)}`);
  const ended = async (): Promise<boolean> => {
    const { rows } = await db.query<{ status: string }>(
      "SELECT status FROM batches WHERE id = $1 AND ended_at IS NOT NULL",
      [answer.batchId],
    );
    return rows[0]?.status === "Completed";
  };
  while (!(await ended())) await delay(50);
  if (name === WARM_UP) continue;
  const { rows } = await db.query<{ p50: number; p99: number; queued: number; sec: number }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE turn <= $2) AS p50,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) FILTER (WHERE turn <= $2) AS p99,
       percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) AS queued,
       (SELECT extract(epoch FROM ended_at - created_at)::float8 FROM batches WHERE id = $1) AS sec
     FROM (SELECT 1000 * extract(epoch FROM o.started_at - last.ended_at)::float8 AS ms,
             row_number() OVER (PARTITION BY last.ended_at ORDER BY o.started_at) AS turn
           FROM operations o CROSS JOIN LATERAL (SELECT max(d.ended_at) AS ended_at FROM batch_edges e
             JOIN operations d ON d.id = e.depends_on_id WHERE e.operation_id = o.id) last
           WHERE o.batch_id = $1 AND last.ended_at IS NOT NULL) waits`,
    [answer.batchId, SLOTS],
  );
  const [figures] = rows;
  const text = (value: number | undefined): string => (value ?? Number.NaN).toFixed(1);
  process.stdout.write(
    `${name.padEnd(26)} accepted in ${acceptedMs.toFixed(0).padStart(5)} ms · dependency to start p50 ${text(figures?.p50)} ms, p99 ${text(figures?.p99)} ms ` +
      `(all: p99 ${text(figures?.queued)} ms) · ${dependsOn.length} operations in ${text(figures?.sec)} s · load ${text(loadavg()[0])}\n`,
  );
}
for (const { child } of [api, worker]) {
  child.kill("SIGTERM");
  await once(child, "exit");
}
await db.close();
await rm(folder, { recursive: true, force: true });
