import { execFile } from "node:child_process";
import { openAsBlob } from "node:fs";
import { link, mkdtemp, rm, stat } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startProduct } from "./start-product.ts";
import { usageOf } from "./usage-of.ts";

/*
 * pnpm bench upload [events = 1000000] [repetitions = 3] [a CSV file with these events, else one is made]
 *
 * What a client waits for: uploads a synthetic log (CSV) to the product, waits until it is Ready, and has it analysed until
 * the phases with graph, variants and durations are done. In turns with DuckDB reading the same file into a typed table,
 * which is the baseline, and with PM4Py reading and formatting it where python3 has it (PYTHON names another). Wall-clock
 * time and CPU of the worker and its phase processes, medians; peak memory of one of them.
 */

const SEED = 7;
const POLL_MS = 20;
const ROOT = new URL("../../../", import.meta.url);
const WRITE_LOG = fileURLToPath(new URL("packages/process-mining/bench/write-log.ts", ROOT));
const PYTHON = process.env["PYTHON"] ?? "python3";
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
const product = await startProduct("postgres", { WORKER_CPU_UNITS: "2", WORKER_MEMORY_GB: "8" });
await product.start("operations-worker");
const peaks = { import: 0 };
const usage = async () => usageOf([product.pids.get("operations-worker") ?? 0]);

async function call<T>(path: string, init: RequestInit = {}, headers: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`${product.project}${path}`, {
    ...init,
    headers: { authorization: product.authorization, ...headers },
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

async function clientRun(path: string): Promise<Figures> {
  const before = await usage();
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
  const imported = await usage();
  figures["CPU of the import"] = imported.cpuSeconds - before.cpuSeconds;
  // Later ones find processes that have analysed.
  peaks.import ||= imported.peakMB;
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

/** Empty where PM4Py isn't installed. */
async function pm4pyRun(): Promise<Figures> {
  const script = fileURLToPath(new URL("packages/process-mining/bench/run-pm4py.py", ROOT));
  const isThere = await promisify(execFile)(PYTHON, ["-c", "import pm4py"]).then(
    () => true,
    () => false,
  );
  if (!isThere) return {};
  const { stdout } = await promisify(execFile)(PYTHON, [script, folder]);
  const run = JSON.parse(stdout) as { seconds: Figures };
  return { "PM4Py reads and formats": run.seconds["read"] ?? Number.NaN };
}

try {
  const path = join(folder, "log.csv");
  if (process.argv[4] === undefined)
    await promisify(execFile)(process.execPath, [WRITE_LOG, path, String(eventCount), String(SEED)]);
  else await link(process.argv[4], path);
  const runs: Figures[] = [];
  for (let turn = 0; turn < repetitions; turn++)
    runs.push({ ...(await baselineRun()), ...(await pm4pyRun()), ...(await clientRun(path)) });
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
  const { peakMB } = await usage();
  print(`\npeak memory of a process: import ${peaks.import.toFixed(0)} MB, with analyses ${peakMB.toFixed(0)} MB`);
} finally {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
}
