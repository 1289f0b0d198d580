import { listenForEvents, type EventNotice } from "@longhaul/db";
import { createQueueWorker } from "@longhaul/queue";
import { placesOf, type WorkerContext } from "./context/context.ts";
import { importResources } from "./datasets/import-resources.ts";
import { importProcessor } from "./datasets/import-processor.ts";
import { startGuestPlace } from "./operations/guest-place.ts";
import { operationFailure, operationProcessor } from "./operations/operation-processor.ts";
import { startWorkerReports } from "./report-worker.ts";
import { startReconcileLoop } from "./reconcile/reconcile-loop.ts";
import { stockSpares } from "./stock-spares.ts";

/** A worker that takes jobs. */
export interface StartedWorker {
  /** Takes no more jobs and waits for running operations to reach a checkpoint; those that don't in time are released. */
  drain(): Promise<void>;
  /** Closes everything; what still runs is left to its lease. */
  stop(): Promise<void>;
}

/** Starts taking jobs of all its queues, hearing of cancellations, and reconciling. */
export async function startWorker(ctx: WorkerContext): Promise<StartedWorker> {
  const { config, logger, db } = ctx;
  const onError = (err: unknown): void => logger.warn({ err }, "queue worker error");
  const operations = createQueueWorker(ctx.queueConnection, "operations", operationProcessor(ctx), {
    concurrency: placesOf(config),
    more: ctx.claimsAhead.more,
    onError,
    name: config.workerName,
    explainFailure: operationFailure(ctx),
  });
  const datasets = createQueueWorker(ctx.queueConnection, "datasets", importProcessor(ctx), {
    concurrency: config.importsAtOnce,
    onError,
    name: config.workerName,
  });

  const listener = await listenForEvents(db, {
    applicationName: `${config.workerName}-listener`,
    rest: ctx.rest,
    onNotice: (notice) => {
      stopIfLost(ctx, notice);
      ctx.endedJobs.hear(notice);
    },
    onUpload: (sizeBytes) => {
      if (!ctx.running.draining) ctx.pool.expect(importResources(sizeBytes));
    },
    onError: (err) => logger.warn({ err }, "event listener interrupted"),
  });
  const guests = startGuestPlace(ctx, operations);
  const reconciler = startReconcileLoop(ctx);
  const reports = startWorkerReports(ctx);
  operations.start();
  datasets.start();
  const stocking = stockSpares(ctx);

  return {
    async drain() {
      ctx.running.draining = true;
      ctx.claimsAhead.drain();
      const timer = setTimeout(() => ctx.running.all().forEach((task) => task.stop({ kind: "drain" })), config.drainMs);
      await Promise.all([operations.drain(), datasets.drain()]);
      clearTimeout(timer);
    },
    async stop() {
      guests.stop();
      stocking.stop();
      await Promise.all([reconciler.stop(), reports.stop()]);
      await Promise.all([operations, datasets].map((worker) => worker.close({ force: true })));
      await ctx.rest.close();
      await listener.close();
      await ctx.pool.close();
      ctx.downloader.close();
      await ctx.queues.close();
      await db.close();
    },
  };
}

/** A notice with a higher epoch, or of the end of an operation or import, means that this worker's claim is over. */
function stopIfLost(ctx: WorkerContext, { operationId, datasetId, epoch, force }: EventNotice): void {
  const task = ctx.running.find(operationId ?? datasetId ?? "");
  if (task === undefined || epoch <= task.epoch) return;
  // Nothing of an import that was cancelled is kept, so that it needs no time to end by itself.
  task.stop({ kind: "lost", force: operationId === null || force === true });
}
