import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { allocateResources } from "@longhaul/domain";
import type { RunOptions } from "@longhaul/event-log";
import { importEventLog, readEventLog } from "@longhaul/event-log/event-tables";
import {
  detectAnomalies,
  discoverDirectlyFollowsGraph,
  discoverModel,
  discoverVariants,
  findPatterns,
  measureActivityPerformance,
  measureArrivals,
  measureCaseDurations,
  measureResourceHandover,
  measureResourceLoad,
  measureTransitionTimes,
  recommendImprovements,
} from "../src/index.ts";
import { generateLog } from "./generate-log.ts";

/*
 * pnpm bench mining-scale [events = 50000000]
 *
 * Imports and mines one large synthetic log, then says for each step the time per million events, the longest silence of
 * progress and the peak memory so far, and how long a cancelled import and a cancelled read take to stop.
 */

const eventCount = Number(process.argv[2] ?? 50_000_000);
const folder = await mkdtemp(join(tmpdir(), "mining-scale-"));
/** As much as a worker's process has for a log of this size. */
const memoryLimitMB = (allocateResources(eventCount, "Normal").memoryGb * 1024) / 2;
const limits = { threads: 2, memoryLimitMB, scratchDir: folder };
const source = { sourcePath: join(folder, "log.csv"), fileName: "log.csv", tablePath: join(folder, "log.parquet") };

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function step<Result>(
  name: string,
  work: (onProgress: (fraction: number) => void) => Promise<Result>,
): Promise<Result> {
  const startMs = performance.now();
  let reportedMs = startMs;
  let silenceMs = 0;
  let reached = -1;
  const result = await work((fraction) => {
    if (fraction <= reached) return;
    reached = fraction;
    silenceMs = Math.max(silenceMs, performance.now() - reportedMs);
    reportedMs = performance.now();
  });
  const seconds = (performance.now() - startMs) / 1000;
  const load = loadavg()[0]?.toFixed(1) ?? "";
  const peakMB = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  print(
    `| ${name} | ${seconds.toFixed(1)} s | ${((1e6 * seconds) / eventCount).toFixed(2)} s | ${(silenceMs / 1000).toFixed(1)} s | ${peakMB} MB | ${load} |`,
  );
  return result;
}

/** Time from the abort to the end of the work, in milliseconds. */
async function cancelled(
  atFraction: number,
  work: (signal: AbortSignal, onProgress: (fraction: number) => void) => Promise<unknown>,
): Promise<number> {
  const controller = new AbortController();
  let abortedMs = Number.NaN;
  try {
    await work(controller.signal, (fraction) => {
      if (fraction < atFraction || controller.signal.aborted) return;
      abortedMs = performance.now();
      controller.abort(new Error("cancelled"));
    });
  } catch {
    // The rejection is what is timed.
  }
  return performance.now() - abortedMs;
}

try {
  print(`${eventCount.toLocaleString("en-US")} events\n`);
  print("| step | time | per million events | longest silence | peak memory | load |\n|---|---|---|---|---|---|");
  await step("generate", async () => generateLog(source.sourcePath, eventCount, 11));
  const signal = new AbortController().signal;
  const imported = await step("import", async (report) =>
    importEventLog({ ...source, ...limits, signal, onProgress: ({ fraction }) => report(fraction) }),
  );
  if (!imported.ok) throw new Error(imported.message);
  const log = await step("read", async (onProgress) =>
    readEventLog({ tablePath: source.tablePath, ...limits, onProgress }),
  );
  const graph = await step("directly-follows graph", async (onProgress) =>
    discoverDirectlyFollowsGraph(log, { onProgress }),
  );
  const variants = await step("variants", async (onProgress) => discoverVariants(log, { onProgress }));
  await step("case durations", async (onProgress) => measureCaseDurations(log, { onProgress }));
  await step("transition times", async (onProgress) => measureTransitionTimes(log, graph, { onProgress }));
  await step("activity times", async (onProgress) => measureActivityPerformance(log, { onProgress }));
  await step("arrivals", async (onProgress) => measureArrivals(log, { onProgress }));
  await step("resource load", async (onProgress) => measureResourceLoad(log, { onProgress }));
  await step("handover of work", async (onProgress) => measureResourceHandover(log, { onProgress }));
  const known = { graph, variants };
  const model = await step("process model", async (onProgress) => discoverModel(log, { known }, { onProgress }));
  const patterns = await step("patterns", async (onProgress) => findPatterns(log, {}, { onProgress }));
  const anomalies = await step("anomalies", async (onProgress) => detectAnomalies(log, {}, { onProgress }));
  const advice = await step("recommendations", async (onProgress) => recommendImprovements(log, {}, { onProgress }));
  print(
    `\n${log.eventCount} events, ${log.caseCount} cases, ${variants.variantCount} variants, fitness ${model.quality.fitness.toFixed(3)}`,
  );
  print(`${patterns.frequentPatterns} patterns, ${anomalies.detected} anomalies, ${advice.length} recommendations`);
  const passes = {
    "resource load": async (run: RunOptions) => measureResourceLoad(log, run),
    anomalies: async (run: RunOptions) => detectAnomalies(log, {}, run),
    recommendations: async (run: RunOptions) => recommendImprovements(log, {}, run),
  };
  for (const [name, pass] of Object.entries(passes)) {
    const ms = await cancelled(0.5, async (stop, onProgress) => pass({ signal: stop, onProgress }));
    print(`cancelled at 50 %: ${name} ${ms.toFixed(0)} ms`);
  }
  for (const at of [0.2, 0.8]) {
    const readMs = await cancelled(at, async (stop, onProgress) =>
      readEventLog({ tablePath: source.tablePath, ...limits, signal: stop, onProgress }),
    );
    const importMs = await cancelled(at, async (stop, report) =>
      importEventLog({
        ...source,
        ...limits,
        tablePath: join(folder, "cancelled.parquet"),
        signal: stop,
        onProgress: ({ fraction }) => report(fraction),
      }),
    );
    print(`cancelled at ${100 * at} %: read ${readMs.toFixed(0)} ms, import ${importMs.toFixed(0)} ms`);
  }
} finally {
  await rm(folder, { recursive: true });
}
