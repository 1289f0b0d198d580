import { join } from "node:path";
import { readEventLog } from "@longhaul/event-log/event-tables";
import {
  discoverDirectlyFollowsGraph,
  discoverVariants,
  measureActivityPerformance,
  measureCaseDurations,
  measureTransitionTimes,
} from "../src/index.ts";
import { minedFigures, processFigures, report, timed } from "./mining-run.ts";

const folder = process.argv[2] ?? ".";
const seconds: Record<string, number> = {};
const extraSeconds: Record<string, number> = {};
const log = await timed(seconds, "read", async () =>
  readEventLog({ tablePath: join(folder, "log.parquet"), threads: 2, memoryLimitMB: 1024, scratchDir: folder }),
);
const graph = await timed(seconds, "dfg", async () => discoverDirectlyFollowsGraph(log));
const variants = await timed(seconds, "variants", async () => discoverVariants(log));
const durations = await timed(seconds, "durations", async () => measureCaseDurations(log));
const figures = processFigures();
await timed(extraSeconds, "transition times", async () => measureTransitionTimes(log, graph));
await timed(extraSeconds, "activity times", async () => measureActivityPerformance(log));
report({
  seconds,
  extraSeconds,
  ...figures,
  results: minedFigures(log, graph, variants, durations),
});
