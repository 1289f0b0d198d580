import { readEventLog, type EventLog } from "@longhaul/process-mining";
import { PhaseError, type PhaseContext } from "../phase-context.ts";
import type { AnalysisParameters } from "./parameters.ts";
import { periodOf } from "./period-of.ts";

const WINDOW_VERBS = {
  started: "starts inside",
  intersecting: "has an event inside",
  contained: "lies wholly inside",
} as const;

/** Reads the cases that the operation is about; `onProgress` hears how far reading is, 0 to 1; `withLifecycle` for `pairLifecycle`. */
export async function openEventLog(
  ctx: PhaseContext<AnalysisParameters>,
  onProgress?: (fraction: number) => void,
  withLifecycle = false,
): Promise<EventLog> {
  if (ctx.dataset === null) throw new PhaseError("dataset_missing", "the operation names no dataset");
  const { timeWindow } = ctx.parameters;
  const rule = timeWindow?.cases ?? "started";
  const log = await readEventLog({
    tablePath: ctx.dataset.tablePath,
    threads: Math.max(1, Math.floor(ctx.resources.cpuUnits)),
    memoryLimitMB: Math.floor((ctx.resources.memoryGb * 1024) / 2),
    scratchDir: ctx.scratchDir,
    timeWindow: timeWindow === undefined ? undefined : { rule, ...periodOf(timeWindow) },
    withLifecycle,
    signal: ctx.signal,
    onProgress,
  });
  if (log.caseCount === 0) {
    throw new PhaseError(
      "empty_time_window",
      `no case of the dataset ${WINDOW_VERBS[rule]} timeWindow; widen startDate and endDate, or leave timeWindow out`,
    );
  }
  return log;
}
