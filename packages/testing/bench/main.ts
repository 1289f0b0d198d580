// Runs a benchmark by its name, with its arguments: pnpm bench [name] [arguments]. Without a name, lists them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

interface Benchmark {
  /** Path from the root of the project. */
  readonly script: string;
  readonly usage: string;
  readonly about: string;
}

const benchmarks: Readonly<Record<string, Benchmark>> = {
  mining: {
    script: "packages/process-mining/bench/mine.ts",
    usage: "[events] [repetitions]",
    about: "import and mining of a synthetic log against SQL only, and against PM4Py where python3 has it",
  },
  discover: {
    script: "packages/process-mining/bench/discover.ts",
    usage: "[cases] [activities] [seeds] [algorithm]",
    about: "models of logs with hardly any structure: CPU, progress, what the model is worth",
  },
  predict: {
    script: "packages/process-mining/bench/predict.ts",
    usage: "<file of a log | events of a synthetic log> …",
    about: "predictions of each log against their baselines, and what training costs",
  },
  published: {
    script: "packages/process-mining/bench/published.ts",
    usage: "<folder with logs>",
    about: "predictions of helpdesk, sepsis and BPIC 2012 beside published figures; says which log isn't there",
  },
  intervals: {
    script: "packages/process-mining/bench/intervals.ts",
    usage: "[seeds] [seeds of predictions]",
    about: "how often intervals of planted effects and of remaining times cover what they are made to cover",
  },
  calibration: {
    script: "packages/process-mining/bench/calibration.ts",
    usage: "<file of a log> …",
    about: "how often predictions are right, by the probability stated, and how often intervals hold, on later cases",
  },
  planted: {
    script: "packages/process-mining/bench/planted.ts",
    usage: "[seeds]",
    about: "in how many made-up logs with a planted cause it is named first, and nothing in those without",
  },
  upload: {
    script: "packages/testing/bench/upload.ts",
    usage: "[events] [repetitions] [file of these events]",
    about: "what a client waits for: upload, import until Ready, analysis, against DuckDB's read of the file",
  },
  "mining-scale": {
    script: "packages/process-mining/bench/scale.ts",
    usage: "[events]",
    about: "one large log through the engine: cost per event, memory, progress, how soon a cancel is heard",
  },
  xes: {
    script: "packages/process-mining/bench/read-xes.ts",
    usage: "[events]",
    about: "import of a synthetic XES log against an XML parser alone, and PM4Py's reader where python3 has it",
  },
  list: {
    script: "packages/db/bench/list-operations.ts",
    usage: "<url of a scratch database> [operations]",
    about: "the list of operations with its summary",
  },
  search: {
    script: "packages/testing/bench/search.ts",
    usage: "[operations]",
    about: "searches of every kind among a million operations, through the public API",
  },
  accept: {
    script: "apps/api/bench/accept.ts",
    usage: "<url of a scratch database> [redis url]",
    about: "accepting an operation against Express 5 and one CTE insert",
  },
  status: {
    script: "apps/api/bench/status.ts",
    usage: "<url of a scratch database>",
    about: "an operation's status against Express 5 and one select by id",
  },
  operations: {
    script: "packages/testing/bench/operations.ts",
    usage: "[operations] [--backend redis|postgres] [--parts drain,64] [--json <file>]",
    about:
      "operations of four empty phases, drained and end to end, on both backends, beside plain SQL and other engines",
  },
  fair: {
    script: "packages/testing/bench/fair/main.ts",
    usage: "[--rows 1000000] [--tenants 10000] [--flood 2000] [--parts ledger,waits,throughput,ageing,imports]",
    about:
      "what fair order between tenants costs the ledger, waits beside a flood, throughput, ageing for ten minutes, uploads beside large imports",
  },
  walls: {
    script: "packages/testing/bench/walls.ts",
    usage: "[--rounds 60] [--together 1,8]",
    about: "what row-level security costs Postgres at accepting and reading operations",
  },
  batches: {
    script: "packages/testing/bench/batches.ts",
    usage: "<url of a scratch database> [redis url]",
    about: "batches of several shapes: acceptance, and dependency to start",
  },
  fuzz: {
    script: "packages/testing/bench/fuzz.ts",
    usage: "[--requests 10000] [--seed 1]",
    about: "requests made from the contract and spoilt: answers, event loop and memory of the API",
  },
  "worst-requests": {
    script: "packages/testing/bench/worst/main.ts",
    usage: "[endpoints of the contract]",
    about: "each endpoint's worst request: event loop and memory of the API",
  },
  deliveries: {
    script: "apps/webhook-worker/bench/deliveries.ts",
    usage: "<url of a scratch database> [deliveries] [repetitions]",
    about: "webhook deliveries against raw clients through the same guard",
  },
  fairness: {
    script: "apps/webhook-worker/bench/fairness.ts",
    usage: "<url of a scratch database>",
    about: "deliveries to healthy endpoints beside dead ones",
  },
};

const [name, ...args] = process.argv.slice(2);
const benchmark = name === undefined ? undefined : benchmarks[name];
if (benchmark === undefined) {
  const lines = Object.entries(benchmarks).map(
    ([key, { usage, about }]) => `  ${`${key} ${usage}`.padEnd(66)} ${about}`,
  );
  process.stdout.write(`pnpm bench <name> [arguments]\n\n${lines.join("\n")}\n`);
  if (name !== undefined) process.exitCode = 1;
} else {
  const path = fileURLToPath(new URL(`../../../${benchmark.script}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  process.exitCode = typeof code === "number" ? code : 1;
}
