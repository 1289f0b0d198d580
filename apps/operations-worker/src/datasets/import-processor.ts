import { findImportState, type DatasetError } from "@longhaul/db";
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
    if (dataset === null) throw new ForgetJob();
    if (dataset.status === "Ready") return dataset.summary ?? {};
    if (dataset.status === "Failed") throw refuse(failureReason(dataset.error));
    if (dataset.isDeleted) throw refuse("Deleted before it was imported");
    throw unfinishedJob(ctx, ref, dataset);
  };
}

/** Why an import failed, in one line for people who look at its job. */
function failureReason(error: DatasetError | null): string {
  if (error === null) return "Failed";
  const { code, message, line } = error;
  return `Failed${line === undefined ? "" : ` at line ${line}`}: ${message} (${code})`;
}
