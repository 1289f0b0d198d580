import type { EventLog } from "@longhaul/event-log";
import type { CaseDurations, DirectlyFollowsGraph, Variants } from "../src/index.ts";

/** What one process measured; figures of `results` must be equal whichever way they were computed. */
export interface MiningRun {
  readonly seconds: Record<string, number>;
  /** Steps that the other way doesn't do. */
  readonly extraSeconds: Record<string, number>;
  readonly cpuSeconds: number;
  readonly peakMB: number;
  /** Peak of the import, if there is one. */
  readonly importPeakMB?: number;
  readonly results: Record<string, number>;
}

/** What was mined, in figures that every way must agree on. */
export function minedFigures(
  log: EventLog,
  graph: DirectlyFollowsGraph,
  variants: Variants,
  durations: CaseDurations,
): MiningRun["results"] {
  return {
    events: log.eventCount,
    cases: log.caseCount,
    edges: graph.edges.length,
    topEdge: Math.max(...graph.edges.map(({ count }) => count)),
    variants: variants.variantCount,
    topVariant: variants.counts[0] ?? 0,
    medianSec: durations.fromCompletion.median,
  };
}

/** Time one step of a run. */
export async function timed<Result>(
  seconds: Record<string, number>,
  step: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const startMs = performance.now();
  const result = await work();
  seconds[step] = (performance.now() - startMs) / 1000;
  return result;
}

/** CPU and peak memory of this process so far, from the operating system. */
export function processFigures(): Pick<MiningRun, "cpuSeconds" | "peakMB"> {
  const { user, system } = process.cpuUsage();
  return { cpuSeconds: (user + system) / 1e6, peakMB: process.resourceUsage().maxRSS / 1024 };
}

/** Prints a run's figures for the process that started it. */
export function report(run: MiningRun): void {
  process.stdout.write(JSON.stringify(run));
}
