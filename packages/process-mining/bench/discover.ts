import { loadavg } from "node:os";
import { discoverDirectlyFollowsGraph, discoverModel, discoverVariants } from "../src/index.ts";
import { DISCOVERY_ALGORITHMS } from "../src/discovery/discovery-algorithm.ts";
import { processFigures } from "./mining-run.ts";
import { spaghettiLog } from "./spaghetti-log.ts";

/*
 * pnpm bench discover [cases = 1200] [activities = 400] [seeds = 3] [algorithm = inductive_miner_infrequent]
 *
 * Discovers the model of logs with hardly any structure, and prints what it costs, how long progress stood still and what
 * the model is worth.
 */

const cases = Number(process.argv[2] ?? 1_200);
const activities = Number(process.argv[3] ?? 400);
const seeds = Number(process.argv[4] ?? 3);
const algorithm = DISCOVERY_ALGORITHMS.find((one) => one === (process.argv[5] ?? "inductive_miner_infrequent"));
if (algorithm === undefined) throw new Error(`the algorithms are ${DISCOVERY_ALGORITHMS.join(", ")}`);
if (!(cases > 0) || !(activities > 0) || !(seeds > 0)) throw new Error("give numbers above 0");

for (let seed = 1; seed <= seeds; seed++) {
  const log = spaghettiLog(cases, activities, seed);
  const known = { graph: await discoverDirectlyFollowsGraph(log), variants: await discoverVariants(log) };
  const before = processFigures().cpuSeconds;
  let [reached, reportedMs, silenceMs] = [0, performance.now(), 0];
  const model = await discoverModel(
    log,
    { known, algorithm },
    {
      onProgress: (fraction) => {
        if (fraction <= reached) return;
        const nowMs = performance.now();
        silenceMs = Math.max(silenceMs, nowMs - reportedMs);
        [reached, reportedMs] = [fraction, nowMs];
      },
    },
  );
  const figures = {
    seed,
    events: log.eventCount,
    activities: log.activities.length,
    variants: known.variants.variantCount,
    edges: known.graph.edges.length,
    cpuSeconds: Number((processFigures().cpuSeconds - before).toFixed(1)),
    longestSilenceSeconds: Number((silenceMs / 1000).toFixed(1)),
    load: loadavg()[0],
    isSearchCutShort: model.isSearchCutShort ?? false,
    ...model.quality,
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
