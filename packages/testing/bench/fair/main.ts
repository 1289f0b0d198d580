// What the fair order costs and what it gives: pnpm bench fair [--rows 1000000] [--tenants 10000] [--flood 10000] [--singles 400]
//   [--slots <cores>] [--minutes 10] [--files 10] [--gigabytes 1] [--parts ledger,waits,throughput,ageing,imports] [--backend redis|postgres]
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import pg from "pg";
import { startProduct, type Product } from "../start-product.ts";
import { measureAgeing } from "./ageing.ts";
import { measureImports } from "./imports.ts";
import { measureLedger } from "./ledger.ts";
import { measureThroughput, measureWaits } from "./waits.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    tenants: { type: "string", default: "10000" },
    flood: { type: "string", default: "10000" },
    singles: { type: "string", default: "400" },
    slots: { type: "string", default: String(availableParallelism()) },
    minutes: { type: "string", default: "10" },
    files: { type: "string", default: "10" },
    gigabytes: { type: "string", default: "1" },
    parts: { type: "string", default: "ledger,waits,throughput" },
    backend: { type: "string", default: "redis" },
  },
});
const figure = (name: Exclude<keyof typeof values, "parts" | "backend">): number => Number(values[name]);
const say = (line: string): unknown => process.stdout.write(`${line} · load ${loadavg()[0]?.toFixed(1)}\n`);

/** Runs a part on stores and processes of its own. @param slots operations that the worker runs at once */
async function onProduct(slots: number, run: (product: Product, sql: pg.Pool) => Promise<void>): Promise<void> {
  const product = await startProduct(values.backend === "postgres" ? "postgres" : "redis", {
    OPERATION_MODULES: new URL("../trivial-operations.ts", import.meta.url).href,
    WORKER_CPU_UNITS: String(slots),
    WORKER_MEMORY_GB: "64",
  });
  const sql = new pg.Pool({ connectionString: product.databaseUrl, max: 4 });
  try {
    await product.start("operations-worker");
    await run(product, sql);
  } finally {
    await sql.end();
    await product.stop();
  }
}

const flood = figure("flood");
const parts: Record<string, () => Promise<void>> = {
  ledger: async () => measureLedger({ rows: figure("rows"), tenants: figure("tenants") }, say),
  waits: async () =>
    onProduct(figure("slots"), (product, sql) =>
      measureWaits(product, sql, { flood, singles: figure("singles") }, say),
    ),
  throughput: async () => onProduct(figure("slots"), (product, sql) => measureThroughput(product, sql, flood, say)),
  ageing: async () => onProduct(2, (product, sql) => measureAgeing(product, sql, figure("minutes"), say)),
  imports: async () =>
    onProduct(2, (product) => measureImports(product, { files: figure("files"), gigabytes: figure("gigabytes") }, say)),
};
for (const name of values.parts.split(",")) {
  const measure = new Map(Object.entries(parts)).get(name);
  if (measure === undefined) throw new Error(`there is no part ${name}: ${Object.keys(parts).join(", ")}`);
  await measure();
}
