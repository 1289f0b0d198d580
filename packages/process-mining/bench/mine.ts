import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { generateLog } from "./generate-log.ts";
import type { MiningRun } from "./mining-run.ts";

/*
 * pnpm bench mining [events = 1000000] [repetitions = 3]
 *
 * Makes a synthetic log (CSV) from a seed and mines it in turns: imported and then mined from the table that the import
 * leaves (as an upload is: once imported, mined many times), by SQL alone in DuckDB, and by PM4Py where python3 has it
 * (PYTHON names another). Every run is a process of its own; medians are printed with the load. Ratios are to the first
 * column.
 */

const SEED = 11;
/** Measured once with PM4Py 2.7.14 on two cores of another machine, and no part of the ratios. */
const PM4PY_ELSEWHERE =
  "PM4Py 2.7.14 on 5,000,000 events, other machine: 30.9 s (read 16.1, DFG 11.5, variants 1.3, durations 2.0), 1,800 MB";
const PYTHON = process.env["PYTHON"] ?? "python3";
const STEPS = ["import", "read", "dfg", "variants", "durations"] as const;

const run = promisify(execFile);
const eventCount = Number(process.argv[2] ?? 1_000_000);
const repetitions = Number(process.argv[3] ?? 3);
if (!(eventCount > 0) || !(repetitions > 0)) throw new Error("give numbers of events and of repetitions above 0");

async function measure(command: string, script: string, folder: string): Promise<MiningRun> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await run(command, [path, folder]);
  return JSON.parse(stdout) as MiningRun;
}

async function hasPm4py(): Promise<boolean> {
  try {
    await run(PYTHON, ["-c", "import pm4py"]);
    return true;
  } catch {
    return false;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function total({ seconds }: MiningRun, withImport = true): number {
  return Object.entries(seconds).reduce(
    (sum, [step, value]) => (withImport || step !== "import" ? sum + value : sum),
    0,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const folder = await mkdtemp(join(tmpdir(), "mining-bench-"));
try {
  await generateLog(join(folder, "log.csv"), eventCount, SEED);
  const megabytes = (await stat(join(folder, "log.csv"))).size / 1e6;
  const withPm4py = await hasPm4py();
  const engine: MiningRun[] = [];
  const sql: MiningRun[] = [];
  const pm4py: MiningRun[] = [];
  for (let turn = 0; turn < repetitions; turn++) {
    const imported = await measure(process.execPath, "./run-import.ts", folder);
    const mined = await measure(process.execPath, "./run-engine.ts", folder);
    engine.push({
      ...mined,
      seconds: { ...imported.seconds, ...mined.seconds },
      cpuSeconds: imported.cpuSeconds + mined.cpuSeconds,
      importPeakMB: imported.peakMB,
    });
    sql.push(await measure(process.execPath, "./run-sql.ts", folder));
    if (withPm4py) pm4py.push(await measure(PYTHON, "./run-pm4py.py", folder));
  }
  const load = loadavg().map((value) => value.toFixed(1));
  print(
    `${eventCount.toLocaleString("en-US")} events, CSV ${megabytes.toFixed(0)} MB, medians of ${repetitions}, load ${load.join(" ")}`,
  );
  const ways = [engine, sql, ...(withPm4py ? [pm4py] : [])];
  const results = ways.map(([first]) => JSON.stringify(first?.results));
  print(`figures agree: ${results.every((result) => result === results[0]) ? "yes" : "NO"}, ${results.join(" ")}\n`);
  print(
    `| step | import and table | SQL only |${withPm4py ? " PM4Py |" : ""} SQL ÷ ours |${withPm4py ? " PM4Py ÷ ours |" : ""}`,
  );
  print(`|---|${"---|".repeat(withPm4py ? 5 : 3)}`);
  const row = (name: string, of: (run: MiningRun) => number | undefined, unit: string): void => {
    const [ours, ...others] = ways.map((runs) => median(runs.map((one) => of(one) ?? Number.NaN)));
    const cell = (value: number, text: string): string => (Number.isNaN(value) ? "–" : text);
    const figures = [ours ?? Number.NaN, ...others].map((value) => cell(value, `${value.toFixed(2)} ${unit}`));
    const ratios = others.map((value) => cell(value / (ours ?? Number.NaN), (value / (ours ?? Number.NaN)).toFixed(1)));
    print(`| ${[name, ...figures, ...ratios].join(" | ")} |`);
  };
  for (const step of STEPS) row(step, ({ seconds }) => seconds[step], "s");
  row("total from the table", (one) => total(one, false), "s");
  row("total from the CSV", (one) => total(one), "s");
  row("CPU", ({ cpuSeconds }) => cpuSeconds, "s");
  row("peak memory", ({ peakMB }) => peakMB, "MB");
  print(`\npeak memory of the import: ${median(engine.map(({ importPeakMB }) => importPeakMB ?? 0)).toFixed(0)} MB`);
  const extra = Object.entries(engine[0]?.extraSeconds ?? {}).map(([step, value]) => `${step} ${value.toFixed(2)} s`);
  print(`beyond the table, engine only: ${extra.join(", ")}`);
  if (!withPm4py) print(`PM4Py isn't installed here. ${PM4PY_ELSEWHERE}`);
} finally {
  await rm(folder, { recursive: true });
}
