import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { mergeLifecycle, readEventAttributes, type EventAttribute, type EventLog } from "@longhaul/event-log";
import { importEventLog, readEventLog } from "@longhaul/event-log/event-tables";
import { predictProcess, type PredictionOutcome } from "../src/index.ts";
import { generateLog } from "./generate-log.ts";
import { processFigures } from "./mining-run.ts";

const SEED = 11;

/** A log with the attributes of its events. */
export interface LogWithAttributes {
  readonly log: EventLog;
  readonly attributes: readonly EventAttribute[];
}

export interface PredictedLog {
  readonly outcome: PredictionOutcome;
  /** CPU seconds of learning alone. */
  readonly cpuSeconds: number;
}

/** Imports a log, a file or so many synthetic events, and reads it as an analysis does. */
export async function readLog(source: string): Promise<LogWithAttributes> {
  const scratchDir = await mkdtemp(join(tmpdir(), "predict-"));
  try {
    const isFile = Number.isNaN(Number(source));
    const sourcePath = isFile ? source : join(scratchDir, "log.csv");
    if (!isFile) await generateLog(sourcePath, Number(source), SEED);
    const tablePath = join(scratchDir, "log.parquet");
    const imported = await importEventLog({
      sourcePath,
      fileName: basename(sourcePath),
      tablePath,
      scratchDir,
      threads: 2,
      memoryLimitMB: 1024,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    if (!imported.ok) throw new Error(imported.message);
    const table = { tablePath, threads: 2, memoryLimitMB: 1024, scratchDir };
    const recorded = await readEventLog({ ...table, withLifecycle: true, withFileRows: true });
    const log = (await mergeLifecycle(recorded))?.log ?? recorded;
    return { log, attributes: (await readEventAttributes(table, log)).read };
  } finally {
    await rm(scratchDir, { recursive: true });
  }
}

/** Trains and judges the predictions of a log as an analysis does (`balanced`). */
export async function predictLog({ log, attributes }: LogWithAttributes): Promise<PredictedLog> {
  const before = processFigures().cpuSeconds;
  const outcome = await predictProcess(log, { performance: "balanced", attributes });
  return { outcome, cpuSeconds: Number((processFigures().cpuSeconds - before).toFixed(2)) };
}
