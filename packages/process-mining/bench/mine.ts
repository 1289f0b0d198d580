import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generateLog } from "./generate-log.ts";
import type { MiningRun } from "./mining-run.ts";

/*
 * pnpm exec node packages/process-mining/bench/mine.ts [events = 1000000] [repetitions = 3]
 *
 * Makes a synthetic log and mines it twice in turns, by the engine and by SQL alone in DuckDB, each run in a process
 * of its own. Both start from the imported Parquet table; the import is measured beside.
 */

const SEED = 11;
const run = promisify(execFile);
const eventCount = Number(process.argv[2] ?? 1_000_000);
const repetitions = Number(process.argv[3] ?? 3);
const folder = await mkdtemp(join(tmpdir(), "mining-bench-"));

async function measure(script: string): Promise<MiningRun> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await run(process.execPath, [path, folder]);
  return JSON.parse(stdout) as MiningRun;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  await generateLog(join(folder, "log.csv"), eventCount, SEED);
  const bytes = (await stat(join(folder, "log.csv"))).size;
  const imported = await measure("./run-import.ts");
  const engine: MiningRun[] = [];
  const sql: MiningRun[] = [];
  for (let turn = 0; turn < repetitions; turn++) {
    engine.push(await measure("./run-engine.ts"));
    sql.push(await measure("./run-sql.ts"));
  }
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(" ");
  print(
    `${eventCount.toLocaleString("en-US")} events, CSV ${(bytes / 1e6).toFixed(0)} MB, ${repetitions} runs, medians, load ${load}`,
  );
  print(
    `results agree: ${JSON.stringify(engine[0]?.results) === JSON.stringify(sql[0]?.results)} ${JSON.stringify(engine[0]?.results)}`,
  );
  print(`import CSV to Parquet: ${imported.seconds["read"]?.toFixed(2)} s, ${imported.peakMB.toFixed(0)} MB`);
  print("");
  print("| step | engine | SQL only | SQL ÷ engine |");
  print("|---|---|---|---|");
  const row = (step: string, of: (run: MiningRun) => number, unit: string) => {
    const [ours, theirs] = [median(engine.map(of)), median(sql.map(of))];
    print(`| ${step} | ${ours.toFixed(2)} ${unit} | ${theirs.toFixed(2)} ${unit} | ${(theirs / ours).toFixed(1)} |`);
  };
  for (const step of ["read", "dfg", "variants", "durations"])
    row(step, ({ seconds }) => seconds[step] ?? Number.NaN, "s");
  row("total", ({ seconds }) => Object.values(seconds).reduce((sum, value) => sum + value, 0), "s");
  row("CPU", ({ cpuSeconds }) => cpuSeconds, "s");
  row("peak memory", ({ peakMB }) => peakMB, "MB");
  const extra = Object.entries(engine[0]?.extraSeconds ?? {}).map(
    ([step, seconds]) => `${step} ${seconds.toFixed(2)} s`,
  );
  print(`\nbeyond the table, engine only: ${extra.join(", ")}`);
} finally {
  await rm(folder, { recursive: true });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
