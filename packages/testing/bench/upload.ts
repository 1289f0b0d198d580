import { execFile, fork, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { openAsBlob } from "node:fs";
import { chmod, link, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { migrate } from "@longhaul/db";
import { migrateQueue } from "@longhaul/queue";
import { SignJWT } from "jose";
import { startPostgres } from "../src/start-postgres.ts";

/*
 * pnpm bench upload [events = 1000000] [repetitions = 3] [a CSV file with these events, else one is made]
 *
 * What a client waits for: uploads a synthetic log (CSV) to the product, waits until it is Ready, and has it analysed until
 * the phases with graph, variants and durations are done. In turns with DuckDB reading the same file into a typed table,
 * which is the baseline. Wall-clock time, CPU and peak memory of the worker and its phase processes, medians.
 */

const SEED = 7;
const POLL_MS = 20;
const TICKS_PER_SECOND = 100;
const JWT_SECRET = "a secret of at least thirty-two bytes";
const ROOT = new URL("../../../", import.meta.url);
const WRITE_LOG = fileURLToPath(new URL("packages/process-mining/bench/write-log.ts", ROOT));
const eventCount = Number(process.argv[2] ?? 1_000_000);
const repetitions = Number(process.argv[3] ?? 3);
if (!(eventCount > 0) || !(repetitions > 0)) throw new Error("give numbers of events and of repetitions above 0");

type Figures = Record<string, number>;
interface Phase {
  readonly status: string;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const seconds = (sinceMs: number): number => (performance.now() - sinceMs) / 1000;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const folder = await mkdtemp(join(tmpdir(), "upload-bench-"));
await chmod(folder, 0o711); // the server may run as another account
const postgres = await startPostgres(folder);
await migrate(postgres.url);
await migrateQueue({ backend: "postgres", databaseUrl: postgres.url });
const environment = {
  NODE_ENV: "production",
  DATABASE_URL: postgres.url,
  STORAGE_URL: pathToFileURL(join(folder, "storage")).href,
  SCRATCH_DIR: join(folder, "scratch"),
  JWT_SECRET,
  DOWNLOAD_SECRET: "another secret of thirty-two bytes or more",
  SECRETS_KEY: randomBytes(32).toString("base64"),
  HOST: "127.0.0.1",
  PORT: "0",
  HEALTH_PORT: "0",
  WORKER_CPU_UNITS: "2",
  WORKER_MEMORY_GB: "8",
  REQUESTS_PER_MINUTE: "0",
  LOG_LEVEL: "error",
};

async function start(app: string): Promise<{ child: ChildProcess; url: string }> {
  const { PATH = "", HOME = "" } = process.env;
  const child = fork(fileURLToPath(new URL(`apps/${app}/src/main.ts`, ROOT)), {
    env: { PATH, HOME, ...environment },
  });
  child.once("exit", (code) => {
    if (code !== 0 && code !== null) process.exit(1);
  });
  const [message] = (await once(child, "message")) as [{ readonly url?: string }];
  return { child, url: message.url?.replace("localhost", "127.0.0.1") ?? "" };
}

/** CPU so far of a process and all below it, in seconds, and the most memory that one of them has had, in MB. */
async function usageOf(pid: number): Promise<{ cpu: number; peakMB: number }> {
  const all = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(all.map(async (name) => readFile(`/proc/${name}/stat`, "utf8").catch(() => "")));
  const parents = new Map<number, number>();
  const cpuOf = new Map<number, number>();
  for (const line of stats) {
    const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
    const id = Number.parseInt(line, 10);
    parents.set(id, Number(fields[1]));
    cpuOf.set(id, fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND);
  }
  let cpu = 0;
  let peakMB = 0;
  for (const id of parents.keys()) {
    let above = id;
    while (above !== pid && above > 1) above = parents.get(above) ?? 0;
    if (above !== pid) continue;
    cpu += cpuOf.get(id) ?? 0;
    const status = await readFile(`/proc/${id}/status`, "utf8").catch(() => "");
    peakMB = Math.max(peakMB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }
  return { cpu, peakMB };
}

const api = await start("api");
const worker = await start("operations-worker");
const [tenantId, projectId] = [randomUUID(), randomUUID()];
const token = await new SignJWT({ tenants: { [tenantId]: { projects: "*" } } })
  .setProtectedHeader({ alg: "HS256" })
  .setSubject("bench")
  .setExpirationTime("2h")
  .sign(new TextEncoder().encode(JWT_SECRET));

async function call<T>(path: string, init: RequestInit = {}, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${api.url}/api/${tenantId}/${projectId}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function clientRun(path: string): Promise<Figures> {
  const before = await usageOf(worker.child.pid ?? 0);
  const body = new FormData();
  body.append("file", await openAsBlob(path), "log.csv");
  let startMs = performance.now();
  const { datasetId } = await call<{ datasetId: string }>(
    "/datasets",
    { method: "POST", body },
    { prefer: "respond-async" },
  );
  const figures: Figures = { transfer: seconds(startMs) };
  startMs = performance.now();
  for (;;) {
    const { status } = await call<{ status: string }>(`/datasets/${datasetId}`);
    if (status === "Failed") throw new Error("the import failed");
    if (status === "Ready") break;
    await setTimeout(POLL_MS);
  }
  figures["import to Ready"] = seconds(startMs);
  const imported = await usageOf(worker.child.pid ?? 0);
  figures["CPU of the import"] = imported.cpu - before.cpu;
  startMs = performance.now();
  const { operationId } = await call<{ operationId: string }>(
    "/async/operation",
    {
      method: "POST",
      body: JSON.stringify({
        operationType: "ProcessMiningAnalysis",
        operationName: "Benchmark",
        parameters: { datasetId },
      }),
    },
    { "content-type": "application/json" },
  );
  for (;;) {
    const { status, phases } = await call<{ status: string; phases: readonly Phase[] }>(
      `/async/operation/${operationId}`,
      {},
      { prefer: "wait=0" },
    );
    if (status === "Failed") throw new Error("the analysis failed");
    const done = phases.filter((phase) => phase.status === "Completed").length;
    for (let count = 1; count <= done; count++) figures[`analysis, ${count} phases`] ??= seconds(startMs);
    if (status === "Completed") break;
    await setTimeout(POLL_MS);
  }
  figures["analysis, all"] = seconds(startMs);
  return figures;
}

async function baselineRun(): Promise<Figures> {
  const script = fileURLToPath(new URL("packages/process-mining/bench/run-sql.ts", ROOT));
  const { stdout } = await promisify(execFile)(process.execPath, [script, folder]);
  const run = JSON.parse(stdout) as { seconds: Figures; cpuSeconds: number };
  return { "DuckDB reads the CSV": run.seconds["read"] ?? Number.NaN };
}

try {
  const path = join(folder, "log.csv");
  if (process.argv[4] === undefined)
    await promisify(execFile)(process.execPath, [WRITE_LOG, path, String(eventCount), String(SEED)]);
  else await link(process.argv[4], path);
  const runs: Figures[] = [];
  for (let turn = 0; turn < repetitions; turn++) runs.push({ ...(await baselineRun()), ...(await clientRun(path)) });
  const megabytes = ((await stat(path)).size / 1e6).toFixed(0);
  const load = loadavg().map((value) => value.toFixed(1));
  print(
    `${eventCount.toLocaleString("en-US")} events, CSV ${megabytes} MB, medians of ${repetitions}, load ${load.join(" ")}`,
  );
  print("\n| step | time | ÷ DuckDB's read |\n|---|---|---|");
  const of = (name: string): number => median(runs.map((run) => run[name] ?? Number.NaN));
  const base = of("DuckDB reads the CSV");
  for (const name of Object.keys(runs[0] ?? {}))
    print(`| ${name} | ${of(name).toFixed(2)} s | ${(of(name) / base).toFixed(2)} |`);
  print(`\npeak memory of a process of the worker: ${(await usageOf(worker.child.pid ?? 0)).peakMB.toFixed(0)} MB`);
} finally {
  for (const { child } of [api, worker]) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
