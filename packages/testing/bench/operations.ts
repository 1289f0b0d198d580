// Operations of four phases that do nothing, through the real API and a real worker, on both queue backends, beside the same
// four steps written by plain SQL and on other engines: pnpm bench operations [operations] [--backend redis] [--json <file>]
//   [--parts plain,drain,1,8,16,64,512,webhook,artifacts,snapshot,peers]
import { writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { findOnPath } from "../src/find-on-path.ts";
import { COUNTED, figures, meterOf, openWatch, type Cost } from "./operation-cost.ts";
import { besideOpenSnapshot, withArtifacts, withWebhook, type FormCost } from "./operation-forms.ts";
import { drain, endToEnd, plainSql, SLOTS, type Bench } from "./operation-runs.ts";
import { measurePeers, meanCosts, type PeerCost } from "./peers/measure-peers.ts";
import { startProduct, type Backend } from "./start-product.ts";

const { values, positionals } = parseArgs({
  options: {
    json: { type: "string" },
    backend: { type: "string" },
    parts: { type: "string", default: "plain,drain,1,8,16,64,512,webhook,artifacts,snapshot,peers" },
  },
  allowPositionals: true,
});
const count = Number(positionals[0] ?? 2000);
const parts = new Set(values.parts.split(","));
/** Operations that are under way at once, end to end. */
const inFlights = [1, 8, 16, 64, 512].filter((inFlight) => parts.has(String(inFlight)));
const forms: Readonly<Record<string, (bench: Bench) => Promise<FormCost>>> = {
  webhook: withWebhook,
  artifacts: withArtifacts,
  snapshot: besideOpenSnapshot,
};
const env = {
  OPERATION_MODULES: new URL("./trivial-operations.ts", import.meta.url).href,
  WORKER_CPU_UNITS: String(SLOTS),
  WORKER_MEMORY_GB: "64",
  WEBHOOK_ALLOW_PRIVATE: "loopback",
};
const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const sayCost = (backend: Backend, what: string, cost: Cost, more = ""): unknown =>
  say(`${backend}: ${what.padEnd(18)}${figures(cost)}${more}`);

async function measure(bench: Bench, backend: Backend) {
  const plain = parts.has("plain") ? await plainSql(bench) : null;
  if (plain !== null) sayCost(backend, "plain SQL", plain);
  const drained = parts.has("drain") ? await drain(bench) : null;
  if (drained !== null) sayCost(backend, "drain", drained);
  else await bench.product.start("operations-worker");
  const runs = [];
  for (const inFlight of inFlights) {
    const run = await endToEnd(bench, inFlight);
    runs.push(run);
    const waits = ` · ms p50, p99: to the first phase ${run.msToFirstPhaseP50.toFixed(1)}, ${run.msToFirstPhaseP99.toFixed(1)}, to the end ${run.msToEndP50.toFixed(1)}, ${run.msToEndP99.toFixed(1)}`;
    sayCost(backend, `${inFlight} in flight`, run, waits);
  }
  const formed: Record<string, FormCost> = {};
  for (const [name, run] of Object.entries(forms)) {
    if (!parts.has(name)) continue;
    const form = (formed[name] = await run(bench));
    const each =
      form.cpuMsPerDelivery === undefined ? "" : ` · a delivery ${form.cpuMsPerDelivery.toFixed(2)} ms of CPU`;
    sayCost(backend, `without ${name}`, form.plain);
    sayCost(backend, `with ${name}`, form.cost, each);
  }
  return { plain, drained, runs, formed };
}

const plainSqlCosts: Record<string, Cost> = {};
const drains: Record<string, Cost> = {};
const endToEnds: Record<string, unknown> = {};
const formCosts: Record<string, unknown> = {};
const peers: PeerCost[] = [];
for (const backend of ["redis", "postgres"] as const satisfies readonly Backend[]) {
  if (values.backend !== undefined && values.backend !== backend) continue;
  if (backend === "redis" && findOnPath("redis-server") === null) {
    say("redis: this machine has no redis-server");
    continue;
  }
  const product = await startProduct(backend, env, COUNTED);
  const sql = await openWatch(product.databaseUrl);
  const measured = await measure({ product, sql, meter: meterOf(sql, product.pids), count }, backend);
  await sql.end();
  await product.stop();
  if (measured.plain !== null) plainSqlCosts[backend] = measured.plain;
  if (measured.drained !== null) drains[backend] = measured.drained;
  // Of several runs, the one with as many in flight as the worker has slots.
  const usual = measured.runs.find(({ inFlight }) => inFlight === SLOTS) ?? measured.runs.at(-1);
  if (usual !== undefined) endToEnds[backend] = { ...usual, runs: measured.runs };
  formCosts[backend] = measured.formed;
  // Once after each backend, so that a machine that grows busier meanwhile does the same to all.
  if (parts.has("peers"))
    await measurePeers(count, SLOTS, (peer) => {
      peers.push(peer);
      say(
        `${peer.name.padEnd(18)}${peer.opsPerSecond.toFixed(0).padStart(5)}/s · CPU ${peer.cpuMsPerOperation.toFixed(2)} ms · load ${loadavg()[0]?.toFixed(1)}`,
      );
    });
}
const results = {
  drain: drains,
  endToEnd: endToEnds,
  peers: meanCosts(peers),
  plainSql: plainSqlCosts,
  forms: formCosts,
};
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
