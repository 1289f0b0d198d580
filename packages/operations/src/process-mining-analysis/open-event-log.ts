import { readEventLog, type EventLog, type TimeWindow } from "@longhaul/process-mining";
import { PhaseError, type PhaseContext } from "../phase-context.ts";
import type { AnalysisParameters } from "./parameters.ts";

const DAY_MS = 86_400_000;
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** The period of a request: dates are whole days in UTC, the end inclusive. Cases that start inside are analysed, whole. */
export function toTimeWindow(timeWindow: AnalysisParameters["timeWindow"]): TimeWindow | undefined {
  if (timeWindow === undefined) return undefined;
  const { startDate, endDate } = timeWindow;
  return {
    rule: "started",
    startMs: startDate === undefined ? undefined : Date.parse(startDate),
    endMs: endDate === undefined ? undefined : Date.parse(endDate) + (DATE_ONLY.test(endDate) ? DAY_MS : 1),
  };
}

/** Reads the cases that the operation is about; `onProgress` hears how far reading is, 0 to 1; `withLifecycle` for `pairLifecycle`. */
export async function openEventLog(
  ctx: PhaseContext<AnalysisParameters>,
  onProgress?: (fraction: number) => void,
  withLifecycle = false,
): Promise<EventLog> {
  if (ctx.dataset === null) throw new PhaseError("dataset_missing", "the operation names no dataset");
  const log = await readEventLog({
    tablePath: ctx.dataset.tablePath,
    threads: Math.max(1, Math.floor(ctx.resources.cpuUnits)),
    memoryLimitMB: Math.floor((ctx.resources.memoryGb * 1024) / 2),
    scratchDir: ctx.scratchDir,
    timeWindow: toTimeWindow(ctx.parameters.timeWindow),
    withLifecycle,
    signal: ctx.signal,
    onProgress,
  });
  if (log.caseCount === 0) {
    throw new PhaseError(
      "empty_time_window",
      "no case of the dataset starts inside timeWindow; widen startDate and endDate, or leave timeWindow out",
    );
  }
  return log;
}
