import {
  mergeLifecycle,
  readEventLog,
  type EventLog,
  type EventTableOptions,
  type LifecycleCounts,
} from "@longhaul/process-mining";
import { PhaseError, type PhaseContext } from "../phase-context.ts";
import type { AnalysisParameters } from "./parameters.ts";
import { periodOf } from "./period-of.ts";

const WINDOW_VERBS = {
  started: "starts inside",
  intersecting: "has an event inside",
  contained: "lies wholly inside",
} as const;

/** The cases that an operation is about. */
export interface OpenedLog {
  readonly log: EventLog;
  /** Events as recorded, of which `log` was made. */
  readonly recordedEvents: number;
  /** How starts and completions became steps; null where each event is a step. */
  readonly lifecycle: LifecycleCounts | null;
}

/** The event table of the operation's dataset, and what reading it may take. */
export function tableOf(ctx: PhaseContext<AnalysisParameters>): EventTableOptions {
  if (ctx.dataset === null) throw new PhaseError("dataset_missing", "the operation names no dataset");
  return {
    tablePath: ctx.dataset.tablePath,
    threads: Math.max(1, Math.floor(ctx.resources.cpuUnits)),
    memoryLimitMB: Math.floor((ctx.resources.memoryGb * 1024) / 2),
    scratchDir: ctx.scratchDir,
    signal: ctx.signal,
  };
}

/** Reads the cases that the operation is about, as its `lifecycle` views them; `onProgress` hears how far that is, 0 to 1. */
export async function openEventLog(
  ctx: PhaseContext<AnalysisParameters>,
  onProgress?: (fraction: number) => void,
): Promise<OpenedLog> {
  const { timeWindow, lifecycle } = ctx.parameters;
  const table = tableOf(ctx);
  const rule = timeWindow?.cases ?? "started";
  const log = await readEventLog({
    ...table,
    timeWindow: timeWindow === undefined ? undefined : { rule, ...periodOf(timeWindow) },
    withLifecycle: lifecycle === "merged",
    onProgress,
  });
  if (timeWindow !== undefined && log.isTimed === false)
    throw new PhaseError("no_times", "the dataset's log has no times, so timeWindow can't choose cases; leave it out");
  if (log.caseCount === 0) {
    throw new PhaseError(
      "empty_time_window",
      `no case of the dataset ${WINDOW_VERBS[rule]} timeWindow; widen startDate and endDate, or leave timeWindow out`,
    );
  }
  const merged = lifecycle === "merged" ? await mergeLifecycle(log, { signal: ctx.signal }) : null;
  if (merged === null) return { log, recordedEvents: log.eventCount, lifecycle: null };
  const { log: steps, ...counts } = merged;
  return { log: steps, recordedEvents: log.eventCount, lifecycle: counts };
}
