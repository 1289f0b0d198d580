import {
  claimDataset,
  completeImport,
  failImport,
  findWaitingImport,
  isDataRefusal,
  recordImportProgress,
  releaseDataset,
  type DatasetRecord,
  type DatasetError,
} from "@longhaul/db";
import { allocateResources, durationText } from "@longhaul/domain";
import { datasetJob, PostponeJob } from "@longhaul/queue";
import type { WorkerContext } from "../context.ts";
import { createPhaseRunner } from "../operations/phase-runner.ts";
import type { RunningTask } from "../operations/running-tasks.ts";
import { createStopSwitch } from "../operations/stop-switch.ts";

/** Rows of a CSV event log are about this long; only decides how much memory an import may use. */
const BYTES_PER_RECORD = 60;

/** Also how soon the import of a dataset that was deleted ends. */
const HEARTBEAT_MS = 500;

/** How soon an import that found no slot asks again. */
const NO_SLOT_MS = 500;

/** Turns one upload into an event table, or records why it can't be read. */
export async function importDataset(ctx: WorkerContext, datasetId: string): Promise<void> {
  const waiting = await findWaitingImport(ctx.db, datasetId);
  if (waiting === null || ctx.running.draining) return;
  const slot = ctx.importSlots.take(waiting);
  if (slot === null) throw new PostponeJob(NO_SLOT_MS);
  try {
    await importClaimed(ctx, datasetId, slot.isSmall);
  } finally {
    slot.release();
  }
}

async function importClaimed(ctx: WorkerContext, datasetId: string, isSmall: boolean): Promise<void> {
  const { db, config } = ctx;
  const dataset = await claimDataset(db, { datasetId, leaseMs: config.leaseMs });
  if (dataset === null || dataset.sourceKey === null) return;
  const claim = { datasetId, epoch: dataset.epoch };
  const logger = ctx.logger.child("import", { datasetId, epoch: dataset.epoch });
  if (dataset.crashCount >= config.crashBudget) {
    await failImport(db, claim, {
      code: "import_crashed",
      message: `reading the file took down ${dataset.crashCount} workers; it was given up`,
    });
    return;
  }

  const resources = allocateResources((dataset.sizeBytes ?? 0) / BYTES_PER_RECORD, "Normal");
  // A small file doesn't wait until operations leave room for it.
  const granted = isSmall ? { granted: resources, release: () => undefined } : await ctx.capacity.take(resources);
  const { tenantId } = dataset;
  const runner = createPhaseRunner(ctx, { tenantId, resources: granted.granted, isolation: "child" });
  const stopSwitch = createStopSwitch(runner, config.cancelGraceMs);
  const task: RunningTask = { id: datasetId, epoch: dataset.epoch, stop: (reason) => stopSwitch.stop(reason) };
  let fraction = 0;
  const heartbeat = setInterval(
    () => {
      recordImportProgress(db, { ...claim, leaseMs: config.leaseMs, fraction })
        .then((kept) => {
          if (!kept) stopSwitch.stop({ kind: "lost", force: true });
        })
        .catch((err: unknown) => logger.warn({ err }, "import progress not recorded"));
    },
    Math.min(config.leaseMs / 4, HEARTBEAT_MS),
  );
  ctx.running.add(task);
  let isLate = false;
  const deadline = setTimeout(() => {
    isLate = true;
    stopSwitch.stop({ kind: "lost", force: true });
  }, config.importTimeoutMs);
  try {
    const tableKey = `datasets/${dataset.tenantId}/${datasetId}/e${dataset.epoch}/table.parquet`;
    const outcome = await runner.run(
      {
        kind: "import",
        datasetId,
        sourceKey: dataset.sourceKey,
        fileName: dataset.fileName,
        mapping: dataset.mapping,
        tableKey,
        resources: granted.granted,
        importLimits: { maxUncompressedBytes: config.importMaxBytes },
      },
      { onProgress: (progress) => (fraction = progress.fraction), onUsage: () => undefined },
    );
    stopSwitch.end();
    const stop = stopSwitch.stopped();
    if (isLate && outcome.outcome !== "done")
      return void (await failImport(db, claim, tookTooLong(config.importTimeoutMs)));
    if (stop?.kind === "lost" && !isLate) return;
    if (stop?.kind === "drain") {
      await giveBack(ctx, dataset, false);
      logger.info("import given back by a draining worker");
    } else if (outcome.outcome === "died") {
      logger.warn({ exit: outcome.exit, isExhausted: outcome.isExhausted }, "import process died");
      if (outcome.isExhausted) await failImport(db, claim, outOfMemory(granted.granted.memoryGb));
      else await giveBack(ctx, dataset, true);
    } else if (outcome.outcome === "failed") {
      logger.error({ code: outcome.error.code, err: outcome.error.trace }, "import failed");
      await failImport(db, claim, {
        code: outcome.error.code,
        message: `the file could not be read: ${outcome.error.message}`,
      });
    } else if (outcome.result.kind === "import") {
      const { result, tableBytes } = outcome.result;
      if (!result.ok) {
        const { ok: _, ...error } = result;
        await failImport(db, claim, error);
      } else {
        await completeImport(db, claim, {
          ...result,
          detected: { ...result.detected },
          columns: result.columns.map((column) => ({ ...column })),
          quality: { ...result.quality, errors: result.errors, untimedRows: result.untimedRows },
          tableKey,
          tableBytes,
        });
      }
      logger.info({ ok: result.ok }, "dataset imported");
    }
  } catch (err) {
    // Another attempt would write the same.
    if (!isDataRefusal(err)) throw err;
    logger.error({ err }, "import's result refused by the database");
    await failImport(db, claim, {
      code: "NotStorable",
      message: "The file was read, but what was found can't be stored. Check it for values out of any range.",
    });
  } finally {
    stopSwitch.end();
    clearTimeout(deadline);
    clearInterval(heartbeat);
    ctx.running.delete(task);
    runner.release();
    granted.release();
  }
}

const tookTooLong = (timeoutMs: number): DatasetError => ({
  code: "ImportTimeout",
  message: `Reading the file took longer than ${durationText(timeoutMs / 1000)}, the time allowed. Split it, leave out columns that aren't needed, or upload it as Parquet.`,
});

/** Another attempt would end in the same way. */
const outOfMemory = (memoryGb: number): DatasetError => ({
  code: "OutOfMemory",
  message: `Reading the file needs more than ${memoryGb * 1024} MB of memory, which is what a file of its size gets. Check that every quote is closed, leave out columns that aren't needed, or upload it as Parquet.`,
});

async function giveBack(ctx: WorkerContext, dataset: DatasetRecord, crashed: boolean): Promise<void> {
  const { id: datasetId } = dataset;
  const epoch = await releaseDataset(ctx.db, { datasetId, epoch: dataset.epoch, crashed });
  if (epoch === null) return;
  await ctx.queues
    .add("datasets", datasetJob({ ...dataset, epoch }))
    .catch((err: unknown) => ctx.logger.warn({ err, datasetId }, "not queued; the reconciler will"));
}
