import { findImportState, type DatasetError, type DatasetRecord, type ImportState } from "@longhaul/db";
import { ForgetJob, RefuseJob, type JobProcessor } from "@longhaul/queue";
import type { WorkerContext } from "../context/context.ts";
import { unfinishedJob } from "../context/unfinished-job.ts";
import { importDataset } from "./import-dataset.ts";

/**
 * Makes the processor of imports' jobs. A job ends as its dataset did, as those of operations do: with what the import
 * found, failed with the reason, or not at all when another job stands for the import by now.
 */
export function importProcessor(ctx: WorkerContext): JobProcessor<"datasets"> {
  return async (ref, { report }) => {
    const refuse = (reason: string): RefuseJob => {
      report.log(reason);
      return new RefuseJob(reason);
    };
    const run = await importDataset(ctx, ref.datasetId, report);
    if (run.outcome === "crashed") throw refuse(run.reason);
    const dataset = await findImportState(ctx.db, ref.datasetId);
    if (run.claimed !== undefined && isGone(dataset)) await discardFiles(ctx, run.claimed);
    if (dataset === null) throw new ForgetJob();
    if (dataset.status === "Ready") return dataset.summary ?? {};
    if (dataset.status === "Failed") throw refuse(failureReason(dataset.error));
    if (dataset.status === "Cancelled") throw refuse(cancellationReason(dataset.cancellation));
    if (dataset.isDeleted) throw refuse("Deleted before it was imported");
    throw unfinishedJob(ctx, ref, dataset);
  };
}

/** Whether nobody will have what an import makes. */
const isGone = (dataset: ImportState | null): boolean =>
  dataset === null || dataset.isDeleted || dataset.status === "Cancelled";

/** Deletes what was written after the request that ended the import has deleted its files. */
async function discardFiles({ storage, logger }: WorkerContext, { id, tenantId }: DatasetRecord): Promise<void> {
  await storage
    .deletePrefix(`datasets/${tenantId}/${id}`)
    .catch((err: unknown) => logger.warn({ err, datasetId: id }, "files not deleted; the sweep will"));
}

const cancellationReason = (cancellation: ImportState["cancellation"]): string =>
  `Cancelled${cancellation === null ? "" : ` by ${cancellation.cancelledBy}`}${cancellation?.reason === undefined ? "" : `: ${cancellation.reason}`}`;

/** Why an import failed, in one line for people who look at its job. */
function failureReason(error: DatasetError | null): string {
  if (error === null) return "Failed";
  const { code, message, line } = error;
  return `Failed${line === undefined ? "" : ` at line ${line}`}: ${message} (${code})`;
}
