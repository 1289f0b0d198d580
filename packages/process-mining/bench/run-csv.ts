import { join } from "node:path";
import { discoverDirectlyFollowsGraph, discoverVariants, measureCaseDurations, readCsvEventLog } from "../src/index.ts";
import { minedFigures, processFigures, report, timed } from "./mining-run.ts";

const folder = process.argv[2] ?? ".";
const seconds: Record<string, number> = {};
const log = await timed(seconds, "read", async () =>
  readCsvEventLog({
    path: join(folder, "log.csv"),
    columns: { caseId: "case_id", activity: "activity", timestamp: "timestamp", resource: "resource" },
    threads: 2,
  }),
);
const graph = await timed(seconds, "dfg", async () => discoverDirectlyFollowsGraph(log));
const variants = await timed(seconds, "variants", async () => discoverVariants(log));
const durations = await timed(seconds, "durations", async () => measureCaseDurations(log));
report({
  seconds,
  extraSeconds: {},
  ...processFigures(),
  results: minedFigures(log, graph, variants, durations),
});
