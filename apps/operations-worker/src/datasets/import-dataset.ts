import {
  claimDataset,
  findAppendBase,
  findWaitingImport,
  forgiveLapse,
  patientDb,
  recordImportProgress,
  type DatasetRecord,
} from "@longhaul/db";
import { fileKindOf } from "@longhaul/domain";
import { repeatWork } from "@longhaul/runtime";
import { isStoreFault } from "@longhaul/stores";
import { PostponeJob, type JobReport } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";
import { createPhaseRunner } from "../operations/phase-runner.ts";
import type { RunningTask } from "../context/running-tasks.ts";
import { createStopSwitch } from "../operations/stop-switch.ts";
import { fetchSource } from "./fetch-source.ts";
import { reportImport } from "./report-import.ts";
import { importResources } from "./import-resources.ts";
import { createLapClock } from "./lap-clock.ts";
import { importTask, resultKey } from "./import-task.ts";
import { endCrashedImport, endBaselessAppend, settleFetch, settleImport, type ImportOutcome } from "./settle-import.ts";

/** Also how soon the import of a dataset that was deleted ends; of a cancellation its worker is told. */
const HEARTBEAT_MS = 500;

/** Somebody waits for a preview, which reads little. */
const PREVIEW_TIMEOUT_MS = 60_000;

/** How soon an import that found no slot asks again. */
const NO_SLOT_MS = 500;

/** Turns one upload into an event table, or a version into a file to download, or records why that can't be done. */
export async function importDataset(
  ctx: WorkerContext,
  datasetId: string,
  report: JobReport,
): Promise<ImportOutcome & { /** What this worker has run. */ readonly claimed?: DatasetRecord }> {
  const waiting = await findWaitingImport(ctx.db, datasetId);
  if (waiting === null || ctx.running.draining) return { outcome: "recorded" };
  const slot = ctx.importSlots.take(waiting);
  if (slot === null) throw new PostponeJob(NO_SLOT_MS);
  try {
    const dataset = await claimDataset(ctx.db, { datasetId, leaseMs: ctx.config.leaseMs });
    if (dataset === null || dataset.sourceKey === null) return { outcome: "recorded" };
    if (dataset.crashCount >= ctx.config.crashBudget) return await endCrashedImport(ctx, dataset);
    const run = { sourceKey: dataset.sourceKey, isSmall: slot.isSmall, report, lapSec: createLapClock() };
    return { ...(await importFetched(ctx, dataset, run)), claimed: dataset };
  } finally {
    slot.release();
  }
}

/** What a run needs besides its dataset. */
interface RunParts {
  readonly sourceKey: string;
  readonly isSmall: boolean;
  readonly report: JobReport;
  /** How long it has had a slot since that was recorded: its tenant is charged for that. */
  readonly lapSec: () => number;
}

async function importFetched(ctx: WorkerContext, dataset: DatasetRecord, run: RunParts): Promise<ImportOutcome> {
  const { sourceUrl } = dataset;
  if (sourceUrl === null) return importClaimed(ctx, dataset, run);
  const fetched = await fetchSource(ctx, dataset, { url: sourceUrl, key: run.sourceKey }, run);
  return fetched.outcome === "stored"
    ? importClaimed(ctx, fetched.dataset, run)
    : settleFetch(ctx, dataset, fetched, run.lapSec());
}

async function importClaimed(
  ctx: WorkerContext,
  dataset: DatasetRecord,
  { sourceKey, isSmall, report, lapSec }: RunParts,
): Promise<ImportOutcome> {
  const { db, config } = ctx;
  const { id: datasetId, epoch, tenantId } = dataset;
  const isPreview = dataset.kind === "preview";
  const logger = ctx.logger.child("import", { datasetId, epoch });
  const base = dataset.change === "append" ? await findAppendBase(db, dataset) : null;
  if (dataset.change === "append" && (base === null || fileKindOf(base.format) !== "log"))
    return endBaselessAppend(ctx, dataset);
  const resources = importResources(dataset.sizeBytes ?? 0, base?.events ?? 0);
  // A small file doesn't wait until operations leave room for it.
  const granted = isSmall
    ? { granted: resources, release: () => undefined }
    : await ctx.capacity.take(resources, tenantId);
  const runner = createPhaseRunner(ctx, { tenantId, resources: granted.granted, isolation: "child" });
  const stopSwitch = createStopSwitch(runner, config.cancelGraceMs);
  const task: RunningTask = { id: datasetId, epoch, stop: (reason) => stopSwitch.stop(reason) };
  const importReport = reportImport(report, dataset);
  let wasCutOff = false;
  const noteFault = (err: unknown, what: string): void => {
    wasCutOff ||= isStoreFault(err);
    logger.warn({ err }, what);
  };
  const beat = async (): Promise<void> => {
    const { leaseMs } = config;
    const kept = await recordImportProgress(db, {
      datasetId,
      epoch,
      leaseMs,
      fraction: importReport.fraction(),
      activity: importReport.activity(),
      usedSec: lapSec(),
    });
    if (!kept) stopSwitch.stop({ kind: "lost", force: true });
  };
  const heartbeat = repeatWork(Math.min(config.leaseMs / 4, HEARTBEAT_MS), beat, (err) =>
    noteFault(err, "import progress not recorded"),
  );
  ctx.running.add(task);
  const timeoutMs = isPreview ? Math.min(config.importTimeoutMs, PREVIEW_TIMEOUT_MS) : config.importTimeoutMs;
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    stopSwitch.stop({ kind: "lost", force: true });
  }, timeoutMs);
  try {
    const ended = await runner.run(importTask(ctx, dataset, { sourceKey, base, resources: granted.granted }), {
      onProgress: importReport.onProgress,
      onUsage: () => undefined,
      onLog: () => undefined,
    });
    stopSwitch.end();
    const stop = stopSwitch.stopped();
    const run = {
      ended,
      stop,
      isLate,
      timeoutMs,
      tableKey: resultKey(dataset),
      memoryGb: granted.granted.memoryGb,
      baseVersion: base?.version ?? null,
      usedSec: lapSec(),
    };
    importReport.end();
    const overAt = Date.now() + config.importTimeoutMs;
    const patience = {
      isOver: () => ctx.running.draining || Date.now() > overAt,
      onFault: (err: unknown) => noteFault(err, "the ledger doesn't answer"),
    };
    const outcome = await settleImport({ ...ctx, db: patientDb(db, patience) }, dataset, run, logger);
    if (wasCutOff) await forgiveLapse(db, "datasets", { id: datasetId, epoch });
    return outcome;
  } finally {
    stopSwitch.end();
    clearTimeout(deadline);
    heartbeat.stop();
    ctx.running.delete(task);
    runner.release();
    granted.release();
  }
}
